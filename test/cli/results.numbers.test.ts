/**
 * Tests the numbers of `fx results`: those of the queries of docs/analysis.md, in the phase and with the shares that
 * are meant.
 */

import { expect, test } from 'vitest';
import { seeded } from '../../scripts/seeded.mjs';
import { compile } from '../../src/authoring/index.js';
import { conversion, exposure, knownEvents, load, type Row } from '../docs/known.js';
import { CTA, site, told } from './readout.js';

test('subjects, conversions and totals are those of the queries, on events whose answers are known', async () => {
  const rows = knownEvents();
  const { experiments, repeated, schema } = await told(site(rows), '--phase', 'p1');
  expect([schema, repeated]).toEqual(['fx.results/1', 10]);
  const [cta] = experiments;
  expect(cta?.arms).toEqual([
    { variant: 'control', name: 'Control', subjects: 60, expectedShare: 0.5, failed: 0, failures: [] },
    {
      variant: 'treatment',
      name: 'Treatment',
      subjects: 30,
      expectedShare: 0.5,
      failed: 2,
      failures: [{ code: 'timeout', selector: '.cta', subjects: 2 }],
    },
  ]);
  expect(cta?.mixed).toBe(1);
  expect(cta?.phases).toEqual([
    { phase: 'p1', subjects: 90 },
    { phase: 'p2', subjects: 10 },
  ]);
  expect(cta?.metrics.map(({ key, arms }) => [key, ...arms.map(({ converted, total }) => [converted, total])])).toEqual(
    [
      ['orders', [7, 7], [12, 12]],
      ['times', [7, 7], [12, 12]],
      ['revenue', [7, 70], [12, 120]],
    ],
  );
});

/** Clocks that are off, repeats, conversions before the exposure and without one, shared devices, in no order. */
const anything = (seed: number): Row[] => {
  const random = seeded(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  const rows: Row[] = [];
  for (let one = 0; one < 400; one++) {
    const subject = `s${below(120)}`;
    const off = random() < 0.2 ? below(1e9) - 5e8 : 0;
    const at = 1000 + below(50) + off;
    const clocks = { at, sentAt: 2000 + off };
    const variant = subject.length % 2 || random() < 0.02 ? 'treatment' : 'control';
    if (random() < 0.4)
      rows.push(exposure(subject, variant, { ...clocks, reason: random() < 0.1 ? 'divert' : 'assigned' }));
    else rows.push({ ...conversion(subject, below(9) - 1, at), ...clocks });
    const before = rows[below(rows.length)];
    if (random() < 0.2 && before) rows.push({ ...before, received: Number(before.received) + below(30) - 15 });
  }
  return rows;
};

test.each([1, 2, 3, 4, 5])('whatever arrived, the queries of docs/analysis.md say the same: %d', async (seed) => {
  const rows = anything(seed);
  const answers = load(rows);
  const [cta] = (await told(site(rows))).experiments;
  const bought = answers('conversion');
  const ofKind = (key: string) => cta?.metrics.find((metric) => metric.key === key)?.arms ?? [];
  expect(
    ofKind('orders').map(({ variant, subjects, converted }) => ({ variant, subjects, conversions: converted })),
  ).toEqual(bought.map(({ variant, subjects, conversions }) => ({ variant, subjects, conversions })));
  expect(ofKind('revenue').map(({ total }) => total)).toEqual(bought.map(({ total }) => total));
  expect(bought.reduce((sum, { conversions }) => sum + Number(conversions), 0)).toBeGreaterThan(20);
  expect([{ subjects_in_two_variants: cta?.mixed }]).toEqual(answers('mixed'));
  expect(cta?.split?.statistic).toBeCloseTo(Number(answers('srm')[0]?.chi_squared), 3);
});

test('without --phase it is the published one, or the last that was seen', async () => {
  const { manifest } = await compile([{ path: 'cta.yaml', text: new TextEncoder().encode(CTA) }]);
  const phase = manifest?.experiments[0]?.phase;
  const published = exposure('early', 'control', { phase, at: 10 });
  const [known] = (await told(site([...knownEvents(), published]))).experiments;
  expect([known?.phase, known?.subjects]).toEqual([phase, 1]);
  const [unknown] = (await told(site(knownEvents()))).experiments;
  expect([unknown?.phase, unknown?.subjects]).toEqual(['p2', 10]);
});

test('expected shares are weight × recipeSampleRate', async () => {
  const weighted = `id: cta
name: cta
variants:
  - { key: control, name: Control, weight: 2000 }
  - { key: treatment, name: Treatment, weight: 8000, recipeSampleRate: 0.5 }
`;
  const [cta] = (await told(site([], { 'cta.yaml': weighted }))).experiments;
  expect(cta?.arms.map(({ expectedShare }) => expectedShare)).toEqual(
    [1 / 3, 2 / 3].map((one) => expect.closeTo(one, 9)),
  );
});
