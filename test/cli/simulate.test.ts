/** Tests `fx simulate`: counts against shares, with contexts, pairs and the bin. */

import { expect, test } from 'vitest';
import { setup } from '../../src/cli/commands/simulate.js';
import { type Simulation, simulate as simulateAll } from '../../src/cli/simulation.js';
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
  const { out } = await run(setup, [folder(files), ...args, '--json']);
  const { schema, experiments, overlaps, subjects } = JSON.parse(out) as Simulation & { readonly schema: string };
  return { schema, experiments, overlaps, subjects };
};

test('expected shares are sampling × weight × recipeSampleRate, and observed ones come close', async () => {
  const { experiments, schema, subjects } = await simulate({ 'a.yaml': GATED });
  const [gated] = experiments;
  expect([schema, subjects]).toEqual(['fx.simulate/1', 10_000]);
  expect(gated?.variants.map(({ assignedExpected }) => assignedExpected)).toEqual([0.14, 0.56].map(close));
  expect(gated?.variants.map(({ shownExpected }) => shownExpected)).toEqual([0.14, 0.28].map(close));
  for (const { assignedExpected, assignedShare, shownExpected, shownShare } of gated?.variants ?? []) {
    expect(Math.abs(assignedShare - assignedExpected)).toBeLessThan(0.015);
    expect(Math.abs(shownShare - shownExpected)).toBeLessThan(0.015);
  }
  expect(gated?.test?.degrees).toBe(2);
  expect(gated?.test?.p).toBeGreaterThan(0.001);
});

const close = (share: number) => expect.closeTo(share, 9);

test('whoever is diverted is counted under that variant alone', async () => {
  const { experiments } = await simulate({ 'a.yaml': experiment('a', 'sampleRate: 0.3\ndivertTo: treatment\n') });
  const [control, treatment] = experiments[0]?.variants ?? [];
  expect([control?.shownExpected, treatment?.shownExpected]).toEqual([0, 0.3].map(close));
  expect(control?.assigned).toBe(0);
  expect(experiments[0]?.test?.p).toBeGreaterThan(0.001);
});

test('a slice of a layer and a holdout take their share, of what is expected too', async () => {
  const { experiments } = await simulate({
    'a.yaml': experiment('a', 'layer: { name: checkout, from: 0, to: 0.5 }\n'),
    'h.yaml': 'kind: holdout\nid: winter\nname: Winter\nshare: 0.4\nexperiments: all\n',
  });
  expect(experiments[0]?.variants.map(({ shownExpected }) => shownExpected)).toEqual([0.15, 0.15].map(close));
  expect(experiments[0]?.test?.p).toBeGreaterThan(0.001);
});

test.each([
  ['{"user":{"tier":"pro"}}\n{"user":{"tier":"free"}}\n{}\n{}\n', 1000],
  ['[{"user":{"tier":"pro"}},\n {}]', 2000],
  ['{\n  "user": {"tier": "pro"}\n}', 4000],
  ['{"user":{"tier":"pro"}}\r\n', 4000],
])('contexts take turns, and a rule counts for those that have them: %j', async (text, eligible) => {
  const contexts = folder({ 'c.json': text });
  const { experiments } = await simulate({ 'a.yaml': RULED }, '--subjects', '4000', '--context', `@${contexts}/c.json`);
  expect(experiments[0]?.eligible).toBe(eligible);
});

test('overlap is the share that is in both, beside what it would be by chance', async () => {
  const half = 'sampleRate: 0.5\n';
  const { overlaps } = await simulate({
    'a.yaml': experiment('a', half),
    'b.yaml': experiment('b', half),
    'c.yaml': experiment('c', `${half}salt: a\n`),
  });
  const pair = (a: string, b: string) => overlaps.find((one) => one.a === a && one.b === b);
  expect(overlaps).toHaveLength(3);
  expect(Math.abs((pair('a', 'b')?.share ?? 0) - 0.25)).toBeLessThan(0.02);
  expect(Math.abs((pair('a', 'c')?.share ?? 0) - 0.5)).toBeLessThan(0.02);
  expect(Math.abs((pair('a', 'c')?.expected ?? 0) - 0.25)).toBeLessThan(0.02);
});

test('experiments that share nobody overlap by nothing', async () => {
  const early = experiment('a', 'sampleRate: 0.5\nsalt: s\n');
  const late = experiment('b', 'salt: s\naudience: { excludeRate: 0.5 }\n');
  expect((await simulate({ 'a.yaml': early, 'b.yaml': late })).overlaps.map(({ both }) => both)).toEqual([0]);
});

test('drafts take part with --all, and dates keep nobody out', async () => {
  const files = {
    'a.yaml': experiment('a', 'status: draft\n'),
    'b.yaml': experiment('b', "endAt: '2020-01-01T00:00:00Z'\n"),
  };
  expect((await simulate(files)).experiments.map(({ id, eligible }) => [id, eligible])).toEqual([['b', 10_000]]);
  expect((await simulate(files, '--all')).experiments.map(({ id }) => id)).toEqual(['a', 'b']);
});

test.each(['0', '1.5', 'many', '10000001'])('%s subjects are refused', async (count) => {
  const { code, err } = await run(setup, [folder({ 'a.yaml': GATED }), '--subjects', count]);
  expect(code).toBe(1);
  expect(err).toBe(`✗ --subjects must be a number from 1 to 10,000,000, not ${count}.\n`);
});

test.each([
  ['', 'is not JSON'],
  ['{"a":1}\nnonsense\n', 'is not JSON'],
  ['[]', 'must be a JSON object'],
  ['{"a":1}\n[1]', 'must be a JSON object'],
])('a context file that holds %j is refused', async (text, sentence) => {
  const contexts = folder({ 'c.json': text });
  const { code, err } = await run(setup, [folder({ 'a.yaml': GATED }), '--context', `@${contexts}/c.json`]);
  expect(code).toBe(1);
  expect(err).toContain(sentence);
});

test('the same files give the same counts', async () => {
  expect(await simulate({ 'a.yaml': GATED })).toEqual(await simulate({ 'a.yaml': GATED }));
});

test('it runs from the bin over the demo', async () => {
  const { code, out, err } = await fx(['simulate', 'demo/experiments', '--subjects', '2000']);
  expect(code).toBe(0);
  expect(out).toContain('chi-squared ');
  expect(out).toMatch(/hero-headline +product-gallery +100\.0%/);
  expect(err).toContain('--all takes them in.');
});

test('it pauses after each experiment, so that a terminal can show that work goes on', async () => {
  const variants = [{ key: 'a', name: 'A', weight: 10_000 }];
  const given = ['a', 'b', 'c'].map((id) => ({ id, name: id, variants }));
  let pauses = 0;
  await simulateAll(
    given,
    10,
    [{}],
    () => [],
    async () => pauses++,
  );
  expect(pauses).toBe(3);
});
