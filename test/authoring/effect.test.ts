/** Tests code that is sound as syntax and does nothing, or looks for elements before the page has them. */

import { describe, expect, test } from 'vitest';
import { doubtCode } from '../../src/authoring/effect.js';
import { problemsOf, withFields, withVariant } from './compiling.js';

const words = async (text: string, isEarly = false): Promise<string[]> =>
  (await doubtCode(text, isEarly)).map(({ reason, within }) => `${within.line}:${within.column} ${reason}`);

describe('code does nothing', () => {
  test.each([
    ['// TODO', 'holds no code that runs'],
    [';', 'holds no code that runs'],
    ["document.title == 'Sale'", 'compares with ==, which changes nothing: one = sets a value'],
    ['document.querySelector', 'names something and does nothing with it'],
    ['alert', 'a call needs ()'],
    ["'Hello'; 1", 'is a text, and no code'],
    ['function run() { alert(1) }', 'defines run and never calls it, so it does nothing: end it with run()'],
    ['(() => { alert(1) })', 'is a function that nothing calls: write what is inside of it alone'],
    ['async function go() {}', 'defines go and never calls it'],
    ['const a = 1; var b = a + 1;', 'does nothing when it runs'],
    ['const run = () => alert(1)', 'does nothing when it runs'],
    ['if (location.hash) { 1 }', 'does nothing when it runs'],
    ['return', 'does nothing when it runs'],
  ])('%s', async (text, reason) => {
    expect(await words(text)).toEqual([expect.stringContaining(reason)]);
  });

  test('in a last statement behind a chain of calls that is deeper than a stack', async () => {
    const chain = `list${'.add(1)'.repeat(20_000)};`;
    expect(await words(`${chain}\ndone`)).toEqual([
      '1:0 names something and does nothing with it: a call needs (), and a value is set with =',
    ]);
  });

  test('in one of its statements, which is named with its place', async () => {
    expect(await words("alert(1);\nfunction f() {\n  document.title === 'x';\n}")).toEqual([
      '2:2 compares with ===, which changes nothing: one = sets a value',
    ]);
  });

  test.each([
    ['return false', '0:0 returns false, which does nothing'],
    ['if (!window.shop) return false;\nalert(1)', '0:18 returns false, which does nothing'],
    ['alert(1); return !0', 'returns !0, which does nothing'],
    ['alert(1); return {undo() {}}', 'js may return a function that undoes it, or nothing'],
    ['alert(1); return "done"', 'returns "done", which does nothing'],
  ])('with what it returns in %s', async (text, reason) => {
    expect(await words(text)).toEqual([expect.stringContaining(reason)]);
  });

  test.each([
    'alert(1)',
    'document.title = "x"',
    'return () => {}',
    'alert(1); return',
    'return undo; function undo() {}',
    'const undo = start(); return undo',
    'if (!window.shop) return;\nalert(1)',
    'list.forEach((one) => { return false })',
    'button.onclick = function () { return false }',
    'const end = start(); return end && (() => end())',
    'return void alert(1)',
    'delete window.x',
    'new Image().src = "/x"',
    'count++',
    'a && a()',
    'document.body.offsetHeight; alert(1)',
    "'use strict'; alert(1)",
    'String.raw`x`',
    'if (x) throw new Error("x")',
    '(function () { alert(1) })()',
    'const run = () => alert(1); run()',
    'for (const one of list) one.remove()',
    'import("/x.js")',
  ])('not in %s', async (text) => {
    expect(await words(text)).toEqual([]);
  });
});

describe('code looks for an element at once', () => {
  test.each([
    ["document.querySelector('h1').textContent = 'x'", '0:0'],
    ["const it = document.getElementById('x'); it.remove()", '0:11'],
    ["if (1) { for (const a of document.querySelectorAll('a')) a.remove() }", "document.querySelectorAll('a')"],
    ["(function () { document.querySelector('h1').remove() })()", 'looks for an element at once'],
    ["$('#a' + id).hide()", "in place of $('#a' + id)"],
    ["function run() { document.querySelector('h1').remove() }\nrun()", 'use experiment.when(selector, callback)'],
  ])('%s', async (text, reason) => {
    expect(await words(text, true)).toEqual([expect.stringContaining(reason)]);
    expect(await words(text, false)).toEqual([]);
  });

  test.each([
    "experiment.when('h1', (it) => it.remove()); document.querySelector('h2')?.remove()",
    "document.addEventListener('click', () => document.querySelector('h1').remove())",
    "document.addEventListener('DOMContentLoaded', run); function run() { document.querySelector('h1').remove() }",
    "setTimeout(() => document.querySelector('h1').remove(), 9)",
    "document.querySelector('html').classList.add('x')",
    "document.documentElement.classList.add('x')",
    "$(function () { $('.a').hide() })",
    "$(document).ready(() => $('.a').hide())",
    "jQuery(($) => $('.a').hide())",
    "$(run); function run() { $('.a').hide() }",
    "$(window).on('scroll', () => $('.a').hide())",
    "const box = $('<p>x</p>'); addBox(box)",
    "event.target.querySelector('a').remove()",
  ])('not in %s', async (text) => {
    expect(await words(text, true)).toEqual([]);
  });

  test('is a warning where the experiment may start before the page is parsed', async () => {
    const js = 'js: document.querySelector("h1").remove()';
    expect(await problemsOf(withVariant(js))).toEqual([
      expect.stringMatching(/^\? 8:9 .*\.js looks for an element at once/),
    ]);
    for (const trigger of ['{kind: waitForSelector, selector: h1}', '{kind: visible, selector: h1}', '{kind: manual}'])
      expect(await problemsOf(`${withVariant(js)}trigger: ${trigger}\n`)).toEqual([]);
  });

  test('is no warning in the code of a trigger, which runs until it activates', async () => {
    const js = 'if (document.querySelector("h1")) activate()';
    expect(await problemsOf(withFields(`trigger: {kind: script, js: '${js}'}`))).toEqual([]);
  });
});
