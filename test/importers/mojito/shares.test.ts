/**
 * Checks that rates become weights: each recipe keeps the share of visitors that it had, and rates that sum to
 * something else are told.
 */

import { describe, expect, test } from 'vitest';
import { config, importWave, needsOf, rated, TRIGGER } from './waves.js';

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
