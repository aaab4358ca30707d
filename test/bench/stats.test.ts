/** Tests medians, spread, and exponents. */

import { expect, test } from 'vitest';
import { growth, median, quantile, summarize } from '../../bench/stats.mjs';

test('a median lies in the middle, whatever the order', () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([])).toBeNaN();
});

test('a quantile between two values is interpolated', () => {
  expect(quantile([0, 10], 0.25)).toBe(2.5);
  expect(summarize([1, 2, 3, 4, 100])).toEqual({ count: 5, median: 3, low: 2, high: 4, min: 1, max: 100 });
});

const costs = (costOf: (n: number) => number) => [1, 10, 100, 1000, 5000].map((n) => ({ n, cost: costOf(n) }));

test('a cost in proportion has the exponent 1, however much is paid once', () => {
  const { exponent, each } = growth(
    costs((n) => 300 + 0.5 * n),
    1,
  );
  expect(exponent).toBeCloseTo(1, 2);
  expect(each).toBeCloseTo(0.5);
});

test('a cost of each looking at every other has an exponent near 2', () => {
  expect(
    growth(
      costs((n) => 40 + n * n * 0.001),
      1,
    ).exponent,
  ).toBeCloseTo(2, 1);
});

test('a cost that does not rise above the noise has no exponent', () => {
  expect(
    growth(
      costs((n) => 3 + 0.0001 * n),
      1,
    ).exponent,
  ).toBeNull();
  expect(growth([{ n: 10, cost: 1 }], 1).exponent).toBeNull();
});
