/**
 * Checks that ids that fx does not know become ids that it does, each its own; two waves of one id are not two
 * experiments.
 */

import { describe, expect, test } from 'vitest';
import { experimentOf } from '../../authoring/compiling.js';
import { config, importWave, importWaves, needsOf, one, rated, TRIGGER } from './waves.js';

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
