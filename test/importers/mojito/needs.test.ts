/** Checks that where what a wave means is not certain, a person is asked: the report has a sentence at its line. */

import { describe, expect, test } from 'vitest';
import { config, importWave, needsOf, one, TRIGGER } from './waves.js';

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
