/** Tests chi-squared against answers that other programs gave. */

import { expect, test } from 'vitest';
import { chiSquared } from '../../../src/results/inference/chisquared.js';

/** As shares that sum to 1. */
const normalise = (parts: readonly number[]): number[] =>
  parts.map((part) => part / parts.reduce((sum, one) => sum + one, 0));

// scipy 1.17: chisquare(observed, expected)
test.each([
  [[1000, 1100], [1, 1], 0.0290963317, 1e-10],
  [[500, 500, 600], [1, 1, 1], 0.00193045414, 1e-11],
  [[10900, 46700, 42400], [0.1, 0.45, 0.45], 6.9993e-65, 1e-69],
])('counts %j at %j have the p-value that scipy gives', (observed, parts, p, within) => {
  expect(Math.abs((chiSquared(observed, normalise(parts))?.p ?? Number.NaN) - p)).toBeLessThan(within);
});

test('counts exactly as expected have p 1', () => {
  expect(chiSquared([50, 50], [0.5, 0.5])).toEqual({ statistic: 0, degrees: 1, p: 1 });
});

test('a cell of share 0 costs no degree of freedom', () => {
  expect(chiSquared([50, 50, 0], [0.5, 0.5, 0])).toEqual({ statistic: 0, degrees: 1, p: 1 });
});

test('without counts, or with one cell, there is nothing to test', () => {
  expect(chiSquared([0, 0], [0.5, 0.5])).toBeNull();
  expect(chiSquared([10], [1])).toBeNull();
});
