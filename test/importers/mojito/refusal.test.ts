/**
 * Checks that what Mojito itself would not build or run is left out, with one sentence at its line; nothing makes the
 * import throw.
 */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { config, importWave, importWaves, needsOf, TRIGGER } from './waves.js';

const JS = "  '0':\n    name: A\n  '1':\n    name: B\n    js: 1.js\n";
const CSS = "  '0':\n    name: A\n  '1':\n    name: B\n    css: 1.css\n";

test.each<[name: string, files: Readonly<Record<string, string | Uint8Array>>, expected: string]>([
  [
    'no id',
    { 'config.yml': config().replace('id: w1\n', '') },
    'config.yml:1 id is required: Mojito does not run a wave without one.',
  ],
  [
    'an id that is a list',
    { 'config.yml': config().replace('id: w1', 'id: [a]') },
    'config.yml:1 id must be text, not ["a"].',
  ],
  [
    'one recipe',
    { 'config.yml': config('', "  '0':\n    name: A\n") },
    'config.yml:6 recipes must have two at least, and has 1',
  ],
  [
    'recipes as a list',
    { 'config.yml': config('', '  - a\n  - b\n') },
    'config.yml:6 recipes must have two at least, and has 0',
  ],
  [
    'too large a sampleRate',
    { 'config.yml': config().replace('sampleRate: 1', 'sampleRate: 1.5') },
    'config.yml:4 sampleRate is 1.5, and Mojito does not run a wave with more than 1.',
  ],
  [
    'a sampleRate that is none',
    { 'config.yml': config().replace('sampleRate: 1', 'sampleRate: half') },
    'config.yml:4 sampleRate must be a number, not "half".',
  ],
  [
    'an excludeSampleRate of no share',
    { 'config.yml': config('excludeSampleRate: 10') },
    'config.yml:6 excludeSampleRate must be from 0 to 1, not 10.',
  ],
  [
    'a rate of no share',
    { 'config.yml': config('', "  '0':\n    name: A\n    sampleRate: -1\n  '1':\n    name: B\n") },
    'config.yml:9 recipes.0.sampleRate must be from 0 to 1, not -1.',
  ],
  ['a missing file', { 'config.yml': config('', JS) }, 'config.yml:11 recipes.1.js is 1.js, which is not there.'],
  [
    'a missing trigger',
    { 'config.yml': config().replace('trigger.js', 'start.js') },
    'config.yml:5 trigger is start.js, which is not there.',
  ],
  [
    'a file elsewhere',
    { 'config.yml': config('js: ../../../etc/x.js') },
    'config.yml:6 js is ../../../etc/x.js, which lies outside of waves: copy it into the wave.',
  ],
  [
    'a file that is a number',
    { 'config.yml': config('css: 1') },
    'config.yml:6 css must be the name of a file, not 1.',
  ],
  [
    'JavaScript that is none',
    { 'config.yml': config('', JS), '1.js': 'function (a) {\n  a b;\n}' },
    '1.js:2 The file is not JavaScript: unexpected token.',
  ],
  ['an empty file', { 'config.yml': config('', JS), '1.js': '\n' }, '1.js:2 The file is empty.'],
  [
    'more than a function',
    { 'config.yml': config('', JS), '1.js': 'function a() {}\n\nfunction b() {}' },
    '1.js:3 The file must hold one function and nothing else.',
  ],
  [
    'keys from elsewhere',
    { 'config.yml': config('', "  '0': &a\n    name: A\n  '1':\n    <<: *a\n") },
    'config.yml:10 recipes.1.<< takes keys from elsewhere, which fx does not do: write them out.',
  ],
  [
    'a statement and a function',
    { 'config.yml': config('', JS), '1.js': 'var a = 1;\nfunction b() {}' },
    '1.js:1 The file must hold one function and nothing else.',
  ],
  [
    'no function',
    { 'config.yml': config('', JS), '1.js': '\n42' },
    '1.js:2 The file must be a function, named or not.',
  ],
  [
    'a file that is not UTF-8',
    { 'config.yml': config('', JS), '1.js': new Uint8Array([40, 41, 10, 0xe9]) },
    '1.js:2 The file is not UTF-8 text: save the file as UTF-8.',
  ],
  [
    'CSS that is none',
    { 'config.yml': config('', CSS), '1.css': '.a {\n  color: red;\n' },
    '1.css:2 The style sheet must be valid CSS:',
  ],
  [
    'CSS that imports',
    { 'config.yml': config('', CSS), '1.css': '\n@import "a.css";' },
    '1.css:2 The style sheet must be valid CSS: @import is dropped by browsers here',
  ],
  ['YAML that is none', { 'config.yml': 'id: [\n' }, 'config.yml:'],
  ['a key twice', { 'config.yml': `${config()}id: w2\n` }, 'config.yml:11 id stands twice in the same place'],
  ['a list', { 'config.yml': '- a' }, 'config.yml:1 The file must hold the keys of a wave.'],
  ['nothing', { 'config.yml': '' }, 'config.yml:1 The file is empty.'],
  [
    'two documents',
    { 'config.yml': `${config()}---\na: 1\n` },
    'config.yml:12 The file holds a second document, and a wave is one: split it.',
  ],
])('a wave that is not as Mojito has it is left out with a sentence: %s', async (_, files, expected) => {
  const { raw, wave } = await importWave({ 'trigger.js': TRIGGER, ...files });
  expect([raw.experiments, wave.id]).toEqual([[], null]);
  expect(needsOf(wave).map((text) => text.replace('waves/w/', ''))).toEqual([expect.stringContaining(expected)]);
});

test('one bad wave does not keep the others out', async () => {
  const { experiments, waves } = await importWaves({
    'a/config.yml': '{',
    'b/config.yml': config(),
    'b/trigger.js': TRIGGER,
  });
  expect([experiments.map(({ id }) => id), waves.map(({ id }) => id)]).toEqual([['w1'], [null, 'w1']]);
});

test('code that nests without end is refused in a sentence', async () => {
  const deep = `function (test) { return ${'['.repeat(50_000)} }`;
  const { wave } = await importWave({ 'config.yml': config('', JS), 'trigger.js': TRIGGER, '1.js': deep });
  expect(needsOf(wave)).toEqual([
    expect.stringMatching(/1\.js:1 The file (nests too deep to be read|is not JavaScript)/),
  ]);
  const object = await importWave({ 'test-object.js': `Mojito.addTest({ id: ${"'a' + ".repeat(20_000)} 'b' });` });
  expect(object.wave.id).toBeNull();
});

const WAVE = {
  'config.yml': config(
    'js: shared.js\ncss: shared.css\nfoo: {a: [1, 2]}\nexcludeSampleRate: 0.1\n',
    `${JS}    sampleRate: 0.5\n`,
  ),
  'trigger.js':
    "function trigger(test) {\n  if (location.pathname === '/a' && /b+$/.test(location.search)) Mojito.utils.waitForElement('.a', test.activate, 900);\n}\n",
  '1.js': 'function (test) {\n  this.a = `x\x24{1}`; return test.options.foo; // c\n}\n',
  'shared.js': 'function () { return { a: 1 }; }',
  'shared.css': '.a { color: red }',
};
const OBJECT = `Mojito.addTest({ id: 'a', name: 'A' + 'b', state: 'live', sampleRate: 1, foo: [-1, { b: null }], trigger: function (t) { t.activate(); }, recipes: { 0: { name: 'A' }, 1: { name: 'B', js(t) { t.x(); }, css: '.a{}' } } });`;

const TOKENS = [
  '{',
  '}',
  '(',
  ')',
  '[',
  ']',
  "'",
  '"',
  '`',
  ';',
  ':',
  ',',
  '\n',
  '  ',
  '- ',
  '&a ',
  '*a',
  '!x',
  '/',
  '*/',
  '//',
  '=>',
  'return',
  '${',
  'null',
  '-1',
  '.',
  '=',
  '\0',
  '\u2028',
  '\ud800',
  '<!--',
  '</script>',
  '__proto__: 1\n',
  'id: 2\n',
];

/** A text with something taken out, put in or doubled. */
const mutated = (text: string) =>
  fc
    .array(fc.tuple(fc.nat(), fc.nat(20), fc.constantFrom(...TOKENS), fc.nat(2)), { minLength: 1, maxLength: 3 })
    .map((changes) =>
      changes.reduce((before, [place, length, token, kind]) => {
        const at = place % (before.length + 1);
        return before.slice(0, at) + (kind === 1 ? '' : token) + before.slice(kind === 0 ? at : at + length);
      }, text),
    );

test('mutated waves never throw: they are valid experiments, or say what is wrong with them', async () => {
  let [made, left] = [0, 0];
  const names = Object.keys(WAVE) as (keyof typeof WAVE)[];
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...names), fc.nat(), mutated(OBJECT), async (name, seed, object) => {
      const [text = ''] = fc.sample(mutated(WAVE[name]), { seed, numRuns: 1 });
      const { waves } = await importWaves({
        ...Object.fromEntries(Object.entries({ ...WAVE, [name]: text }).map(([path, held]) => [`a/${path}`, held])),
        'b/test-object.js': object,
      });
      for (const { id, needs } of waves) {
        if (id === null) expect(needs.length).toBeGreaterThan(0);
        for (const { line, message } of needs)
          expect([line >= 1, /[.]$/.test(message), message.includes('undefined')]).toEqual([true, true, false]);
        if (id === null) left++;
        else made++;
      }
    }),
    { numRuns: process.env.FX_LONG ? 3000 : 120, seed: 20260101 },
  );
  expect(Math.min(made, left)).toBeGreaterThan(20);
}, 600_000);
