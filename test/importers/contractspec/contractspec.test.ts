/** Checks that specs of ContractSpec, of both ages, become files that validate; what is no literal is not run. */

import { expect, test } from 'vitest';
import { compile } from '../../../src/authoring/compile.js';
import { type Context, matches, type Rule } from '../../../src/core/index.js';
import { toExpressionRule } from '../../../src/importers/contractspec/expression.js';
import { importContractSpec } from '../../../src/importers/contractspec/index.js';

const CODE = `
import { StabilityEnum } from 'x';
globalThis.wasRun = true;
export const Split = {
  meta: { name: 'sigil.onboarding.split_form', version: 1, title: 'Split', description: 'Compare', owners: ['@team.onboarding'], tags: ['experiment'], stability: StabilityEnum.Experimental },
  controlVariant: 'control',
  variants: [
    { id: 'control', name: 'Single' },
    { id: 'multi_step', name: 'Multi', overrides: [{ type: 'workflow', target: 'a.b' }] },
  ],
  allocation: { type: 'targeted', rules: [{ variantId: 'multi_step', expression: "context.attributes?.segment === 'vip'" }], fallback: 'random' },
  successMetrics: [{ name: 'Completion', telemetryEvent: { name: 'done', version: 1 }, aggregation: 'count' }],
};
export const Plain = {
  meta: { key: 'plain', version: '1.0.0' },
  controlVariant: 'a',
  variants: [{ id: 'a', key: 'A', weight: 1 }, { id: 'b', key: 'B', weight: 3 }],
  allocation: { type: 'random' },
};
`;

test('each spec becomes an experiment, and each targeting rule another one that is shown and not counted', async () => {
  const { experiments, report } = importContractSpec(CODE);
  expect(report.map(({ id }) => id)).toEqual([
    'sigil-onboarding-split-form-rule-1',
    'sigil-onboarding-split-form',
    'plain',
  ]);
  expect('wasRun' in globalThis).toBe(false);
  const files = experiments.map(({ id, text }) => ({ path: `experiments/${id}.yaml`, text }));
  const { problems } = await compile(files);
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  const [rule, rest, plain] = experiments.map(({ text }) => text);
  expect(rule).toContain('divertTo: multi_step');
  expect(rest).toContain('not:');
  expect(plain).toContain('weight: 7500');
  expect(report.at(-1)?.needs[0]).toContain('without a salt');
});

test('a policy of a rule is a fact of its name, asked together with the expression of the rule', async () => {
  const vip = 'expression: "context.tier === \'vip\'"';
  const { experiments } = await importContractSpec(`export const a = {
    meta: { key: 'a', version: 1 },
    variants: [{ id: 'control', name: 'C' }, { id: 'b', name: 'B' }],
    allocation: { type: 'targeted', fallback: 'random', rules: [
      { variantId: 'b', policy: { key: 'beta' }, ${vip} },
      { variantId: 'control', policy: { name: 'staff' } },
    ] },
  }`);
  const files = experiments.map(({ id, text }) => ({ path: `experiments/${id}.yaml`, text }));
  const { preview, problems } = await compile(files);
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  const admits = (context: Context): string[] =>
    (preview?.experiments ?? []).flatMap(({ id, audience }) => (matches(audience?.rule ?? true, context) ? [id] : []));
  expect(admits({ policy: { beta: true }, user: { tier: 'vip' } })).toEqual(['a-rule-1']);
  expect(admits({ policy: { staff: true }, user: { tier: 'free' } })).toEqual(['a-rule-2']);
  expect(admits({ policy: { beta: true }, user: { tier: 'free' } })).toEqual(['a']);
});

test.each([
  ["context.attributes?.segment === 'vip'", { user: { segment: 'vip' } }, true],
  ['context.attributes.age >= 18 && !context.attributes.blocked', { user: { age: 20 } }, true],
  [
    "context.userId.startsWith('a') || ['x'].includes(context.attributes.tier)",
    { user: { userId: 'b', tier: 'x' } },
    true,
  ],
  ["context.attributes['tier'] !== 'pro'", { user: { tier: 'pro' } }, false],
])('the condition %s of %j becomes %s', (text, context, holds) => {
  expect(matches(toExpressionRule(text) as Rule, context)).toBe(holds);
});

test.each([
  ['context.a ?? 1', '??'],
  ['context.a % 2 === 0', '%'],
  ['/x/.test(context.a)', 'a call of test'],
  ['process.exit()', 'a call of exit'],
  ['context.a; process', 'goes on'],
  ['context.a ===', 'no JavaScript'],
])('the field %s is refused by its name', (text, name) => {
  expect(() => toExpressionRule(text)).toThrow(name);
});

test.each([null, '', 'no {', 'export const a = { variants: [], allocation: {} }'])(
  'whatever is given, %j, nothing throws',
  (code) => {
    expect(importContractSpec(code).experiments).toEqual([]);
  },
);
