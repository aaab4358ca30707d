/** `fx simulate`: counts against shares, with contexts, pairs and the bin. */

import { expect, test } from 'vitest';
import { setup } from '../../src/cli/commands/simulate.js';
import type { SimulatedExperiment } from '../../src/cli/simulation.js';
import { experiment, folder, fx, run } from './fx.js';

const GATED = `id: gated
name: gated
sampleRate: 0.8
audience:
  excludeRate: 0.1
variants:
  - key: control
    name: Control
    weight: 2000
  - key: treatment
    name: Treatment
    weight: 8000
    recipeSampleRate: 0.5
`;
const RULED = experiment('ruled', "audience:\n  rule: { '==': [{ var: user.tier }, pro] }\n");

const simulate = async (files: Record<string, string>, ...args: string[]) => {
  const outcome = await run(setup, [folder(files), ...args, '--json']);
  return JSON.parse(outcome.out) as {
    readonly schema: string;
    readonly subjects: number;
    readonly experiments: readonly SimulatedExperiment[];
    readonly overlaps: readonly { readonly ids: readonly string[]; readonly share: number }[];
  };
};

test('expected shares are sampling × weight × recipeSampleRate, and observed ones come close', async () => {
  const { experiments, schema, subjects } = await simulate({ 'a.yaml': GATED });
  const cells = experiments[0]?.cells ?? [];
  expect(schema).toBe('fx.simulate/1');
  expect(subjects).toBe(10_000);
  expect(cells.map(({ variant }) => variant)).toEqual(['control', 'treatment', null]);
  expect(cells.map(({ expected }) => expected)).toEqual([0.14, 0.28, 0.58].map((share) => expect.closeTo(share, 9)));
  for (const { observed, expected } of cells) expect(Math.abs(observed - expected)).toBeLessThan(0.015);
  expect(experiments[0]?.test.degrees).toBe(2);
  expect(experiments[0]?.test.p).toBeGreaterThan(0.001);
});

test('whoever is diverted is counted under that variant alone', async () => {
  const { experiments } = await simulate({ 'a.yaml': experiment('a', 'sampleRate: 0.3\ndivertTo: treatment\n') });
  const [control, treatment, rest] = experiments[0]?.cells ?? [];
  expect([control?.expected, treatment?.expected, rest?.expected]).toEqual([0, 0.3, 0.7]);
  expect(control?.count).toBe(0);
  expect(experiments[0]?.test.p).toBeGreaterThan(0.001);
});

test('contexts are dealt out in turn, and a rule counts for those that have them', async () => {
  const contexts = folder({ 'c.ndjson': '{"user":{"tier":"pro"}}\n{"user":{"tier":"free"}}\n{}\n{}\n' });
  const { experiments } = await simulate(
    { 'a.yaml': RULED },
    '--subjects',
    '4000',
    '--context',
    `@${contexts}/c.ndjson`,
  );
  expect(experiments[0]).toMatchObject({ eligible: 1000, inTest: 1000 });
});

test('an array of contexts and one object do, too', async () => {
  const many = await simulate({ 'a.yaml': RULED }, '--subjects', '10', '--context', '[{"user":{"tier":"pro"}},{}]');
  const one = await simulate({ 'a.yaml': RULED }, '--subjects', '10', '--context', '{"user":{"tier":"pro"}}');
  expect([many.experiments[0]?.eligible, one.experiments[0]?.eligible]).toEqual([5, 10]);
});

test('overlap is the share that is in both; two halves with salts of their own overlap by a quarter', async () => {
  const half = 'sampleRate: 0.5\n';
  const { overlaps } = await simulate({
    'a.yaml': experiment('a', half),
    'b.yaml': experiment('b', half),
    'c.yaml': experiment('c', `${half}salt: a\n`),
  });
  const shareOf = (...ids: string[]) => overlaps.find((pair) => pair.ids.join() === ids.join())?.share ?? 0;
  expect(Math.abs(shareOf('a', 'b') - 0.25)).toBeLessThan(0.02);
  expect(Math.abs(shareOf('a', 'c') - 0.5)).toBeLessThan(0.02);
  expect(overlaps[0]?.ids).toEqual(['a', 'c']);
});

test('experiments that share nobody have no pair', async () => {
  const early = 'sampleRate: 0.5\nsalt: s\n';
  const late = 'salt: s\naudience: { excludeRate: 0.5 }\n';
  expect((await simulate({ 'a.yaml': experiment('a', early), 'b.yaml': experiment('b', late) })).overlaps).toEqual([]);
});

test('drafts and dates do not keep an experiment from being simulated', async () => {
  const { experiments } = await simulate({
    'a.yaml': experiment('a', "status: draft\nendAt: '2020-01-01T00:00:00Z'\n"),
  });
  expect(experiments[0]?.inTest).toBe(10_000);
});

test('an experiment that no context fits says what to do', async () => {
  const { out, code } = await run(setup, [folder({ 'a.yaml': RULED })]);
  expect(code).toBe(0);
  expect(out).toContain('No context fits its rule: give one that does with --context.');
});

test.each(['0', '1.5', 'many', '10000001'])('%s subjects are refused', async (count) => {
  const { code, err } = await run(setup, [folder({ 'a.yaml': GATED }), '--subjects', count]);
  expect(code).toBe(1);
  expect(err).toBe(`✗ --subjects ${count} is not a whole number from 1 to 10000000.\n`);
});

test.each([
  ['', 'is not a JSON object'],
  ['{"a":1}\nnonsense\n', 'line 2, is not a JSON object'],
  ['nonsense', 'is not a JSON object'],
  ['[]', 'holds no context'],
])('a context file %j is refused', async (text, sentence) => {
  const contexts = folder({ 'c.json': text });
  const { code, err } = await run(setup, [folder({ 'a.yaml': GATED }), '--context', `@${contexts}/c.json`]);
  expect(code).toBe(1);
  expect(err).toContain(sentence);
});

test('the same files give the same counts', async () => {
  const files = { 'a.yaml': GATED };
  expect(await simulate(files)).toEqual(await simulate(files));
});

test('it runs from the bin over the demo', async () => {
  const { code, out } = await fx(['simulate', 'demo/experiments', '--subjects', '2000']);
  expect(code).toBe(0);
  expect(out).toContain('χ² ');
  expect(out).toContain('delivery-promise + hero-headline');
});
