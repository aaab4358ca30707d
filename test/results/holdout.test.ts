/** Tests a holdout: how it is counted against the rest, and that its words are of its experiments together. */

import { describe, expect, test } from 'vitest';
import { askOfHoldout, chooseResults, entryOf, readOut } from '../../src/results/index.js';
import { TYPED } from '../../src/results/voices.js';
import { conversion, exposure, type Line, resultOf } from './made.js';
import { arm, counted, did, MANNER, readArms } from './madecounts.js';

const N = 10_000;

describe('of a holdout', () => {
  const raw = {
    kind: 'holdout' as const,
    id: 'cta',
    name: 'Without the tests of the cart',
    share: 0.5,
    experiments: 'all' as const,
    metrics: [
      { key: 'orders', name: 'Orders', kind: 'conversion' as const, eventName: 'purchase', isPrimary: true },
      { key: 'errors', name: 'Errors', kind: 'conversion' as const, eventName: 'error', goal: 'decrease' as const },
    ],
  };
  const holdouts = new Map([[raw.id, { raw }]]);
  const [chosen] = chooseResults({ sources: new Map(), holdouts, preview: null }, [], undefined);
  const concluded = (held: number, open: number, errors = 1000) => {
    const arms = { held: [did(held, N), did(1000, N)], open: [did(open, N), did(errors, N)] };
    const result = readArms(arms, { ...askOfHoldout({ raw }), phase: 'p1' });
    return chosen && entryOf({ ...chosen, result }, 0.95, TYPED).words.conclusion;
  };

  test('what improves is told of its experiments together: nobody can ship the rest of the visitors', () => {
    expect(concluded(1000, 1200)).toEqual({
      code: 'ship',
      title: 'The experiments do good together',
      text: 'Orders is better with them than without: +20.0% (+10.9% to +29.9%).',
    });
    expect(concluded(1000, 1200, 1200)?.text).toMatch(/^With the experiments, errors gets worse\. Orders is better/);
  });

  test('and so is what does harm', () => {
    expect(concluded(1200, 1000)).toMatchObject({
      title: 'The experiments do harm together',
      text: expect.stringMatching(/^Orders is worse with them than without: −16\.7% /),
    });
  });
});

describe('a holdout', () => {
  const about = askOfHoldout({
    raw: {
      id: 'hold',
      name: 'Hold',
      share: 0.1,
      metrics: [{ key: 'orders', name: 'Orders', kind: 'conversion', eventName: 'purchase' }],
    } as Parameters<typeof askOfHoldout>[0]['raw'],
  });
  const read = (held: readonly [number, number], open: readonly [number, number]) =>
    readOut(
      about,
      {
        id: 'hold',
        phases: counted([arm('held', [did(...held)]), arm('open', [did(...open)])], { phase: null }).phases,
      },
      MANNER,
    );

  test('compares the rest with who was held out, split as its share says', () => {
    const result = read([100, 1000], [1125, 9000]);
    expect(result.arms.map(({ variant, name, expectedShare }) => [variant, name, expectedShare])).toEqual([
      ['held', 'Held out', 0.1],
      ['open', 'The rest', 0.9],
    ]);
    expect([result.control, result.split?.state]).toEqual(['held', 'fine']);
    const [held, open] = result.metrics[0]?.arms ?? [];
    expect([held?.against, open?.mean]).toEqual([null, 0.125]);
    expect(open?.against?.lift).toMatchObject({ is: 'bounded', value: expect.closeTo(0.25, 12) });
    expect(result.verdict).toMatchObject({ code: 'ship', variant: 'open' });
  });

  test('does harm where the rest does worse, and is not trusted where its share is off', () => {
    expect(read([150, 1000], [900, 9000]).verdict.code).toBe('stop');
    expect(read([100, 1000], [1000, 8000]).verdict).toMatchObject({ code: 'do-not-trust', alarms: ['split'] });
  });

  test('is read from its own exposures, beside those of the experiments it holds', async () => {
    const seen = (subject: string, variant: string): Line =>
      exposure(subject, variant, 1, { experiment: 'hold', reason: 'holdout', phase: undefined });
    const lines = [
      ...Array.from({ length: 20 }, (_, at) => seen(`h${at}`, 'held')),
      ...Array.from({ length: 180 }, (_, at) => [
        seen(`o${at}`, 'open'),
        exposure(`o${at}`, at % 2 ? 'control' : 'treatment', 1),
      ]).flat(),
      ...Array.from({ length: 3 }, (_, at) => conversion(`h${at}`, 2)),
      ...Array.from({ length: 40 }, (_, at) => conversion(`o${at}`, 2)),
    ];
    const result = await resultOf(lines, about);
    expect(result.metrics[0]?.arms.map(({ variant, subjects, converted }) => [variant, subjects, converted])).toEqual([
      ['held', 20, 3],
      ['open', 180, 40],
    ]);
    expect(result.mixed).toBe(0);
  });
});
