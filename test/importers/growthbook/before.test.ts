/** Tests features of GrowthBook with several rules: nobody is let in whom an earlier rule has taken there. */

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
async function inBoth(
  payload: object,
  users: readonly { id: string }[] = USERS,
): Promise<{ there: string[]; here: string[] }> {
  const files = importGrowthBook(payload).experiments.map(({ id, text }) => ({ path: `experiments/${id}.yaml`, text }));
  const { manifest } = (await compile(files)) as { manifest?: { experiments: readonly Experiment[] } };
  const [experiment] = manifest?.experiments.filter(({ id }) => id === 'split') ?? [];
  const isIn = (user: { id: string }): boolean => {
    const { experiment: there, experimentResult } = new GrowthBook({ attributes: user, ...payload }).evalFeature(
      'price',
    );
    return there?.key === 'split' && !!experimentResult?.inExperiment;
  };
  return {
    there: users.filter(isIn).map(({ id }) => id),
    here: users
      .filter((user) => {
        const context = { user };
        return !!experiment && decide(experiment, { subject: user.id, context }).reason === 'assigned';
      })
      .map(({ id }) => id),
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

const PLAIN = { id: 'plain', tags: 'c', age: '40', app: '1.0.0' };
const ODD = Array.from({ length: 210 }, (_, at) => ({
  id: `odd-${at}`,
  tags: [['vip'], ['vip', 'b'], ['c'], 'vip', [], null][at % 6],
  age: [3, '3', '20', 20, '', true, 11][at % 7],
  flag: [true, false, 'true'][at % 3],
  app: ['1.1', '1.3.0', '1.2.9', 'new', 2][at % 5],
}));

test.each<[condition: object]>([
  [{ tags: { $in: ['vip'] } }],
  [{ tags: 'vip' }],
  [{ tags: { $in: ['vip', 'd'] } }],
  [{ flag: true }],
  [{ tags: false }],
  [{ tags: { $regex: 'vip' } }],
  [{ $or: [{ age: { $lt: 18 } }, { tags: { $nin: ['c'] } }] }],
  [{ age: { $lte: 0 } }],
  [{ age: { $regex: '1' } }],
  [{ flag: { $gt: 0 } }],
  [{ flag: { $regex: 'tr' } }],
  [{ app: { $vgt: '1.2.0' } }],
  [{ $not: { app: { $vlte: '1.2.0' } } }],
])('behind a rule for %j nobody is in whom it takes, however odd their values are', async (condition) => {
  const { there, here } = await inBoth(featureOf({ condition, force: 'a' }, split), [PLAIN, ...ODD]);
  expect(here).toContain('plain');
  expect(here.filter((id) => !there.includes(id))).toEqual([]);
});

test('behind a bandit of others, the same are in', async () => {
  const bandit = { key: 'bandit', contextualVariations: ['a', 'b'], coverage: 1, condition: { tier: 'pro' } };
  const { there, here } = await inBoth(featureOf(bandit, split));
  expect(here).toEqual(there);
});

test('a rule that leaves some of its own to the rules behind it is told, and an empty list leaves none', () => {
  const condition = { tier: 'pro' };
  const needsOf = (more: object) =>
    `${importGrowthBook(featureOf({ condition, ...more }, split)).report.at(-1)?.needs}`;
  const variations = ['a', 'b'];
  expect(needsOf({ force: 'a', range: [0, 0.5] })).toContain('takes a share of those');
  expect(needsOf({ key: 'hold', variations, meta: [{}, { passthrough: true }] })).toContain('takes a share of those');
  expect(needsOf({ force: 'a', parentConditions: [], filters: [] })).not.toContain('takes a share of those');
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
  [
    'some by a version in two numbers',
    [{ condition: { app: { $vgt: '1.2' } }, force: 'a' }, split],
    'cannot be said: ">1.2" is no version of three numbers',
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
