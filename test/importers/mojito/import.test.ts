/** Checks that a wave becomes an experiment that is valid, and the report says what became of each part of it. */

import { describe, expect, test } from 'vitest';
import { experimentOf } from '../../authoring/compiling.js';
import { config, importWave, importWaves, one, rated, TRIGGER } from './waves.js';

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
