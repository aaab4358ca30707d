/** Tests specs that are not as they should be: what cannot be read lets nobody in, and the report says why. */

import { expect, test } from 'vitest';
import { compile } from '../../../src/authoring/compile.js';
import { importContractSpec } from '../../../src/importers/contractspec/index.js';

const ARMS = "variants: [{ id: 'control', name: 'C' }, { id: 'b', name: 'B' }]";
const spec = (allocation: string, meta = "key: 'a'", arms = ARMS): string =>
  `export const spec = { meta: { ${meta} }, ${arms}, allocation: ${allocation} }`;
const rules = (list: string): string => spec(`{ type: 'targeted', rules: ${list} }`);
const RANDOM = "{ type: 'random', salt: 's' }";

test.each<[what: string, code: string, reason: string]>([
  ['no name', spec(RANDOM, ''), 'its name is not written out'],
  ['a name that is code', spec(RANDOM, 'key: KEY'), 'its name is not written out'],
  [
    'a meta that is spread',
    `export const a = { meta: base, ${ARMS}, allocation: ${RANDOM} }`,
    'its name is not written out',
  ],
  ['one variant', spec(RANDOM, "key: 'a'", "variants: [{ id: 'b' }]"), 'fewer than two variants'],
  ['variants that are code', spec(RANDOM, "key: 'a'", 'variants: [...more, one]'), 'fewer than two variants'],
  [
    'ids that are code',
    spec(RANDOM, "key: 'a'", "variants: [{ id: ID }, { id: 'b' }]"),
    'need ids that are written out',
  ],
  ['two variants of one id', spec(RANDOM, "key: 'a'", "variants: [{ id: 'b' }, { id: 'b' }]"), 'each its own'],
  ['an unknown allocation', spec("{ type: 'bandit' }"), 'its allocation is bandit, which is not known'],
  ['an allocation without a type', spec('{}'), 'its allocation is undefined'],
  [
    'weights of zero',
    spec(RANDOM, "key: 'a'", "variants: [{ id: 'c', weight: 0 }, { id: 'b', weight: 0 }]"),
    'its weights are no shares: 0, 0',
  ],
  [
    'weights below zero',
    spec(RANDOM, "key: 'a'", "variants: [{ id: 'c', weight: -1 }, { id: 'b', weight: 2 }]"),
    'its weights are no shares: -1, 2',
  ],
  [
    'weights of words',
    spec(RANDOM, "key: 'a'", "variants: [{ id: 'c', weight: 'x' }, { id: 'b' }]"),
    'its weights are no shares',
  ],
  ['rules that are no list', rules("'x'"), 'its rules are not written out'],
  ['a rule for no variant', rules("[{ expression: 'context.a' }]"), 'there is no variant undefined'],
  [
    'an expression that is code',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is their code that has the placeholder
    rules("[{ variantId: 'b', expression: `context.a === ${x}` }]"),
    'an expression of its rules is not written out',
  ],
  [
    'an expression of nothing',
    rules("[{ variantId: 'b', expression: '' }]"),
    'an expression of its rules is not written out',
  ],
  [
    'an expression of null',
    rules("[{ variantId: 'b', expression: null }]"),
    'an expression of its rules is not written out',
  ],
  ['an expression with a date', rules("[{ variantId: 'b', expression: 'context.at < new Date()' }]"), 'has new Date()'],
  ['a policy without a name', rules("[{ variantId: 'b', policy: {} }]"), 'a policy of its rules has no name'],
  ['a policy that is code', rules("[{ variantId: 'b', policy: POLICY }]"), 'a policy of its rules has no name'],
  ['a percentage of a hundred', rules("[{ variantId: 'b', percentage: 50 }]"), 'percentage must be 0 to 1, not 50'],
])('%s: left out, and said why', async (_, code, reason) => {
  const { report } = await importContractSpec(code);
  expect(report[0]?.id).toBeNull();
  expect(report[0]?.needs.at(-1)).toContain(reason);
});

test('behind a rule that takes everybody nothing is left', async () => {
  const { report, experiments } = await importContractSpec(rules("[{ variantId: 'b' }]"));
  expect(report.map(({ id, needs }) => [id, needs.at(-1)])).toEqual([
    ['a-rule-1', undefined],
    [null, 'a rule before it takes everybody'],
  ]);
  expect(experiments[0]?.text).toContain('divertTo: b');
});

test.each<[what: string, code: string]>([
  ['no salt', spec("{ type: 'random' }")],
  ['null where something may stand', spec("{ type: 'random', salt: null }", "key: 'a', title: null, owners: null")],
  [
    'a control that is no variant',
    `export const a = { meta: { key: 'a' }, controlVariant: 'z', ${ARMS}, allocation: ${RANDOM} }`,
  ],
  [
    'metrics of other kinds',
    `export const a = { meta: { key: 'a' }, ${ARMS}, allocation: ${RANDOM}, successMetrics: [null, { name: 'x', aggregation: 'p95' }] }`,
  ],
  ['a call around it', `export default define(register({ meta: { key: 'a' }, ${ARMS}, allocation: ${RANDOM} }))`],
  ['a version of either age', spec(RANDOM, "name: 'a.b', version: '1.2.0'")],
])('%s: an experiment that validates', async (_, code) => {
  const { experiments } = await importContractSpec(code);
  const { problems } = await compile(experiments.map(({ id, text }) => ({ path: `experiments/${id}.yaml`, text })));
  expect(experiments).toHaveLength(1);
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
});

test('a large module is read whole, and not run', async () => {
  const many = Array.from({ length: 300 }, (_, at) => `{ meta: { key: 'e${at}' }, ${ARMS}, allocation: ${RANDOM} }`);
  const { experiments } = await importContractSpec(`throw new Error('run'); export const all = [${many.join()}]`);
  expect(experiments).toHaveLength(300);
});
