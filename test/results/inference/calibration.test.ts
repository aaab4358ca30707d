/**
 * Simulates experiments: intervals, looks, splits and plans keep what they promise. `FX_LONG=1` simulates more of them.
 */

import { expect, test } from 'vitest';
import { chancesOf } from '../../../scripts/calibration/draws.mjs';
import { keeps, PARTS } from '../../../scripts/calibration/index.mjs';
import { addedUp } from '../../../scripts/calibration/shares.mjs';
import { NO_METRIC } from '../../../src/results/counts.js';
import * as inference from '../../../src/results/inference/index.js';
import { measure } from '../../../src/results/measures.js';
import { grown, push, startPairs } from '../../../src/results/pairs.js';

const tested = { ...inference, measure, NO_METRIC, grown, push, startPairs };

const isLong = process.env.FX_LONG === '1';

const PROMISES: Readonly<Record<string, string>> = {
  shares: 'intervals of shares hold the truth 95 times of 100, wherever a verdict is given',
  guards: 'a variant that is worse by the margin is called safe at most 5 times of 100',
  revenue: 'intervals of revenue hold the truth 95 times of 100, wherever a verdict is given',
  kinds: 'intervals of means, averages, ratios, quantiles and adjusted means hold the truth 95 times of 100',
  kindGuards: 'a mean, average, ratio or quantile that is worse by the margin is called safe at most 5 times of 100',
  family: 'intervals of all variants hold the truth at once 95 times of 100',
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
    const rows = PARTS[part]?.(tested, isLong) ?? [];
    expect(rows.some(({ seen }) => seen !== null)).toBe(true);
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

test('what is added up by climbing stairs is what every outcome by itself adds up to', () => {
  const arms = [
    { subjects: 130, chances: chancesOf(130, 0.1) },
    { subjects: 110, chances: chancesOf(110, 0.2) },
  ] as const;
  const holds = (control: number, variant: number, isLong: boolean): number => {
    const share = (arm: 0 | 1, converted: number) => ({
      kind: 'share' as const,
      subjects: arms[arm].subjects,
      converted,
    });
    const { shortages, difference } = inference.compare(share(0, control), share(1, variant), { confidence: 0.95 });
    if (shortages.length || difference.is === 'unknown') return isLong ? -1 : 0;
    return difference.low <= 0.1 && difference.high >= 0.1 ? 1 : 0;
  };
  let [told, held] = [0, 0];
  for (const [control, first] of arms[0].chances.entries())
    for (const [variant, second] of arms[1].chances.entries()) {
      const one = holds(control, variant, true);
      if (one < 0) continue;
      told += first * second;
      held += one * first * second;
    }
  const found = addedUp(inference, arms, (control, variant) => {
    const { difference } = inference.compare(control, variant, { confidence: 0.95 });
    if (difference.is === 'unknown') return 0;
    return difference.low > 0.1 ? 1 : difference.high < 0.1 ? -1 : 0;
  });
  expect(found.told).toBeCloseTo(told, 9);
  expect(found.held).toBeCloseTo(held, 9);
  expect([told, held / told]).toEqual([expect.closeTo(0.978, 3), expect.closeTo(0.949, 3)]);
});
