/** Checks what is a CSS selector: held against Chromium, and stricter where a browser would pass over a mistake. */

import { describe, expect, test } from 'vitest';
import { checkSelector } from '../../src/authoring/selector.js';

const VALID = [
  ...['*', 'a', 'A', 'é', '日本', 'a b', 'a>b', 'a + b', 'a~b', 'a,b', '  a  ', 'a\nb', 'a /* x */ > b', '*|a', '*|*'],
  ...['#a', '#-a', '#--a', '#\\31 23', '.a.b', '.\\31 a', '.-a', '.--a', '.🎉', '.sm\\:flex', '.w-1\\/2', 'a#b.c[d]'],
  ...['[a]', '[ a = b ]', "[a='b']", '[a="b" i]', '[a=-b]', '[a~=b]', '[a|=b]', '[a^=b]', '[a$=b]', '[a*=b]', '[*|a]'],
  ...[
    '[data-x="]"]',
    "[data-x='a\\'b']",
    'a.cta[data-cta="primary"]',
    "body > div:nth-child(3) > ul li:not(.x) a[href^='/p']",
  ],
  ...[
    'a:hover',
    'a:HOVER',
    ':nth-child(2)',
    ':nth-child( 2n + 1 )',
    ':nth-child(odd)',
    ':nth-child(-n+3)',
    ':nth-child(+n)',
  ],
  ...[':nth-child(2n+1 of .a, .b)', ':nth-of-type(2)', ':not(a)', ':not(a, b c)', ':not(:not(a))', ':is(a):where(b)'],
  ...[
    ':has(a)',
    ':has(> a, + b)',
    ':lang(en)',
    ':dir(ltr)',
    ':host(a)',
    ':-webkit-autofill',
    ':-webkit-any(a, b)',
    ':root',
  ],
  ...[
    '/* x */ a',
    '::before',
    ':before',
    'a::placeholder',
    'a, b::after',
    '::-webkit-scrollbar',
    '::part(foo)',
    '::slotted(a)',
  ],
];

const INVALID: readonly (readonly [string, string])[] = [
  ['#1abc', 'an id that begins with no digit is missing before 1abc'],
  ['#', 'an id that begins with no digit is missing before the end of the selector'],
  ['.1a', 'a class that begins with no digit is missing before 1a'],
  ['..a', 'a class that begins with no digit is missing before .a'],
  ['a..b', 'a class that begins with no digit is missing before .b'],
  ['a[', 'the name of an attribute is missing before the end of the selector'],
  ['a[href', 'a ] is missing before the end of the selector'],
  ['[a=1]', 'a value in quotes is missing before 1]'],
  ["[a='b", "a value in quotes is missing before 'b"],
  ['[a!=b]', 'a ] is missing before !=b]'],
  ['[a=b x]', 'a ] is missing before x]'],
  ['a,', 'a selector is missing before the end of the selector'],
  [',a', 'a selector is missing before ,a'],
  ['a,,b', 'a selector is missing before ,b'],
  ['> a', 'a selector is missing before > a'],
  ['a >', 'a selector is missing before the end of the selector'],
  ['a > > b', 'a selector is missing before > b'],
  ['a||b', '||b does not belong there'],
  ['a{', '{ does not belong there'],
  ['a)', ') does not belong there'],
  ['a(b)', '(b) does not belong there'],
  ['.w-1/2', '/2 does not belong there'],
  ['a/**/b', 'b does not belong there'],
  ['sm:flex', ':flex is no pseudo-class'],
  ['svg|a', 'it names a namespace, which a page cannot declare'],
  ['a: hover', 'the name of a pseudo-class is missing before  hover'],
  [':hovr', ':hovr is no pseudo-class; did you mean :hover?'],
  [':wxyz(a)', ':wxyz() is no pseudo-class'],
  [':nth-child(foo)', 'a count such as 2, odd or 2n+1 is missing before foo)'],
  [':nth-child()', 'a count such as 2, odd or 2n+1 is missing before )'],
  [':nth-of-type(2 of a)', 'a ) is missing before of a)'],
  [':nth-child', ':nth-child needs an argument in brackets'],
  [':not()', 'a selector is missing before )'],
  [':not(a', 'a ) is missing before the end of the selector'],
  [':is(:foo)', ':foo is no pseudo-class'],
  [':has()', 'a selector is missing before )'],
  [':has(:has(a))', ':has() cannot stand in :has()'],
  [':has(a:not(:has(b)))', ':has() cannot stand in :has()'],
  [':not(::before)', '::before cannot stand in the brackets of a pseudo-class'],
  ['::foo', '::foo is no pseudo-element'],
  ['::before a', 'nothing can follow ::before'],
  ['::before:hover', 'nothing can follow ::before'],
  ['a >>>', 'a selector is missing before the end of the selector'],
  ['>>> a', 'a selector is missing before >>> a'],
  ['a >>> > b', 'a selector is missing before > b'],
  ['a, b >>> c', 'a list with commas cannot hold >>>: write an op for each of its selectors'],
  ['a >>> b, c', 'a list with commas cannot hold >>>: write an op for each of its selectors'],
  [':is(a >>> b)', 'a ) is missing before >>> b)'],
  [
    ":contains('a')",
    ":contains() is jQuery's, not CSS: CSS does not look at text, so name the element by its id, a class or an attribute",
  ],
  [':eq(0)', ":eq() is jQuery's, not CSS: write :nth-child(n), which counts from 1 among its siblings"],
  ['li:first', ":first is jQuery's, not CSS: leave it out: without all: true the first match is taken"],
  [
    'div:visible',
    ":visible is jQuery's, not CSS: whether an element can be seen is no part of CSS, so name the element by its id, a class or an attribute",
  ],
];

/** What no browser takes: fx goes through open shadow roots itself. */
const DEEP = ['my-card >>> .price', 'a>>>b', 'a > b >>> c d >>> #e', '[title=">>>"] >>> a', ':is(a, b) >>> c'];

describe('a selector', () => {
  test.each(DEEP)('%s reaches into open shadow roots', (selector) => {
    expect(checkSelector(selector)).toBeUndefined();
  });

  test.each(VALID)('%s is valid', (selector) => {
    expect(checkSelector(selector)).toBeUndefined();
  });

  test.each(INVALID)('%s is not', (selector, reason) => {
    expect(checkSelector(selector)).toBe(reason);
  });

  test('nested without end is refused at once', () => {
    expect(checkSelector(':not('.repeat(100000))).toBe('it is longer than 2000 characters');
    expect(checkSelector(':not('.repeat(400))).toBe('a selector is missing before the end of the selector');
  });
});
