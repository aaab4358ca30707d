/**
 * Checks that a manifest of another origin runs no code without `data-js`: not as js, and not in markup or attributes
 * either.
 */

import { describe, expect, test } from 'vitest';
import type { Op } from '../../src/core/index.js';
import { createCapability } from '../../src/tag/capability.js';
import { experiment } from './pages.js';

const allows = (op: Op, runsCode = false): boolean =>
  createCapability(undefined, () => undefined, runsCode)._allows(experiment('a', {}, { domOps: [op] }));
const html = (value: string): Op => ({ op: 'injectHTML', selector: '#box', position: 'beforeend', value });
const attribute = (name: string, value: string): Op => ({ op: 'setAttr', selector: '#box', name, value });

const code: readonly Op[] = [
  ...[
    '<img src=x onerror=alert(1)>',
    '<img src="/x.png"onerror="alert(1)">',
    '<svg/onload=alert(1)>',
    '<p ONCLICK = "alert(1)">p</p>',
    '<script>alert(1)</script>',
    '<SCRIPT src="https://a.example/x.js"></SCRIPT>',
    '<svg:script>alert(1)</svg:script>',
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    '<a href="javascript:alert(1)">a</a>',
    '<a href=" javascript:alert(1)">a</a>',
    '<a href=JavaScript:alert(1)>a</a>',
    '<a href="java\tscript:alert(1)">a</a>',
    '<a href="&#106;avascript:alert(1)">a</a>',
    '<a href="javascript&colon;alert(1)">a</a>',
    '<a href="java&NewLine;script:alert(1)">a</a>',
    '<svg><a xlink:href="javascript:alert(1)"><text>a</text></a></svg>',
    '<svg><a><set attributeName="href" to="javascript:alert(1)"/></a></svg>',
    '<form action="javascript:alert(1)"><button>b</button></form>',
    '<button formaction="javascript:alert(1)">b</button>',
    '<iframe src="javascript:alert(1)"></iframe>',
    '<object data="javascript:alert(1)"></object>',
    '<embed src="data:text/html,x">',
    '<base href="https://a.example/">',
    '<style><img src="/x" onerror="alert(1)"></style>',
  ].map(html),
  { op: 'replaceHTML', selector: '#box', value: '<img src=x onerror=alert(1)>' },
  attribute('onclick', 'alert(1)'),
  attribute('OnClick', 'alert(1)'),
  attribute('srcdoc', '<p>'),
  attribute('href', 'javascript:alert(1)'),
  attribute('href', 'java\nscript:alert(1)'),
  attribute('href', '\u0001javascript:alert(1)'),
  attribute('xlink:href', 'javascript:alert(1)'),
  attribute('formaction', 'javascript:alert(1)'),
  { op: 'setAttr', selector: 'script', name: 'src', value: 'https://a.example/x.js' },
  { op: 'setAttr', selector: 'head > base', name: 'href', value: 'https://a.example/' },
  { op: 'replaceText', selector: 'script[type="text/plain"]', value: 'alert(1)' },
];

const harmless: readonly Op[] = [
  ...[
    '<b>new</b>',
    'Only 5 left: come on, it is based on trust & care',
    '<a class="button" href="/cart?a=1&amp;b=2#top" title="Bob&#39;s">Cart</a>',
    '<a href="https://a.example/">a</a> <a href="mailto:a@a.example">m</a> <a href="tel:1">t</a>',
    '<img src="img/a.png" alt=""> <img src="a.png"> <img src="data:image/png;base64,AA==">',
    '<a href="#">top</a><a href="">here</a><a href=cart>cart</a>',
    '<p style="color: red" data-on="1" data-src="x">p</p>',
    '<input name="condition" value="two=one">',
  ].map(html),
  { op: 'replaceText', selector: '#box', value: '<script>alert(1)</script> javascript:' },
  attribute('href', '/cart'),
  attribute('src', 'https://a.example/x.png'),
  attribute('title', 'javascript: the good parts'),
  attribute('aria-label', 'on = off'),
  { op: 'setAttr', selector: '.description, #base', name: 'title', value: 'x' },
  { op: 'remove', selector: '.base-script' },
];

describe('without data-js', () => {
  test.each(code.map((op) => [JSON.stringify(op), op] as const))('%s is code', (_, op) => {
    expect(allows(op)).toBe(false);
  });

  test.each(harmless.map((op) => [JSON.stringify(op), op] as const))('%s is none', (_, op) => {
    expect(allows(op)).toBe(true);
  });
});

test('where code may run, markup that holds some is allowed', () => {
  expect(code.filter((op) => !allows(op, true))).toEqual([]);
});

test('of one variant, code puts the whole experiment out', () => {
  const { _allows } = createCapability(undefined, () => undefined, false);
  const both = experiment('a', {}, { css: 'b {}' });
  expect(_allows(both)).toBe(true);
  const [control, treatment] = both.variants;
  expect(
    _allows({ ...both, variants: [{ ...control, domOps: [attribute('onclick', '1')] }, treatment] as never }),
  ).toBe(false);
});
