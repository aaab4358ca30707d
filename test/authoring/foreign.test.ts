/** Checks that what people bring along from elsewhere is named, with what fx takes in its place. */

import { describe, expect, test } from 'vitest';
import { once, op, problemsOf, rule, withFields, withVariant } from './compiling.js';

const text = (value: string): string => op(`op: replaceText\nselector: h1\nvalue: ${value}`);
const css = (value: string): string => op(`op: setStyle\nselector: h1\nname: width\nvalue: ${value}`);

describe('one mistake is one sentence, with what to write', () => {
  once([
    [
      'a script element',
      withVariant('js: <script>alert(1)</script>'),
      'it begins with <script>: write only what stands',
    ],
    [
      'a style element',
      withVariant("css: '<style>h1{color:red}</style>'"),
      'it begins with <style>: write only what stands',
    ],
    ['a file of code', withVariant('js: ./variant.mjs'), 'it is the name of a file, and fx reads none'],
    ['a file of styles', withVariant('css: styles/new.css'), 'it is the name of a file, and fx reads none'],
    ['an import', withVariant("js: |\n  import x from './x.js'"), 'import and export do not work inside of a function'],
    ['an await', withVariant("js: |\n  await fetch('/x')"), 'write (async () => { … })() around it'],
    [
      'an await in a loop',
      withVariant('js: |\n  for await (const a of b) a()'),
      'write (async () => { … })() around it',
    ],
    ['an export', withVariant('js: |\n  export const a = 1'), 'import and export do not work inside of a function'],
    ['another fault below a word about await', withVariant('js: |\n  // await the banner\n  foo(;'), 'Unexpected ";"'],
    ['another fault above an import', withVariant("js: |\n  foo(;\n  import x from './x.js'"), 'Unexpected ";"'],
    ['css behind its key', withVariant('css: h1 { color: red }'), 'write css: | and the code in the lines below'],
    ['quotes of a word processor', op("op: remove\nselector: 'a[href=“/cart”]'"), 'write a[href="/cart"]'],
    ['those that a browser takes for a name', op("op: remove\nselector: '[data-x=‘buy’]'"), "write [data-x='buy']"],
    ['a style without its property', op('op: setStyle\nselector: h1\nvalue: red'), 'name is required: the property'],
    ['an attribute without its name', op('op: setAttr\nselector: a\nvalue: /b'), 'name is required: the attribute'],
    ['XPath', op("op: remove\nselector: '//div/h1'"), 'it is XPath, and not CSS'],
    [
      'a pseudo-element',
      op('op: remove\nselector: h1::before'),
      '? 10:19 variants[].treatment.domOps[0].selector names ::before',
    ],
    ['a class with its dot', op('op: addClass\nselector: h1\nvalue: .big .bold'), 'write big bold'],
    ['an attribute for an event', withFields('trigger: { kind: event, name: onclick }'), 'the event is called click'],
    [
      'a time with its unit',
      withFields('trigger: { kind: waitForSelector, selector: .a, timeoutMs: 5s }'),
      'write 5000',
    ],
    ['a trigger in a word', withFields('trigger: urlMatch'), 'write kind: urlMatch in a line below'],
    ['another name of an operator', rule('equals: [{ var: user.plan }, pro]'), 'is not an operator: use =='],
    ['contains', rule('contains: [{ var: page.path }, /cart]'), "use in, with the text first: in: ['text'"],
    [
      'a sign beside a version',
      rule("semver: [{ var: app.version }, '>=', '1.2.0']"),
      "write semver: [fact, '>=1.2.0']",
    ],
    ['a version of two numbers', rule("'<=': [{ var: app.version }, '2.10']"), 'compared as the number 2.1'],
    [
      'a hyphen in a campaign',
      rule("'==': [{ var: page.query.utm-source }, a]"),
      'did you mean page.query.utm_source?',
    ],
    ['a campaign without its place', rule("'==': [{ var: utm_source }, a]"), 'did you mean visit.query.utm_source?'],
    ['a fact without its place', rule("'==': [{ var: path }, /cart]"), 'did you mean page.path?'],
    ['a language of POSIX', rule("'==': [{ var: device.language }, en_US]"), 'such as en or en-US'],
    ['!= with a list', rule("'!=': [{ var: user.plan }, [free, trial]]"), 'is a list, which equals nothing'],
    ['a calc without spaces', css('calc(100%-20px)'), 'write calc(100% - 20px)'],
    ['a clamp with one space', css('clamp(1rem, 2em +1rem, 3rem)'), 'write clamp(1rem, 2em + 1rem, 3rem)'],
    ['an entity at the beginning', text('&copy; 2026 Tea'), 'begins with &copy;, which YAML takes off'],
    ['a star at the beginning', text('*new*'), 'put a text in quotes'],
    [
      'a key without its space',
      text('x').replace('value: x', 'value:x'),
      '11:9 line 11 lacks a space behind the colon',
    ],
    [
      'a dash without its space',
      withFields('').replaceAll('- key: control', '-key: control'),
      '4:3 line 4 lacks a space behind -',
    ],
    [
      'a quote that is not closed',
      withFields('description: "Ours'),
      '3:14 line 3 begins a text with " that is never closed',
    ],
    ['more behind a quote', text('"Tea" now'), 'goes on behind its "'],
    ['more behind a bracket', text('[new] Tea'), 'goes on behind its ]'],
    ['a brace inside of braces', withFields('metadata: {a: b { c: d }}'), 'write it on lines of its own'],
    [
      'a site without https',
      `${withFields('trigger: { kind: urlMatch, pattern: /old }')}    redirect: www.example.com/new\n`,
      'write https://www.example.com/new for another site',
    ],
  ]);
});

test('a unit called like a field of every object is no unit', async () => {
  const problems = await problemsOf(
    withFields('trigger: { kind: waitForSelector, selector: .a, timeoutMs: 5constructor }'),
  );
  expect(problems).toEqual([expect.not.stringContaining('milliseconds')]);
});

test('a version in quotes hides no other fault of its comparison', async () => {
  expect(await problemsOf(rule("'<=': ['2.10', { var: app.version }, x]"))).toEqual([
    expect.stringContaining('compared as the number 2.1'),
    expect.stringContaining('is the text x, which this operator does not compare'),
  ]);
});

test('a pseudo-element hides no other doubt about its selector', async () => {
  const trigger = (selector: string): string =>
    withFields(`trigger: { kind: waitForSelector, selector: '${selector}', timeoutMs: 500 }`);
  const found = await problemsOf(trigger('div:has(b)::after'));
  expect(found).toEqual([expect.stringContaining('names ::after'), expect.stringContaining(':has(')]);
  expect(await problemsOf(trigger('[title=":has("]'))).toEqual([]);
});

describe('what only looks like it is left alone', () => {
  test.each([
    ['async code', withVariant('js: |\n  (async () => { await fetch("/x"); document.title = "a"; })()')],
    ['an anchor that is used', withFields('description: &words Tea\nhypothesis: *words')],
    ['negative numbers in min()', css('min(10px, -5px)')],
    ['languages in one text', rule("in: [{ var: device.language }, 'en-US,en-GB,de']")],
    ['pages in one text', rule("in: [{ var: page.path }, 'a b']")],
    ['a price in quotes', rule("'>=': [{ var: cart.total }, '49.90']")],
    ['two colons in an attribute', op(`op: remove\nselector: '[data-testid="checkout::submit"]'`)],
    ['two colons in an address', op(`op: remove\nselector: "a[href='app::main']"`)],
    ['a pseudo-element in an attribute', op(`op: remove\nselector: '[class~="md:before"]'`)],
    [
      'a pseudo-element in a class',
      op(String.raw`op: remove
selector: '.group-hover\:after\:block'`),
    ],
    [
      'a pseudo-element in an id',
      op(String.raw`op: remove
selector: '#a\:after'`),
    ],
    ['spaces in calc()', css('calc(100% - (2 * 20px) + -1px)')],
    ['a number in the name of a property', css('calc(var(--space-1-5) * 2)')],
    ['a sign behind calc()', css('calc(1px + 2px) -5px calc(3px + 4px)').replace('width', 'margin')],
    [
      'a sign behind calc() and before another bracket',
      css('0 4px calc(2px + 1px) -2px rgba(0,0,0,.2)').replace('width', 'box-shadow'),
    ],
    ['a slotted element', op('op: addClass\nselector: h1.big\nvalue: big-1.5 x')],
    ['a fact of the page with that word in its name', rule("'==': [{ var: user.path }, /cart]")],
    ['a language and its beginning', rule("startsWith: [{ var: device.language }, 'en-']")],
    ['a number as text', rule("'>': [{ var: user.age }, '18']")],
    ['a path without a slash', `${withFields('trigger: { kind: urlMatch, pattern: /old }')}    redirect: new.html\n`],
  ])('%s', async (_, file) => {
    expect((await problemsOf(file)).filter((one) => !one.includes('is there only where'))).toEqual([]);
  });
});
