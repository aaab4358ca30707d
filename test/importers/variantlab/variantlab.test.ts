/** Checks that experiments of VariantLab become files that validate, and everybody keeps their variant. */

import { expect, test } from 'vitest';
import { compile } from '../../../src/authoring/compile.js';
import { type Experiment, matches } from '../../../src/core/index.js';
import { importVariantLab } from '../../../src/importers/variantlab/index.js';
import { recallVariantLab, variantLabHash } from '../../../src/sdk/recall/index.js';

const config = {
  version: 1,
  experiments: [
    {
      id: 'cta-copy',
      name: 'CTA copy',
      type: 'value',
      assignment: 'weighted',
      split: { 'try-free': 20, 'buy-now': 80 },
      default: 'buy-now',
      variants: [
        { id: 'try-free', value: 'Try' },
        { id: 'buy-now', label: 'Buy', value: 'Buy' },
      ],
      targeting: {
        platform: ['ios'],
        appVersion: '>=1.2.0',
        locale: ['en'],
        routes: ['/shop/**', '/cart'],
        attributes: { tier: 'pro' },
        userId: { hash: 'x', mod: 50 },
      },
      rollback: { threshold: 2, window: 5000, persistent: true },
      routes: ['/shop/*'],
      mutex: 'home',
      startDate: '2026-01-01T00:00:00Z',
      owner: 'growth',
    },
    {
      id: '9-cards',
      name: 'Cards',
      assignment: 'sticky-hash',
      default: 'a',
      mutex: 'home',
      targeting: {},
      variants: [{ id: 'c' }, { id: 'a' }, { id: 'b' }],
    },
    { id: 'fixed', name: 'Fixed', default: 'a', variants: [{ id: 'a' }, { id: 'b' }] },
    { id: 'own', name: 'Own', default: 'a', variants: [{ id: 'a' }, { id: 'b' }], targeting: { predicate: 1 } },
  ],
};

const compiled = async (): Promise<ReadonlyMap<string, Experiment>> => {
  const files = importVariantLab(config).experiments.map(({ id, text }) => ({ path: `experiments/${id}.yaml`, text }));
  const { problems, manifest } = (await compile(files)) as never as {
    problems: readonly { severity: string }[];
    manifest: { experiments: readonly Experiment[] };
  };
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  return new Map(manifest.experiments.map((one) => [one.id, one]));
};

test('each experiment of VariantLab becomes one of fx, or the report says why not', async () => {
  const { report } = importVariantLab(config);
  expect(report.map(({ name, id }) => `${name} → ${id}`)).toEqual([
    'cta-copy → cta-copy',
    '9-cards → wave-9-cards',
    'fixed → fixed',
    'own → null',
  ]);
  expect(report.at(-1)?.needs).toEqual(['targeting.predicate has no form in a rule: 1']);
  const all = await compiled();
  expect(all.get('cta-copy')).toMatchObject({
    control: 'buy-now',
    metadata: { routes: ['/shop/*'], rollback: { threshold: 2, windowMs: 5000, persistent: true } },
    variants: [
      { key: 'try-free', weight: 2000, payload: { value: 'Try' } },
      { key: 'buy-now', name: 'Buy', weight: 8000 },
    ],
  });
  expect(all.get('fixed')?.audience?.sampleRate).toBe(0);
  // `targeting: {}` is everybody.
  expect(all.get('wave-9-cards')?.audience?.rule).toBeUndefined();
  expect([all.get('wave-9-cards')?.layer, all.get('cta-copy')?.layer]).toEqual([
    { name: 'home', from: 0, to: 0.5 },
    { name: 'home', from: 0.5, to: 1 },
  ]);
});

test('targeting lets in exactly whom VariantLab lets in', async () => {
  const rule = (await compiled()).get('cta-copy')?.audience?.rule ?? true;
  const context = {
    platform: 'ios',
    app: { version: '1.3.0' },
    locale: 'en-NZ',
    route: '/shop/a/b',
    user: { tier: 'pro', bucket: 3 },
  };
  expect(matches(rule, context)).toBe(true);
  for (const other of [{ platform: 'web' }, { app: { version: '1.1.0' } }, { locale: 'english' }, { route: '/x' }])
    expect(matches(rule, { ...context, ...other })).toBe(false);
});

test.each([
  ['', 2872998923],
  ['a', 444641715],
  ['alice', 3927234078],
  ['user-1:e', 1507633818],
])('the hash of %j is the one that VariantLab computes', (text, hash) => {
  expect(variantLabHash(text)).toBe(hash);
});

test('10,000 subjects keep their variant: sorted ids by remainder, splits by ranges', async () => {
  const all = await compiled();
  for (const [id, expected] of [
    ['wave-9-cards', (user: string) => ['a', 'b', 'c'][variantLabHash(`${user}:9-cards`) % 3]],
    ['cta-copy', (user: string) => (variantLabHash(`${user}:cta-copy`) % 10000 < 8000 ? 'buy-now' : 'try-free')],
  ] as const) {
    const experiment = all.get(id) as Experiment;
    const users = Array.from({ length: 10_000 }, (_, at) => `user-${at}`);
    const differ = users.filter((user) => recallVariantLab()(experiment, user) !== expected(user));
    expect(differ).toEqual([]);
  }
});

test.each([null, [], 'x', { experiments: [null, 3, {}] }])('whatever is given, %j, nothing throws', (value) => {
  expect(importVariantLab(value).experiments).toEqual([]);
});
