/** A wave becomes an experiment that is valid, and the report says what became of each part of it. */

import { describe, expect, test } from 'vitest';
import { experimentOf } from '../compiling.js';
import { config, importWave, importWaves, needsOf, rated, TRIGGER } from './waves.js';

const one = (fields = '', recipes?: string, files: Readonly<Record<string, string>> = {}) =>
  importWave({ 'config.yml': config(fields, recipes), 'trigger.js': TRIGGER, ...files });

describe('what is carried over', () => {
  test('a plain wave', async () => {
    const { raw, spec, wave } = await one();
    expect(spec).toEqual({
      id: 'w1',
      name: 'One',
      status: 'running',
      'x-mojito-id': 'w1',
      variants: [
        { key: '0', name: 'Control' },
        { key: '1', name: 'Treatment' },
      ],
    });
    expect(wave).toMatchObject({
      id: 'w1',
      mojitoId: 'w1',
      status: 'running',
      needs: [],
      scripts: [],
      usesMojito: false,
    });
    expect((await experimentOf(raw.experiments[0]?.text ?? '')).mojitoId).toBe('w1');
  });

  test('files, rates and switches', async () => {
    const { spec, wave } = await importWave({
      'config.yml': config(
        'js: shared.js\ncss: shared.css\nsampleRate: 0.5\nmanualExposure: true\ndivertTo: B\nexcludeSampleRate: 0.1\ncookieDuration: 0\n'.replace(
          'sampleRate: 0.5\n',
          '',
        ),
        '  A:\n    name: Same\n    sampleRate: 0.25\n  B:\n    name: Other\n    sampleRate: 0.75\n    js: b.js\n    css: b.css\n',
      ),
      'trigger.js': TRIGGER,
      'shared.js': 'function shared() {\n  return 1;\n}\n',
      'shared.css': '.s {\n  color: red;\n}\n',
      'b.js': 'function (test) {\n  test.options.js();\n}\n',
      'b.css': '.b{color:blue}',
    });
    expect(spec).toMatchObject({
      audience: { excludeRate: 0.1 },
      sticky: false,
      divertTo: 'b',
      manualExposure: true,
      sharedCss: '.s {\n  color: red;\n}\n',
      metadata: { mojito: { cookieDuration: 0 }, mojitoRecipes: { a: 'A', b: 'B' } },
      variants: [
        { key: 'a', name: 'Same', weight: 2500 },
        { key: 'b', name: 'Other', weight: 7500, css: '.b{color:blue}' },
      ],
    });
    expect(spec.variants[1]?.js).toBe(
      '(function (test) {\n  test.options.js();\n})(window.Mojito && Mojito.testObjects["w1"] || experiment);\n',
    );
    expect(spec.sharedJs).toContain('"js": function shared() {\n  return 1;\n},');
    expect(wave.usesMojito).toBe(true);
    expect(wave.translated.map(({ after, before, what }) => `${what}: ${before} → ${after}`)).toEqual([
      'recipes.*.sampleRate: A: 0.25, B: 0.75 → weight A: 2500, B: 7500',
      'recipe id: A → a',
      'recipe id: B → b',
      'excludeSampleRate: 0.1 → audience.excludeRate 0.1',
      'cookieDuration: 0 → sticky false',
      'trigger.js: function trigger(test) { test.activate(); } → auto',
    ]);
  });

  test('keys that Mojito does not know are in the metadata, private ones are not published', async () => {
    const { raw, spec } = await one(
      'gaExperimentId: ga-1\nfoo: [1, {a: b}]\nprivate: {ticket: T-1}\noptions: {cookieDuration: 30}',
      "  '0':\n    name: Control\n  '1':\n    name: Treatment\n    shade: dark\n",
    );
    const mojito = {
      gaExperimentId: 'ga-1',
      foo: [1, { a: 'b' }],
      options: { cookieDuration: 30 },
      recipes: { 1: { shade: 'dark' } },
    };
    expect(spec.metadata).toEqual({ mojito });
    expect(spec).toHaveProperty('x-mojito-private', { ticket: 'T-1' });
    expect(spec.sticky).toBeUndefined();
    expect(JSON.stringify(await experimentOf(raw.experiments[0]?.text ?? ''))).not.toContain('T-1');
  });

  test.each([
    ['live', 'running'],
    ['LIVE', 'running'],
    ['staging', 'draft'],
    ['inactive', 'archived'],
  ])('state %s is status %s', async (state, status) => {
    const { spec, wave } = await importWave({
      'config.yml': config().replace('state: live', `state: ${state}`),
      'trigger.js': TRIGGER,
    });
    expect([spec.status, wave.status, wave.needs]).toEqual([status, status, []]);
  });

  test('recipes are in the order that Mojito has them in', async () => {
    const { spec } = await one('', rated({ b: undefined, 10: undefined, a: undefined, 2: undefined }));
    expect(spec.variants.map(({ key }) => key)).toEqual(['2', '10', 'b', 'a']);
  });

  test('code that looks like YAML, and text with odd signs, come through unchanged', async () => {
    const code =
      "function (test) {\n\n  // - a: b\n\tvar a = '# \\u2028 \"é\"';\n  document.title = `x\n  \x24{a}` + '---';\n\n}";
    const css = '  .a::before { content: "\\201C  #: -" }\n\n\n.b{}';
    const { spec } = await one(
      '',
      "  '0':\n    name: 'no'\n  '1':\n    name: '- [x] #'\n    js: 1.js\n    css: 1.css\n",
      { '1.js': code, '1.css': css },
    );
    expect(spec.variants).toEqual([
      { key: '0', name: 'no' },
      { key: '1', name: '- [x] #', css, js: `(${code})(window.Mojito && Mojito.testObjects["w1"] || experiment);\n` },
    ]);
  });

  test('a second import gives the same bytes', async () => {
    const tree = { 'a/config.yml': config('foo: {b: 1, a: 2}', rated({ 0: 0.3, 1: 0.7 })), 'a/trigger.js': TRIGGER };
    expect(await importWaves(tree)).toEqual(await importWaves(tree));
  });
});

describe('ids', () => {
  test.each([
    ['ex1', 'ex1'],
    ['W12', 'w12'],
    ['12-Überblick', 'wave-12-uberblick'],
    ['a_b--c', 'a-b-c'],
    ['42', 'wave-42'],
    ['a'.repeat(80), 'a'.repeat(64)],
  ])('the wave %s is the experiment %s, and keeps its id', async (mojitoId, id) => {
    const { raw, spec, wave } = await importWave({
      'config.yml': config().replace('id: w1', `id: '${mojitoId}'`),
      'trigger.js': TRIGGER,
    });
    expect([wave.id, wave.mojitoId, spec.id]).toEqual([id, mojitoId, id]);
    expect((await experimentOf(raw.experiments[0]?.text ?? '')).mojitoId).toBe(mojitoId);
  });

  test('two waves whose ids come to the same get two experiments', async () => {
    const { experiments } = await importWaves({
      'a/config.yml': config().replace('id: w1', 'id: W1'),
      'a/trigger.js': TRIGGER,
      'b/config.yml': config(),
      'b/trigger.js': TRIGGER,
    });
    expect(experiments.map(({ id }) => id)).toEqual(['w1', 'w1-2']);
  });

  test('of two waves with one id the second is left out, as Mojito builds neither', async () => {
    const { experiments, waves } = await importWaves({
      'a/config.yml': config(),
      'a/trigger.js': TRIGGER,
      'b/config.yml': config(),
      'b/trigger.js': TRIGGER,
    });
    expect(experiments.map(({ id }) => id)).toEqual(['w1']);
    expect(waves.map(({ id }) => id)).toEqual(['w1', null]);
    expect(waves.flatMap(needsOf)).toEqual([
      'waves/b/config.yml:1 The id w1 is that of waves/a too, and Mojito builds no two waves of one id: give it another.',
    ]);
  });

  test('an inactive wave may have the id of a later one', async () => {
    const { waves } = await importWaves({
      'a/config.yml': config().replace('live', 'inactive'),
      'a/trigger.js': TRIGGER,
      'b/config.yml': config(),
      'b/trigger.js': TRIGGER,
    });
    expect(waves.map(({ id, status }) => [id, status])).toEqual([
      ['w1-2', 'archived'],
      ['w1', 'running'],
    ]);
  });

  test('recipe ids that are no keys become some, each its own', async () => {
    const { spec } = await one('', rated({ 'Big Button': undefined, 'big-button': undefined, '  ': undefined }));
    expect(spec.variants.map(({ key }) => key)).toEqual(['big-button', 'big-button-2', 'recipe']);
    expect(spec.metadata).toEqual({
      mojitoRecipes: { 'big-button': 'Big Button', 'big-button-2': 'big-button', recipe: '  ' },
    });
  });
});

describe('shares', () => {
  const weigh = async (rates: Readonly<Record<string, number | string | undefined>>, sampleRate = 1) => {
    const { spec, wave } = await importWave({
      'config.yml': config('', rated(rates)).replace('sampleRate: 1', `sampleRate: ${sampleRate}`),
      'trigger.js': TRIGGER,
    });
    return {
      weights: spec.variants.map(({ weight }) => weight),
      sampleRate: spec.sampleRate,
      needs: needsOf(wave),
      wave,
    };
  };

  test.each([
    [{ 0: 0.5, 1: 0.5 }, [5000, 5000]],
    [{ 0: 0.5, 1: 0.3, 2: 0.2 }, [5000, 3000, 2000]],
    [{ 0: 0.1, 1: 0.2, 2: 0.7 }, [1000, 2000, 7000]],
    [{ 0: 0.12345, 1: 0.87655 }, [1235, 8765]],
    [{ 0: 1, 1: 0 }, [10000, 0]],
    [{ 0: undefined, 1: undefined }, [undefined, undefined]],
  ])('%j is %j', async (rates, weights) => {
    expect(await weigh(rates)).toMatchObject({ weights, sampleRate: undefined, needs: [] });
  });

  test('rates below 1 keep the share of each recipe: who fell on none stays out', async () => {
    const { needs, sampleRate, weights } = await weigh({ 0: 0.2, 1: 0.2 }, 0.5);
    expect([weights, sampleRate]).toEqual([[5000, 5000], 0.2]);
    expect(needs).toEqual([
      'waves/w/config.yml:6 The sampleRates of the recipes sum to 0.4, not to 1, which Mojito does not notice: it leaves out who falls on none, so sampleRate is 0.2 in place of 0.5, with weights 0: 5000, 1: 5000: each recipe keeps its share of visitors.',
    ]);
  });

  test('rates above 1 are added up by ascending rate, up to 1', async () => {
    const { needs, sampleRate, weights } = await weigh({ 0: 0.8, 1: 0.6 });
    expect([weights, sampleRate]).toEqual([[4000, 6000], undefined]);
    expect(needs).toEqual([
      expect.stringContaining('sum to 1.4, not to 1, which Mojito does not notice: the weights are 0: 4000, 1: 6000.'),
    ]);
  });

  test('thirds that were cut short are thirds', async () => {
    const { needs, sampleRate, weights } = await weigh({ 0: 0.333, 1: 0.333, 2: 0.333 });
    expect([weights, sampleRate]).toEqual([[3334, 3333, 3333], undefined]);
    expect(needs).toEqual([expect.stringContaining('sum to 0.999')]);
  });

  test('rates of nothing let nobody in', async () => {
    expect(await weigh({ 0: 0, 1: 0 })).toMatchObject({
      sampleRate: 0,
      weights: [undefined, undefined],
      needs: [expect.stringContaining('nobody')],
    });
  });

  test('rates of some recipes only are an even split, as in Mojito', async () => {
    const { needs, weights } = await weigh({ 0: 0.9, 1: undefined });
    expect(weights).toEqual([undefined, undefined]);
    expect(needs).toEqual([
      expect.stringContaining('Not every recipe has a sampleRate (0: 0.9, 1: none), so Mojito splits evenly'),
    ]);
  });

  test('says in which order Mojito adds rates up', async () => {
    const { wave } = await weigh({ 0: 0.5, 1: 0.3, 2: 0.2 });
    expect(wave.translated).toContainEqual({
      what: 'recipe order',
      before: '2, 1, 0 (by ascending sampleRate)',
      after: '0, 1, 2 (as declared)',
    });
  });

  test('weights sum to 10000 whatever the rates are', async () => {
    for (let count = 2; count <= 13; count++) {
      const rates = Object.fromEntries(Array.from({ length: count }, (_, index) => [index, ((index + 1) * 7919) % 97]));
      const sum = Object.values(rates).reduce((total, rate) => total + rate, 0);
      const { weights } = await weigh(Object.fromEntries(Object.entries(rates).map(([id, rate]) => [id, rate / sum])));
      expect(weights.reduce((total = 0, weight = 0) => total + weight, 0)).toBe(10000);
    }
  });
});

describe('what needs a person', () => {
  test.each<[name: string, fields: string, recipes: string | undefined, expected: string]>([
    [
      'a state that is none',
      'state: paused',
      undefined,
      '3 state paused is none of live, staging, inactive: it is a draft, as Mojito lets nobody new into it.',
    ],
    [
      'divertTo of no recipe',
      "divertTo: '7'",
      undefined,
      '6 divertTo names 7, which is no recipe: it is left out, as Mojito ignores it.',
    ],
    [
      'divertTo as a number',
      'divertTo: 1',
      undefined,
      '6 divertTo is the number 1, which Mojito ignores as it is no text: here it diverts.',
    ],
    [
      'divertTo of a sample',
      "divertTo: '1'\nsampleRate: 0.5",
      undefined,
      '6 divertTo sends everyone to 1 in Mojito, here those within sampleRate 0.5',
    ],
    ['an id that no cookie can have', 'id: a;b', undefined, '1 The id a;b holds signs'],
  ])('%s', async (_, fields, recipes, expected) => {
    const [key = ''] = fields.split(':').slice(-2);
    const own = fields.split('\n').map((line) => line.split(':')[0] ?? '');
    const text = config(
      own.some((name) => /^(state|id)$/.test(name))
        ? ''
        : fields
            .split('\n')
            .filter((line) => !line.startsWith('sampleRate'))
            .join('\n'),
      recipes,
    );
    const set = fields
      .split('\n')
      .reduce((before, line) => before.replace(new RegExp(`^${line.split(':')[0]}: .*$`, 'm'), line), text);
    const { raw, wave } = await importWave({ 'config.yml': set, 'trigger.js': TRIGGER });
    expect(key).not.toBe('');
    expect(raw.experiments).toHaveLength(1);
    expect(needsOf(wave)).toEqual([expect.stringContaining(`waves/w/config.yml:${expected}`)]);
  });

  test('a wave without a trigger starts only where other code activates it', async () => {
    const { spec, wave } = await importWave({ 'config.yml': config().replace('trigger: trigger.js\n', '') });
    expect(spec.trigger).toEqual({ kind: 'manual' });
    expect(needsOf(wave)).toEqual([
      expect.stringContaining('trigger is missing, so the wave starts only where other code activates it'),
    ]);
  });

  test('code that uses a global by the name of an argument', async () => {
    const { wave } = await one('', "  '0':\n    name: A\n  '1':\n    name: B\n    js: 1.js\n", {
      '1.js': '\n\nfunction () { return variant; }',
    });
    expect(needsOf(wave)).toEqual([
      'waves/w/1.js:3 The code uses a global variant, which is an argument of fx here: write window.variant.',
    ]);
  });

  test('a recipe that does nothing, and a test-object.js beside a config.yml', async () => {
    const { spec, wave } = await one('', "  '0':\n    name: A\n    js: 0.js\n  '1':\n    name: B\n", {
      '0.js': 'function () { /* control */ }',
      'test-object.js': '',
    });
    expect(spec.variants[0]).toEqual({ key: '0', name: 'A' });
    expect(needsOf(wave)).toEqual([
      'waves/w/config.yml:9 recipes.0.js is a function without a statement, and was left out.',
      'waves/w/test-object.js:1 The file was not read: config.yml beside it is the wave.',
    ]);
  });
});

describe('triggers', () => {
  const trigger = async (text: string) => {
    const { spec, wave } = await importWave({ 'config.yml': config(), 'trigger.js': text });
    return { trigger: spec.trigger, wave };
  };

  test('one that is translated leaves no code behind', async () => {
    const { trigger: made, wave } = await trigger(
      "function (t) { /* why */ if (location.pathname === '/a') // when\n Mojito.utils.domReady(t.activate); }",
    );
    expect(wave.translated[0]?.before).toBe(
      "function (t) { if (location.pathname === '/a') Mojito.utils.domReady(t.activate); }",
    );
    expect(made).toEqual({
      kind: 'all',
      of: [
        { kind: 'urlMatch', pattern: '^/a(?:[?#]|$)', regex: true },
        { kind: 'event', name: 'DOMContentLoaded' },
      ],
    });
    expect([wave.scripts, wave.usesMojito]).toEqual([[], false]);
  });

  test('one that is not stays, unchanged, at its line', async () => {
    const text = '// why\nfunction trigger(test) {\n  if (document.referrer) test.activate();\n}\n// end\n';
    const { trigger: made, wave } = await trigger(text);
    expect(made).toEqual({
      kind: 'script',
      js: '// why\n(function trigger(test) {\n  if (document.referrer) test.activate();\n})(Object.assign(window.Mojito && Mojito.testObjects["w1"] || experiment, { activate: activate }));\n// end\n',
    });
    expect(wave.scripts).toEqual([{ file: 'waves/w/trigger.js', line: 2, what: 'trigger' }]);
    expect(wave.usesMojito).toBe(true);
  });

  test('one with a pattern that the validator refuses stays a script', async () => {
    const { trigger: made } = await trigger(
      'function (t) { if (/^\\/((a+)+)+$/.test(location.pathname)) t.activate(); }',
    );
    expect(made?.kind).toBe('script');
  });

  test('a wave that another one activates can be activated', async () => {
    const recipes = "  '0':\n    name: A\n  '1':\n    name: B\n    js: 1.js\n";
    const { experiments } = await importWaves({
      'a/config.yml': config('', recipes).replace('w1', 'a'),
      'a/trigger.js': TRIGGER,
      'a/1.js':
        "function () { Mojito.testObjects.b.activate(); window.Mojito.testObjects['C1'].activate(); Mojito.testObjects.a.activate(); }",
      'b/config.yml': config().replace('w1', 'b'),
      'b/trigger.js': "function (t) { if (location.pathname === '/b') t.activate(); }",
      'c/config.yml': config().replace('w1', 'C1'),
      'c/trigger.js': 'function () {}',
    });
    const triggers = await Promise.all(experiments.map(async ({ text }) => (await experimentOf(text)).trigger));
    expect(triggers).toEqual([
      undefined,
      { kind: 'any', of: [{ kind: 'urlMatch', pattern: '^/b(?:[?#]|$)', regex: true }, { kind: 'manual' }] },
      { kind: 'manual' },
    ]);
  });
});
