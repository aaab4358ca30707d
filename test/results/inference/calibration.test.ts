/** Simulates experiments: intervals, looks, splits and plans keep what they promise. `FX_LONG=1` simulates more of them. */

import { expect, test } from 'vitest';
import { keeps, PARTS } from '../../../scripts/calibration.mjs';
import * as inference from '../../../src/results/inference/index.js';

const isLong = process.env.FX_LONG === '1';

const PROMISES: Readonly<Record<string, string>> = {
  shares: 'intervals of shares hold the truth 95 times of 100, wherever a verdict is given',
  revenue: 'intervals of revenue hold the truth 95 times of 100, wherever a verdict is given',
  shareLooks: 'thirty looks find a difference of shares that is not there in at most 5 of 100 experiments',
  revenueLooks: 'thirty looks find a difference of revenue that is not there in at most 5 of 100 experiments',
  splits: 'thirty looks alarm of a split that is right in at most one of 1,000 experiments',
  power: 'a planned test sees what it was planned for as often as promised, within 3 points',
};

test('every part of the calibration is run here', () => {
  expect(Object.keys(PROMISES)).toEqual(Object.keys(PARTS));
});

test.each(Object.entries(PROMISES).map(([part, sentence]) => [sentence, part] as const))(
  '%s',
  { timeout: isLong ? 7_200_000 : 300_000 },
  (_, part) => {
    const rows = PARTS[part]?.(inference, isLong) ?? [];
    expect(rows.some(({ runs }) => runs > 0)).toBe(true);
    expect(rows.filter((row) => !keeps(row))).toEqual([]);
  },
);

test('a promise that is not kept is seen', () => {
  const row = {
    group: 'a',
    name: 'a',
    promise: 0.95,
    bound: 'at least',
    seen: 0.9,
    error: 0.005,
    runs: 1000,
    told: 1,
  } as const;
  expect(keeps(row)).toBe(false);
  expect(keeps({ ...row, seen: 0.94 })).toBe(true);
  expect(keeps({ ...row, bound: 'at most', promise: 0.05, seen: 0.07 })).toBe(false);
  expect(keeps({ ...row, bound: 'within 3 points', promise: 0.8, seen: 0.75 })).toBe(false);
  expect(keeps({ ...row, bound: 'within 3 points', promise: 0.8, seen: 0.82 })).toBe(true);
});
