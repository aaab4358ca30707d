/** Runs the queries of docs/analysis.md in SQLite on events whose answers are known. */

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { renderAnalysis } from '../../scripts/analysis.mjs';
import * as results from '../../src/results/index.js';
import { exposure, knownEvents, load, START } from './known.js';

const answers = load(knownEvents());
const page = readFileSync('docs/analysis.md', 'utf8');

test('the SQL of docs/analysis.md is what fx sql prints: else run node scripts/analysis.mjs', () => {
  expect(renderAnalysis(page, results)).toBe(page);
});

test('the smallest table of counts has a result', () => {
  const [table = ''] = /(?<=```csv\n).*?(?=```)/s.exec(page) ?? [];
  const { counts, faults } = results.readCountTable(table, {
    experiments: [{ id: 'cta', metrics: [{ key: 'orders', kind: 'conversion', eventName: 'purchase' }] }],
    by: [],
    isStitched: true,
  });
  expect(faults).toEqual([]);
  const [phase] = counts.experiments[0]?.phases ?? [];
  expect(
    phase?.arms.map(({ variant, subjects, metrics: [orders] }) => [variant, subjects, orders?.numbers.sum]),
  ).toEqual([
    ['control', 1000, 100],
    ['treatment', 1000, 140],
  ]);
});

test('conversions count once, after the first exposure, by the collector’s clock', () => {
  expect(answers('conversion')).toEqual([
    { variant: 'control', subjects: 60, conversions: 7, rate: 0.1167, total: 70 },
    { variant: 'treatment', subjects: 40, conversions: 12, rate: 0.3, total: 120 },
  ]);
});

test('who saw two variants is counted, and left out', () => {
  expect(answers('mixed')).toEqual([{ subjects_in_two_variants: 1 }]);
});

test('the chi-squared of the split is the one that can be computed by hand', () => {
  // 60 and 40 where 50 and 50 are expected: 100/50 + 100/50
  expect(answers('srm')).toEqual([{ chi_squared: 4, degrees_of_freedom: 1 }]);
});

test('failures are counted by arm, as shares of it', () => {
  expect(answers('failures')).toEqual([
    { variant: 'treatment', code: 'timeout', selector: '.cta', subjects: 2, share: 0.05 },
  ]);
});

test('subjects belong to the phase of their first exposure', () => {
  expect(answers('phases').map(({ phase, variant, subjects }) => [phase, variant, subjects])).toEqual([
    ['p1', 'control', 60],
    ['p1', 'treatment', 30],
    ['p2', 'treatment', 10],
  ]);
});

test('phases do not touch each other: who comes again is in both, from the first exposure to each', () => {
  const again = load([
    exposure('s1', 'control', { phase: 'p9', at: 1000 }),
    exposure('s1', 'control', { phase: 'p0', at: 1500, reason: 'sticky' }),
  ]);
  expect(again('phases').map(({ phase, subjects, since_ms }) => [phase, subjects, since_ms])).toEqual([
    ['p9', 1, START + 1000],
    ['p0', 1, START + 1500],
  ]);
});

test('a browser that two subjects share is found', () => {
  expect(answers('visitors')).toMatchObject([{ shared_visitors: 1 }]);
});

test('an arm that nobody saw still counts against the split', () => {
  const oneArm = load(Array.from({ length: 20 }, (_, i) => exposure(`s${i}`, 'control')));
  expect(oneArm('srm')).toEqual([{ chi_squared: 20, degrees_of_freedom: 1 }]);
});
