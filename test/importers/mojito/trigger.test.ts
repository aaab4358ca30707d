/** Checks that trigger functions become the DSL where that says the same, and stay scripts where it might not. */

import { expect, test } from 'vitest';
import { readCode } from '../../../src/importers/mojito/code.js';
import { triggerText } from '../../../src/importers/mojito/combine.js';
import { toTrigger } from '../../../src/importers/mojito/trigger.js';

/** The trigger of a function's text in words, or `script`. */
function translate(text: string): string {
  const code = readCode(text, 'trigger.js');
  if ('reason' in code) throw new Error(`${code.line}: ${code.reason}`);
  const trigger = toTrigger(code);
  return trigger ? triggerText(trigger) : 'script';
}

/** The trigger of the statements of a function that takes `test`. */
const body = (statements: string): string => translate(`function trigger(test) { ${statements}\n}`);

test.each([
  ['test.activate();', 'auto'],
  ["'use strict'; return test.activate();", 'auto'],
  ['', 'manual'],
  ['// another wave activates it', 'manual'],
  ['Mojito.utils.domReady(test.activate);', 'event DOMContentLoaded'],
  ['window.Mojito.utils.domReady(function () { test.activate(); });', 'event DOMContentLoaded'],
  ["Mojito.utils.waitForElement('.a > b', test.activate);", 'waitForSelector .a > b'],
  ["Mojito.utils.waitForElement('.a', test.activate, null);", 'waitForSelector .a'],
  ["Mojito.utils.waitForElement('.a', (element) => { test.activate(); }, 4000);", 'waitForSelector .a, 4000 ms'],
  ["Mojito.utils.waitUntil(() => document.querySelector('.a'), test.activate);", 'waitForSelector .a, 2000 ms'],
  [
    "Mojito.utils.waitUntil(function () { return !!document.querySelector('.a'); }, test.activate, 500);",
    'waitForSelector .a, 500 ms',
  ],
  [
    "Mojito.utils.waitUntil(() => document.querySelectorAll('.a').length > 0, () => test.activate());",
    'waitForSelector .a, 2000 ms',
  ],
  [
    "Mojito.utils.waitUntil(() => window.document.querySelector('.a') !== null, test.activate);",
    'waitForSelector .a, 2000 ms',
  ],
  [
    "Mojito.utils.domReady(() => Mojito.utils.waitForElement('.a', test.activate));",
    'all of (waitForSelector .a; event DOMContentLoaded)',
  ],
  [
    "Mojito.utils.waitForElement('.a', () => Mojito.utils.domReady(test.activate));",
    'all of (event DOMContentLoaded; waitForSelector .a)',
  ],
])('%s is %s', (statements, expected) => {
  expect(body(statements)).toBe(expected);
});

test.each([
  ["location.pathname === '/cart'", '^/cart(?:[?#]|$)'],
  ["'/cart' == window.location.pathname", '^/cart(?:[?#]|$)'],
  ['document.location.pathname === `/a.b`', '^/a\\.b(?:[?#]|$)'],
  ["location['pathname'].startsWith('/cart')", '^/cart'],
  ["location.pathname.indexOf('/cart') === 0", '^/cart'],
  ["location.pathname.indexOf('cart') > -1", '^[^?#]*cart'],
  ["location.pathname.indexOf('cart') !== -1", '^[^?#]*cart'],
  ["location.pathname.indexOf('cart') >= 0", '^[^?#]*cart'],
  ["~location.pathname.indexOf('cart')", '^[^?#]*cart'],
  ["!(location.pathname.indexOf('cart') === -1)", '^[^?#]*cart'],
  ["location.pathname.includes('cart')", '^[^?#]*cart'],
  ["location.pathname.endsWith('/cart')", '^[^?#]*/cart(?:[?#]|$)'],
  ['/^\\/cart\\/\\d+$/.test(location.pathname)', '^/cart/\\d+(?:[?#]|$)'],
  ['location.pathname.match(/sale/)', '^[^?#]*sale'],
  ['location.pathname.match(/sale/) !== null', '^[^?#]*sale'],
  ['/^\\/.*sale/.test(location.pathname)', '^/[^?#]*sale'],
  ['/^\\/(a|b)\\/[^/]+$/i.test(location.pathname)', '^/([aA]|[bB])/[^?#/]+(?:[?#]|$)'],
  ['/^\\/a|b$/.test(location.pathname)', '^[^?#]*(?:^/a|b(?:[?#]|$))'],
  ["location.search.indexOf('sale=1') > -1", '^[^?#]*\\?[^#]*sale=1'],
  ["location.search === '?sale=1'", '^[^?#]*\\?sale=1(?:#|$)'],
  ["location.search === ''", '^[^?#]*(?:#|$)'],
  ["location.search.includes('?sale')", '^[^?#]*(?:\\?[^#]*)?\\?sale'],
  ['/[?&]sale=\\w/.test(location.search)', '^[^?#]*\\?(?:[^#]*[?&])?sale=\\w'],
  ['location.search.match(/sale/g)', '^[^?#]*\\?[^#]*sale'],
  ["location.hash === '#top'", '^[^#]*#top$'],
  ["location.hash.indexOf('top') > -1", '^[^#]*#.*top'],
  ['/^#\\/?top/.test(location.hash)', '^[^#]*#/?top'],
  ["location.href.indexOf('sale') > -1", 'sale on url'],
  ["location.href === 'https://a.example/'", '^https://a\\.example/$ on url'],
  ['/sale/.test(window.location.href)', 'sale on url'],
  ["['/a', '/b'].indexOf(location.pathname) > -1", 'any'],
])('if (%s) is a urlMatch on %s', (condition, pattern) => {
  const found = body(`if (${condition}) test.activate();`);
  if (pattern === 'any') expect(found).toBe('any of (urlMatch ^/a(?:[?#]|$); urlMatch ^/b(?:[?#]|$))');
  else expect(found).toBe(`urlMatch ${pattern}`);
});

const [A, B] = ["location.pathname === '/a'", "location.pathname === '/b'"];
const [a, b] = ['urlMatch ^/a(?:[?#]|$)', 'urlMatch ^/b(?:[?#]|$)'];

test.each([
  [`if (${A} || ${B}) test.activate();`, `any of (${a}; ${b})`],
  [`if (${A} && location.hash === '#x') test.activate();`, `all of (${a}; urlMatch ^[^#]*#x$)`],
  [`if (!(${A}) && ${B}) return; test.activate();`, 'script'],
  [`if (!(${A} || ${B})) return; test.activate();`, `any of (${a}; ${b})`],
  [
    `if (location.pathname !== '/a') { return; } Mojito.utils.domReady(test.activate);`,
    `all of (${a}; event DOMContentLoaded)`,
  ],
  [`if (location.pathname !== '/a') { return; } else { test.activate(); }`, a],
  [`if (${A}) { if (location.hash === '#x') { test.activate(); } }`, `all of (${a}; urlMatch ^[^#]*#x$)`],
  [`if (${A}) test.activate(); if (${B}) test.activate();`, `any of (${a}; ${b})`],
  [`if (${A}) test.activate(); else if (${B}) test.activate();`, `any of (${a}; ${b})`],
  [`${A} && test.activate();`, a],
  [`var path = location.pathname; if (path === '/a') test.activate();`, a],
  [`const { utils } = Mojito; utils.domReady(test.activate);`, 'script'],
  ['var utils = Mojito.utils; utils.domReady(test.activate);', 'event DOMContentLoaded'],
  ['var go = test.activate; Mojito.utils.domReady(go);', 'event DOMContentLoaded'],
  ['function go() { test.activate(); } Mojito.utils.domReady(go);', 'event DOMContentLoaded'],
  [`if (${A}) Mojito.utils.waitForElement('.a', test.activate, 900);`, `all of (${a}; waitForSelector .a, 900 ms)`],
  [`Mojito.utils.waitForElement('.a', () => { if (${A}) test.activate(); });`, `all of (${a}; waitForSelector .a)`],
])('%s is %s', (statements, expected) => {
  expect(body(statements)).toBe(expected);
});

test.each([
  // Other things than the address and elements.
  "if (document.referrer.indexOf('google.com') > -1) test.activate();",
  "if (document.cookie.indexOf('a=1') > -1) test.activate();",
  'if (window.innerWidth < 700) test.activate();',
  "if (document.querySelector('.a')) test.activate();",
  "if (location.host === 'a.example') test.activate();",
  'Mojito.utils.waitUntil(() => window.jQuery, test.activate);',
  'setTimeout(test.activate, 100);',
  "document.addEventListener('x', test.activate);",
  "Mojito.utils.observeSelector('.a', test.activate);",
  // What the DSL cannot say.
  "if (location.pathname !== '/a') test.activate();",
  "if (location.pathname.indexOf('/a') === -1) test.activate();",
  "if (!location.pathname.includes('/a')) test.activate();",
  "if (location.pathname === '/a') {} else { test.activate(); }",
  "if (location.pathname.indexOf('/a') > 0) test.activate();",
  "if (location.pathname.indexOf('/a') > 1) test.activate();",
  "if (location.pathname.indexOf('/a')) test.activate();",
  "if (location.pathname.toLowerCase() === '/a') test.activate();",
  "if (location.pathname.includes('')) test.activate();",
  "if (location.pathname.includes('/a', 3)) test.activate();",
  "if (location.pathname === 'a') test.activate();",
  "if (location.pathname === '/a?b') test.activate();",
  "if (location.pathname > '/a') test.activate();",
  'if (location.pathname === path) test.activate();',
  'if (location.pathname) test.activate();',
  "if (location == '/a') test.activate();",
  'if (/(?<=a)b/.test(location.pathname)) test.activate();',
  'if (/(a)\\1/.test(location.pathname)) test.activate();',
  'if (/a/y.test(location.pathname)) test.activate();',
  'if (/a/u.test(location.pathname)) test.activate();',
  'if (/[!-~]/.test(location.pathname)) test.activate();',
  'if (/\\?a/.test(location.pathname)) test.activate();',
  'if (/(a|b)=1/.test(location.search)) test.activate();',
  'if (/a|b/.test(location.hash)) test.activate();',
  'if (RegExp("a").test(location.pathname)) test.activate();',
  'if (location.pathname.match("a")) test.activate();',
  'if (location.pathname.match(/a/).length) test.activate();',
  'if (location.pathname.search(/a/) > -1) test.activate();',
  // More than an activation.
  'console.log(1); test.activate();',
  'window.a = 1; test.activate();',
  'test.activate(); test.log("on");',
  'test.activate(window.x = 1);',
  'test.activate().then();',
  'test.activated = true;',
  'try { test.activate(); } catch (e) {}',
  "if (location.pathname === '/a') { Mojito.utils.domReady(test.activate); return; } test.activate();",
  "if (location.pathname === '/a') { Mojito.utils.domReady(test.activate); } else if (location.pathname === '/b') test.activate();",
  'for (;;) test.activate();',
  // Names that are not what they look like.
  'var location = { pathname: "/a" }; if (location.pathname === "/a") test.activate();',
  'var Mojito = window.x; Mojito.utils.domReady(test.activate);',
  'other.activate();',
  'test.other.activate();',
  "Mojito.utils.waitForElement('.a', function (test) { test.activate(); });",
  'Mojito.utils.domReady(function () { var test = 1; test.activate(); });',
  "var path = location.pathname; path = '/b'; if (path === '/a') test.activate();",
  "if (path === '/a') test.activate(); var path = location.pathname;",
  'Mojito.utils.domReady(test.activate, 1);',
  'Mojito.utils.domReady(go); ',
  'function go() { Mojito.utils.domReady(go); } Mojito.utils.domReady(go);',
  'Mojito.utils.domReady(async () => { test.activate(); });',
  // Clocks and selectors that are not sure.
  "Mojito.utils.waitForElement('.a', test.activate, timeout);",
  "Mojito.utils.waitForElement('.a', test.activate, 0);",
  "Mojito.utils.waitForElement('.a', test.activate, -1);",
  "Mojito.utils.waitForElement('.a', test.activate, 1000, 2);",
  'Mojito.utils.waitForElement(selector, test.activate);',
  "Mojito.utils.waitForElement('.a[', test.activate);",
  "Mojito.utils.waitForElement('.a:contains(b)', test.activate);",
  "Mojito.utils.waitForElement('.a', test.activate());",
  "Mojito.utils.waitForElement('.a', () => Mojito.utils.waitForElement('.b', test.activate));",
  "Mojito.utils.domReady(() => Mojito.utils.waitForElement('.a', test.activate, 500));",
  "Mojito.utils.waitUntil(() => document.querySelector('.a').offsetHeight, test.activate);",
  "Mojito.utils.waitUntil((x) => document.querySelector('.a'), test.activate);",
  "Mojito.utils.waitUntil(() => document.querySelector('.a'), test.activate, 1.5);",
  "Mojito.utils.waitUntil(() => !document.querySelector('.a'), test.activate);",
  "Mojito.utils.waitUntil(() => document.querySelector('.a') === null, test.activate);",
  "Mojito.utils.waitUntil(() => element.querySelector('.a'), test.activate);",
])('the trigger function %s stays a script', (statements) => {
  expect(body(statements)).toBe('script');
});

test.each([
  ['(test) => test.activate()', 'auto'],
  ['function (anything) { anything.activate(); }', 'auto'],
  ['(function (t) { Mojito.utils.domReady(t.activate); })', 'event DOMContentLoaded'],
  ['function () {}', 'manual'],
  ['function () { test.activate(); }', 'script'],
  ['function (other) { test.activate(); }', 'script'],
  ['async function (test) { test.activate(); }', 'script'],
  ['function* (test) { test.activate(); }', 'script'],
  ['function ({ activate }) { activate(); }', 'script'],
  ['function (test = other) { test.activate(); }', 'script'],
  ['function (test, other) { test.activate(); }', 'script'],
  ['function (location) { location.activate(); }', 'script'],
])('%s is %s', (text, expected) => {
  expect(translate(text)).toBe(expected);
});
