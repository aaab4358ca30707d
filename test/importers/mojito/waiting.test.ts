/**
 * Checks that recipes that wait for elements wait by fx: as `experiment.when` where that is certain, else by
 * `fx.mojito.js` as long as they hold.
 */

import { describe, expect, test } from 'vitest';
import { readCode, type WaveCode } from '../../../src/importers/mojito/code.js';
import { toRecipeJs } from '../../../src/importers/mojito/emit.js';
import { waitByFx } from '../../../src/importers/mojito/waiting.js';
import { one } from './waves.js';

const read = (text: string): WaveCode => {
  const code = readCode(text, '1.js');
  if ('reason' in code) throw new Error(code.reason);
  return code;
};

/** What becomes of the statements of a recipe. */
const recipe = (statements: string): string | undefined =>
  toRecipeJs(waitByFx(read(`function () {\n${statements}\n}`)).code, 'W1')?.trimEnd();

describe('becomes experiment.when', () => {
  test.each([
    [
      "Mojito.utils.waitForElement('.a', (el) => { b(el); });",
      "experiment.when('.a', (el) => { b(el); }, { timeoutMs: Infinity });",
    ],
    [
      "window.Mojito.utils.waitForElement('.a', function () {}, null);",
      "experiment.when('.a', function () {}, { timeoutMs: Infinity });",
    ],
    [
      "Mojito.utils.waitForElement('.a', (el) => { b(el); }, 4000)",
      "experiment.when('.a', (el) => { b(el); }, { timeoutMs: 4000 })",
    ],
    [
      "Mojito.utils.waitForElement('.a', (el) => el.remove());",
      "experiment.when('.a', (el) => void (el.remove()), { timeoutMs: Infinity });",
    ],
    [
      "Mojito.utils.waitForElement('.a', function (el) { if (!el.b) return; c(); return false; });",
      "experiment.when('.a', function (el) { if (!el.b) return; c(); return false; }, { timeoutMs: Infinity });",
    ],
    [
      "Mojito.utils.waitForElement('.a', async (el) => { await b(el); });",
      "experiment.when('.a', async (el) => { await b(el); }, { timeoutMs: Infinity });",
    ],
    [
      "Mojito.utils.observeSelector('.a', (el) => { b(el); });",
      "experiment.when('.a', (el) => { b(el); }, { all: true, timeoutMs: Infinity });",
    ],
    [
      "Mojito.utils.observeSelector('.a', (el) => { b(el); }, { once: true, timeout: 900 });",
      "experiment.when('.a', (el) => { b(el); }, { timeoutMs: 900 });",
    ],
    [
      "Mojito.utils.waitUntil(() => document.querySelector('.a'), () => { b(); });",
      'experiment.when(".a", () => { b(); }, { timeoutMs: 2000 });',
    ],
    [
      "Mojito.utils.waitUntil(function () { return document.querySelectorAll('.a').length > 0; }, () => { b(); }, 500);",
      'experiment.when(".a", () => { b(); }, { timeoutMs: 500 });',
    ],
    [
      "var from = '.a';\nvar there = document.querySelector('.b');\nif (!there) Mojito.utils.waitForElement(from + ' p', (el) => { b(el); });",
      "var from = '.a';\nvar there = document.querySelector('.b');\nif (!there) experiment.when(from + ' p', (el) => { b(el); }, { timeoutMs: Infinity });",
    ],
    [
      "Mojito.utils.waitForElement('.a', show);\nfunction show(el) { b(el); }",
      "experiment.when('.a', show, { timeoutMs: Infinity });\nfunction show(el) { b(el); }",
    ],
    [
      "var show = (el) => b(el);\nMojito.utils.waitForElement('.a', show);\nMojito.utils.waitForElement('.b', show);",
      "var show = (el) => void (b(el));\nexperiment.when('.a', show, { timeoutMs: Infinity });\nexperiment.when('.b', show, { timeoutMs: Infinity });",
    ],
    [
      "Mojito.utils.waitForElement('.a', (a) => Mojito.utils.waitForElement('.b', (b) => b.append(a)));",
      "experiment.when('.a', (a) => void (experiment.when('.b', (b) => void (b.append(a)), { timeoutMs: Infinity })), { timeoutMs: Infinity });",
    ],
  ])('%s', (before, after) => {
    expect(recipe(before)).toBe(after);
  });

  test('with its test object, where the recipe asks for that', () => {
    const { code } = waitByFx(
      read("function (test) { Mojito.utils.waitForElement('.a', (el) => { el.title = test.options.name; }); }"),
    );
    expect(toRecipeJs(code, 'W1')).toBe(
      `(function (test) { experiment.when('.a', (el) => { el.title = test.options.name; }, { timeoutMs: Infinity }); })(window.Mojito && Mojito.testObjects["W1"] || experiment);\n`,
    );
  });
});

describe('is told whose wait it is, where more than waiting would be done twice or fx would wait otherwise', () => {
  test.each([
    [
      "document.body.classList.add('x');\nMojito.utils.waitForElement('.a', (el) => { b(el); });",
      "document.body.classList.add('x');\nMojito.utils.waitForElement.call(experiment, '.a', (el) => { b(el); });",
    ],
    [
      "window.x = 1;\nMojito.utils.waitForElement(\n  '.a', b);",
      "window.x = 1;\nMojito.utils.waitForElement.call(\n  experiment, '.a', b);",
    ],
    ["Mojito.utils.waitForElement('.a', b);", "Mojito.utils.waitForElement.call(experiment, '.a', b);"],
    [
      "Mojito.utils.waitForElement('.a', function () { return b; });",
      "Mojito.utils.waitForElement.call(experiment, '.a', function () { return b; });",
    ],
    [
      "Mojito.utils.waitForElement('.a', () => {}, limit);",
      "Mojito.utils.waitForElement.call(experiment, '.a', () => {}, limit);",
    ],
    [
      "Mojito.utils.observeSelector('.a', () => {}, { timeout: 900 });",
      "Mojito.utils.observeSelector.call(experiment, '.a', () => {}, { timeout: 900 });",
    ],
    [
      "Mojito.utils.observeSelector('.a', () => {}, { onTimeout: b });",
      "Mojito.utils.observeSelector.call(experiment, '.a', () => {}, { onTimeout: b });",
    ],
    [
      "let show = () => {};\nMojito.utils.waitForElement('.a', show);\nif (b) show = null;",
      "let show = () => {};\nMojito.utils.waitForElement.call(experiment, '.a', show);\nif (b) show = null;",
    ],
  ])('%s', (before, after) => {
    expect(recipe(before)).toBe(after);
  });
});

describe('stays what it is', () => {
  test.each([
    'Mojito.utils.waitUntil(() => window.ready, () => { b(); });',
    "Mojito.utils.waitUntil(() => document.querySelector('.a'), (el) => { b(el); });",
    "const { utils } = Mojito;\nutils.waitForElement('.a', () => {});",
    "addEventListener('click', () => { Mojito.utils.waitForElement('.a', () => {}); });",
    'Mojito.utils.waitForElement();',
    "Mojito.utils.watchElement('.a', () => {});",
    "waitForElement('.a', () => {});",
  ])('%s', (statements) => {
    expect(recipe(statements)).toBe(statements);
  });

  test.each([
    "function (Mojito) { Mojito.utils.waitForElement('.a', () => {}); }",
    "function (experiment) { Mojito.utils.waitForElement('.a', () => {}); }",
    "function (test) { var window = test; window.Mojito.utils.waitForElement('.a', () => {}); }",
  ])('%s', (text) => {
    expect(waitByFx(read(text)).code.source).toBe(text);
  });
});

test('the report names each wait, and fx.mojito.js is not needed for it', async () => {
  const recipes = "  '0':\n    name: Control\n  '1':\n    name: Treatment\n    js: 1.js\n";
  const waits =
    "// Why.\nfunction (test) {\n  Mojito.utils.waitForElement('.hero\\n  h1', function (h1) {\n    h1.textContent = 'New';\n  }, 4000);\n}\n";
  const { spec, wave } = await one('', recipes, { '1.js': waits });
  expect(wave.translated).toContainEqual({
    what: '1.js',
    before: "Mojito.utils.waitForElement('.hero\\n h1', …)",
    after: "experiment.when('.hero\\n h1', …, { timeoutMs: 4000 })",
  });
  expect(wave.usesMojito).toBe(false);
  expect(spec.variants[1]?.js).toBe(
    "// Why.\nexperiment.when('.hero\\n  h1', function (h1) {\n  h1.textContent = 'New';\n}, { timeoutMs: 4000 });\n",
  );
  const kept = await one('', recipes, { '1.js': "function () { b(); Mojito.utils.waitForElement('.a', c); }" });
  expect(kept.wave.usesMojito).toBe(true);
});
