/** Features of GrowthBook with several rules: nobody is let in whom an earlier rule has taken there. */

import { GrowthBook } from '@growthbook/growthbook';
import { expect, test } from 'vitest';
import { compile } from '../../../src/authoring/compile.js';
import { decide, type Experiment } from '../../../src/core/index.js';
import { importGrowthBook } from '../../../src/importers/growthbook/index.js';

const split = { key: 'split', variations: ['a', 'b'], coverage: 1 };
const featureOf = (...rules: readonly object[]) => ({ features: { price: { defaultValue: 'off', rules } } });

const USERS = Array.from({ length: 400 }, (_, at) => ({
  id: `user-${at}`,
  ...(at % 7 && { tier: ['free', 'pro', 'team'][at % 3] }),
  ...(at % 5 && { age: at % 60 }),
}));

/** Who is in, there and here. */
async function inBoth(payload: object): Promise<{ there: string[]; here: string[] }> {
  const files = importGrowthBook(payload).experiments.map(({ id, text }) => ({ path: `experiments/${id}.yaml`, text }));
  const { manifest } = (await compile(files)) as { manifest?: { experiments: readonly Experiment[] } };
  const [experiment] = manifest?.experiments.filter(({ id }) => id === 'split') ?? [];
  const isIn = (user: (typeof USERS)[number]): boolean => {
    const { experiment: there, experimentResult } = new GrowthBook({ attributes: user, ...payload }).evalFeature(
      'price',
    );
    return there?.key === 'split' && !!experimentResult?.inExperiment;
  };
  return {
    there: USERS.filter(isIn).map(({ id }) => id),
    here: USERS.filter((user) => {
      const context = { user };
      return !!experiment && decide(experiment, { subject: user.id, context }).reason === 'assigned';
    }).map(({ id }) => id),
  };
}

test.each<[what: string, rules: readonly object[]]>([
  ['a rule that forces a value on some', [{ condition: { tier: 'pro' }, force: 'a' }, split]],
  [
    'several of them',
    [{ condition: { tier: 'pro' }, force: 'a' }, { condition: { age: { $lt: 18 } }, force: 'b' }, split],
  ],
  ['an experiment for others', [{ ...split, key: 'first', condition: { age: { $gte: 30 } } }, split]],
  [
    'a condition of its own besides',
    [
      { condition: { $not: { tier: 'pro' } }, force: 'a' },
      { ...split, condition: { age: { $gt: 9 } } },
    ],
  ],
  ['a rule that gives nothing', [{ condition: { tier: 'pro' } }, split]],
])('behind %s, the same are in', async (_, rules) => {
  const { there, here } = await inBoth(featureOf(...rules));
  expect(there.length).toBeGreaterThan(20);
  expect(here).toEqual(there);
});

test('behind a rule that takes a share of some, none of them is in, and the report says so', async () => {
  const payload = featureOf({ condition: { tier: 'pro' }, force: 'a', coverage: 0.5, hashAttribute: 'id' }, split);
  const { there, here } = await inBoth(payload);
  expect(here.length).toBeGreaterThan(20);
  expect(here.filter((id) => !there.includes(id))).toEqual([]);
  expect(importGrowthBook(payload).report[0]?.needs.join()).toContain('takes a share of those');
});

test.each<[what: string, rules: readonly object[], reason: string]>([
  [
    'everybody',
    [{ force: 'a' }, split],
    'rule 1 of its feature, which comes before it, takes all or a share of everybody',
  ],
  ['everybody by an empty condition', [{ condition: {}, force: 'a' }, split], 'takes all or a share of everybody'],
  [
    'a share of everybody',
    [{ force: 'a', coverage: 0.2, hashAttribute: 'id' }, split],
    'takes all or a share of everybody',
  ],
  ['everybody for another experiment', [{ ...split, key: 'first' }, split], 'takes all or a share of everybody'],
  [
    'a saved group',
    [{ condition: { id: { $inGroup: 'g' } }, force: 'a' }, split],
    'cannot be said: its condition has $inGroup',
  ],
  [
    'those for whom another feature is off',
    [{ parentConditions: [{ id: 'p', condition: { value: true }, gate: true }] }, split],
    'lets nobody by for whom another feature is off',
  ],
  ['an operator of later times', [{ condition: { v: { $veryOld: 1 } }, force: 'a' }, split], '$veryOld'],
])('behind a rule that takes %s it is left out, and said why', async (_, rules, reason) => {
  const { report } = importGrowthBook(featureOf(...rules));
  expect(report.at(-1)).toMatchObject({ id: null, name: 'price (split)' });
  expect(report.at(-1)?.needs.at(-1)).toContain(reason);
});

const ranged = (ranges: unknown, more: object = {}) => featureOf({ ...split, ranges, ...more });

test('ranges that weights and coverage say are taken, any others and filters are refused', async () => {
  const usual = ranged(
    [
      [0, 0.2],
      [0.5, 0.7],
    ],
    { coverage: 0.4, weights: [0.5, 0.5], hashVersion: 2 },
  );
  const there = (await inBoth(usual)).there.length / USERS.length;
  expect(there).toBeGreaterThan(0.3);
  expect(importGrowthBook(usual).experiments[0]?.text).toContain('sampleRate: 0.4');
  for (const odd of [
    [
      [0, 0.1],
      [0.5, 1],
    ],
    [[0, 1]],
    [],
    'x',
    [null, 1],
  ].filter((one) => one.length))
    expect(importGrowthBook(ranged(odd)).report[0]).toMatchObject({
      id: null,
      needs: [expect.stringContaining('its ranges')],
    });
  const filtered = featureOf({ ...split, filters: [{ seed: 's', ranges: [[0, 0.1]], hashVersion: 2 }] });
  expect(importGrowthBook(filtered).report[0]?.needs.at(-1)).toContain('its filters take a share');
  expect(importGrowthBook(featureOf({ ...split, filters: [] })).experiments).toHaveLength(1);
});
