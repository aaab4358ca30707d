/** Checks that code of a wave does in an experiment what it did in Mojito, with its test object and without. */

import { describe, expect, test } from 'vitest';
import { readCode, type WaveCode } from '../../../src/importers/mojito/code.js';
import { toRecipeJs, toSharedJs, toTriggerJs } from '../../../src/importers/mojito/emit.js';

function read(text: string): WaveCode {
  const code = readCode(text, '1.js');
  if ('reason' in code) throw new Error(code.reason);
  return code;
}

interface Page {
  readonly Mojito?: { readonly testObjects: Readonly<Record<string, object>> };
  readonly seen: unknown[];
}

/** Runs a function body as a container does. */
function run(js: string | undefined, page: Page, given: Readonly<Record<string, unknown>>): void {
  const names = ['window', 'Mojito', 'seen', ...Object.keys(given)];
  new Function(...names, js ?? '')(page, page.Mojito, page.seen, ...Object.values(given));
}

const recipe = (text: string): string | undefined => toRecipeJs(read(text), 'W1');

describe('a recipe', () => {
  test.each([
    'function (test) { seen.push(test.name); }',
    'function recipe(anything) { seen.push(anything.name) }',
    '(test) => { seen.push(test.name); }',
    'test => seen.push(test.name)',
    '(function (test) { seen.push(test.name); });',
    'function () { seen.push(arguments[0].name); }',
    'function f(test, again) { if (!again) f(test, 1); else seen.push(test.name); }',
    '/* a */ function (test) { seen.push(test.name); } // b',
    'async function (test) { seen.push(test.name); }',
    'function ({ name }) { seen.push(name); }',
  ])('%s gets its test object', (text) => {
    const page: Page = { Mojito: { testObjects: { W1: { name: 'mine' } } }, seen: [] };
    run(recipe(text), page, { experiment: { name: 'fx' }, variant: {} });
    expect(page.seen).toEqual(['mine']);
  });

  test('gets the experiment where there is no such test object', () => {
    for (const page of [{ seen: [] }, { seen: [], Mojito: { testObjects: {} } }] as Page[]) {
      run(recipe('function (test) { seen.push(test.name); }'), page, { experiment: { name: 'fx' }, variant: {} });
      expect(page.seen).toEqual(['fx']);
    }
  });

  test('has the recipe as its this, where it looks at it', () => {
    const page: Page = { Mojito: { testObjects: { W1: { chosenRecipe: { id: '1' } } } }, seen: [] };
    run(recipe('function () { var get = () => this.id; seen.push(get()); }'), page, { experiment: {}, variant: {} });
    expect(page.seen).toEqual(['1']);
  });

  test('is its statements alone where it asks for nothing', () => {
    expect(
      recipe('function treatment(test) {\n    // why\n    a();\n      b(function () { return this; });\n  }\n'),
    ).toBe('// why\na();\n  b(function () { return this; });\n');
    expect(recipe('// head\nfunction () { a(); } // tail\n')).toBe('// head\na();\n// tail\n');
    expect(recipe("function () {\n  'use strict';\n\n  a();\n}")).toBe("'use strict';\n\na();\n");
  });

  test.each([
    'function () { return a; }',
    'function () { this.a = 1; }',
    'function () { arguments; }',
    'function () { let experiment = 1; }',
    'function () { new.target; }',
    'function () { a = `\n  b`; }',
    "function () { a = 'b\\\n  c'; }",
    'function f() { f; }',
    'function* () { a(); }',
    '() => { a(); }',
  ])('%s stays a function', (text) => {
    expect(recipe(text)).toContain(text);
  });

  test('that returns a function leaves nothing for fx to call', () => {
    const js = recipe('function (test) { return function () { seen.push("undone"); }; }') ?? '';
    expect(new Function('window', 'experiment', 'variant', js)({}, {}, {})).toBeUndefined();
  });

  test('without a statement is none', () => {
    expect(recipe('function (test) { /* control */ }')).toBeUndefined();
  });
});

test('a trigger activates fx through its test object, then and later', () => {
  const js = toTriggerJs(read('function (test) { seen.push(this.id, test.options.id); test.activate(); }'), 'W1');
  const own: { activate?: () => void; readonly options: object } = { options: { id: 'W1' } };
  const page: Page = { Mojito: { testObjects: { W1: own } }, seen: [] };
  run(js, page, { experiment: {}, activate: () => page.seen.push('activated') });
  own.activate?.();
  expect(page.seen).toEqual(['W1', 'W1', 'activated', 'activated']);
});

test('a trigger activates fx without a test object, too', () => {
  const page: Page = { seen: [] };
  const js = toTriggerJs(read('(test) => test.activate()'), 'W1');
  run(js, page, { experiment: {}, activate: () => page.seen.push('activated') });
  expect(page.seen).toEqual(['activated']);
});

test('shared code is there for recipes, and is not run', () => {
  const js = toSharedJs(
    { js: read('// lib\nfunction shared() { seen.push("run"); return 2; } // end'), 'a b': read('{ c: 1 }') },
    'W1',
  );
  const own = { options: {} as { js?: () => number; readonly 'a b'?: unknown } };
  const page: Page = { Mojito: { testObjects: { W1: own } }, seen: [] };
  run(js, page, { experiment: {}, variant: {} });
  expect(page.seen).toEqual([]);
  expect([own.options.js?.(), own.options['a b']]).toEqual([2, { c: 1 }]);
  const experiment: { options?: { js?: () => number } } = {};
  run(js, { seen: [] }, { experiment, variant: {} });
  expect(experiment.options?.js?.()).toBe(2);
});
