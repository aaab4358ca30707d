/** Checks that experiments of GrowthBook become files that validate, and everybody keeps their variation. */

import { GrowthBook } from '@growthbook/growthbook';
import { describe, expect, test } from 'vitest';
import { compile } from '../../../src/authoring/compile.js';
import { type Experiment, matches, type Rule } from '../../../src/core/index.js';
import { toRule } from '../../../src/importers/growthbook/condition.js';
import { importGrowthBook } from '../../../src/importers/growthbook/index.js';
import { recallGrowthBook } from '../../../src/sdk/recall/index.js';

const visual = {
  key: 'hero-test',
  name: 'Hero',
  hashVersion: 2,
  seed: 'a-seed',
  coverage: 0.8,
  weights: [0.3, 0.7],
  namespace: ['home', 0.1, 0.9],
  urlPatterns: [{ include: true, type: 'simple', pattern: '/shop/*' }],
  condition: { country: { $in: ['NZ', 'AU'] }, age: { $gte: 18 } },
  meta: [
    { key: '0', name: 'Control' },
    { key: '1', name: 'New' },
  ],
  variations: [
    {},
    {
      css: 'h1 { color: red }',
      domMutations: [
        { selector: 'h1', action: 'set', attribute: 'html', value: '<b>New</b>' },
        { selector: 'h1', action: 'append', attribute: 'class', value: 'new' },
        { selector: 'h1', action: 'set', attribute: 'style', value: 'color: red; margin: 0' },
      ],
    },
  ],
};
const payload = {
  experiments: [visual, { ...visual, key: 'move', namespace: undefined, variations: [{}, { urlRedirect: '/new' }] }],
  features: {
    columns: {
      defaultValue: 3,
      rules: [{ key: 'columns', variations: [3, 4, 5], weights: [0.2, 0.3, 0.5], coverage: 1 }],
    },
    odd: { rules: [{ variations: [0, 1], condition: { tags: { $elemMatch: { $eq: 'a' } } } }] },
  },
};

const compiled = async (): Promise<readonly Experiment[]> => {
  const { experiments } = importGrowthBook(payload);
  const files = experiments.map(({ id, text }) => ({ path: `experiments/${id}.yaml`, text }));
  const { problems, manifest } = (await compile(files)) as never as {
    problems: readonly { severity: string; message: string }[];
    manifest: { experiments: readonly Experiment[] };
  };
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  return manifest.experiments;
};

test('each experiment of GrowthBook becomes one of fx with its arms, trigger, rule and layer, or the report says why not', async () => {
  const { experiments, report } = importGrowthBook(payload);
  expect(report.map(({ name, id }) => `${name} → ${id}`)).toEqual([
    'hero-test → hero-test',
    'move → move',
    'columns (columns) → columns',
    'odd (odd) → null',
  ]);
  expect(report.at(-1)?.needs).toEqual(['its condition has $elemMatch, which rules do not have']);
  expect(experiments[0]?.text).toContain('op: replaceHTML');
  expect(await compiled()).toMatchObject([
    { id: 'columns', variants: [{ weight: 2000, payload: { value: 3 } }, { weight: 3000 }, { weight: 5000 }] },
    {
      id: 'hero-test',
      audience: { sampleRate: 0.8 },
      layer: { name: 'home', from: 0.1, to: 0.9 },
      trigger: { kind: 'urlMatch' },
    },
    { id: 'move', variants: [{}, { redirect: '/new' }] },
  ]);
});

describe('everybody keeps their variation', () => {
  test.each(['hero-test', 'columns'])(
    '10,000 ids of %s, as their SDK has them',
    async (id) => {
      const experiment = (await compiled()).find((one) => one.id === id) as Experiment;
      const theirs = id === 'columns' ? { ...payload.features.columns.rules[0], hashVersion: 1 } : visual;
      const differ: string[] = [];
      for (let at = 0; at < 10_000; at++) {
        const user = `user-${at}`;
        const gb = new GrowthBook({ attributes: { id: user } });
        const { condition: _, urlPatterns: __, ...given } = theirs as typeof visual;
        const result = gb.run({ ...given, variations: [0, 1, 2].slice(0, given.variations.length) } as never);
        const expected = result.inExperiment ? experiment.variants[result.variationId]?.key : '';
        if (recallGrowthBook({})(experiment, user) !== expected) differ.push(user);
      }
      expect(differ).toEqual([]);
    },
    120_000,
  );
});

test.each([
  [{ country: 'NZ' }, { user: { country: 'NZ' } }, true],
  [{ country: { $ne: 'NZ' } }, { user: { country: 'NZ' } }, false],
  [{ $or: [{ a: 1 }, { b: { $gt: 2 } }] }, { user: { b: 3 } }, true],
  [{ $not: { a: 1 } }, { user: { a: 1 } }, false],
  [{ $nor: [{ a: 1 }, { a: 2 }] }, { user: { a: 3 } }, true],
  [{ a: { $nin: [1, 2] } }, { user: { a: 2 } }, false],
  [{ a: { $exists: false } }, { user: {} }, true],
  [{ v: { $vgte: '1.2.0' } }, { user: { v: '1.10.0' } }, true],
  [{ mail: { $not: { $regex: '@shop' } } }, { user: { mail: 'a@shop.nz' } }, false],
])('the condition %j of %j is %s', (condition, context, holds) => {
  const rule = toRule(condition, { carried: [], translated: [], needs: [] }) as Rule;
  expect(matches(rule, context)).toBe(holds);
});

test.each([null, [], 'x', { experiments: [null, 3, { key: 1 }], features: { a: null, b: { rules: [{}] } } }])(
  'whatever is given, %j, nothing throws',
  (value) => {
    expect(importGrowthBook(value).experiments).toEqual([]);
  },
);
