/**
 * Checks that a test-object.js is read by parsing it: what is written out is carried over, and nothing of it is ever
 * run.
 */

import { expect, test } from 'vitest';
import { importWave, needsOf } from './waves.js';

const read = (text: string) => importWave({ 'test-object.js': text });

const RECIPES = "recipes: { '0': { name: 'A' }, '1': { name: 'B' } }";
const TRIGGER = 'trigger: function (test) { test.activate(); }';

test('the object of the call becomes an experiment', async () => {
  const { spec, wave } = await read(`// Wave 2
window.Mojito.addTest({
  id: 'ex2',
  "name": 'Two ' + 'words',
  state: "live",
  sampleRate: .5,
  excludeSampleRate: -0 + '' ? 0 : 0,
});`);
  expect(spec).toBeUndefined();
  expect(needsOf(wave)).toContain('waves/w/test-object.js:7 excludeSampleRate must be written out, and is code.');
  const { raw, spec: good } = await read(
    `'use strict'.length;`.slice(0, 0) +
      `Mojito.addTest({
  id: 'ex2',
  "name": 'Two ' + 'words',
  state: "live",
  sampleRate: .5,
  divertTo: null,
  manualExposure: !0,
  gaExperimentId: \`ga\`,
  list: [1, -2, { a: undefined, b: null }],
  css: '.a{color:red}',
  js: function () { return { hide() {} }; },
  trigger(test) {
    if (location.pathname === '/a') test.activate();
  },
  recipes: {
    0: { name: 'Control' },
    'Two': { name: 'New', sampleRate: undefined, css: '.b{}', js: (test) => { document.title = test.options.list[0]; } },
  },
});
`,
  );
  expect(good).toMatchObject({
    id: 'ex2',
    name: 'Two words',
    status: 'running',
    sampleRate: 0.5,
    manualExposure: true,
    trigger: { kind: 'urlMatch', pattern: '^/a(?:[?#]|$)', regex: true },
    sharedCss: '.a{color:red}',
    metadata: { mojito: { gaExperimentId: 'ga', list: [1, -2, { b: null }] }, mojitoRecipes: { two: 'Two' } },
    variants: [
      { key: '0', name: 'Control' },
      {
        key: 'two',
        css: '.b{}',
        js: '((test) => { document.title = test.options.list[0]; })(window.Mojito && Mojito.testObjects["ex2"] || experiment);\n',
      },
    ],
  });
  expect(good.sharedJs).toContain('"js": function () { return { hide() {} }; },');
  expect(raw.waves[0]?.needs).toEqual([]);
});

test('functions among further keys are there for recipes, those of options are named', async () => {
  const { spec, wave } = await read(`Mojito.addTest({
  id: 'ex3', ${TRIGGER}, ${RECIPES},
  helper: function (a) { return a; },
  tools: { one() { return 1; } },
  options: {
    storageAdapter: { onExposure: function () {} },
  },
});`);
  expect(spec.sharedJs).toContain('"helper": function (a) { return a; },\n"tools": { one() { return 1; } },');
  expect(needsOf(wave)).toEqual([
    'waves/w/test-object.js:5 options is code, which is not carried over: set it in the shared code, as in Mojito.options.storageAdapter.',
  ]);
});

test.each([
  [
    'something before the call',
    `var a = 1;\nMojito.addTest({ id: 'a', ${RECIPES} });`,
    1,
    'must be one call of Mojito.addTest',
  ],
  ['a second call', `Mojito.addTest({});\n\nMojito.addTest({});`, 3, 'must be one call of Mojito.addTest'],
  ['an object that is made elsewhere', 'Mojito.addTest(wave);', 1, 'with an object written out in it'],
  ['another function', 'Other.addTest({});', 1, 'must be one call of Mojito.addTest'],
  ['no JavaScript', 'Mojito.addTest({\n', 2, 'is not JavaScript: unexpected token'],
  [
    'an id that is computed',
    `Mojito.addTest({\n  id: make(),\n  ${RECIPES} });`,
    2,
    'id must be written out, and is code.',
  ],
  [
    'a key that is computed',
    `Mojito.addTest({ id: 'a',\n  [b]: 1,\n  ${RECIPES} });`,
    2,
    'has a key that is not written out.',
  ],
  [
    'another object spread in',
    `Mojito.addTest({ id: 'a', ...base,\n  ${RECIPES} });`,
    1,
    'has a key that is not written out.',
  ],
  [
    'a trigger by its name',
    `Mojito.addTest({ id: 'a',\n  trigger: start,\n  ${RECIPES} });`,
    2,
    'trigger must be a function written out.',
  ],
  [
    'a further key that is computed',
    `Mojito.addTest({ id: 'a',\n  b: window.b,\n  ${RECIPES} });`,
    2,
    'b is code that depends on what is around it.',
  ],
  [
    'recipes that are computed',
    `Mojito.addTest({ id: 'a',\n  recipes: make() });`,
    2,
    'recipes must be written out, and is code.',
  ],
  [
    'a recipe that is computed',
    `Mojito.addTest({ id: 'a',\n  recipes: {\n 0: {name: 'A'}, 1: make() } });`,
    3,
    'recipes.1 must be written out, and is code.',
  ],
  ['a getter', `Mojito.addTest({ id: 'a',\n  get b() { return 1; },\n  ${RECIPES} });`, 2, 'b is a getter or setter.'],
])('%s leaves the wave out, at its line', async (_, text, line, expected) => {
  const { raw, wave } = await read(text);
  expect(raw.experiments).toEqual([]);
  expect(needsOf(wave)[0]).toContain(`waves/w/test-object.js:${line} `);
  expect(needsOf(wave).join('\n')).toContain(expected);
});

test('a test-object.js is read without being run', async () => {
  const globals = globalThis as { wasRun?: boolean };
  await read(
    `Mojito.addTest({ id: (globalThis.wasRun = true, 'a'), trigger: (globalThis.wasRun = true), ${RECIPES} });`,
  );
  await read(`Mojito.addTest({ id: 'a', name: \`\${(globalThis.wasRun = true)}\`, ${RECIPES} });`);
  expect(globals.wasRun).toBeUndefined();
});
