/** Chi-squared against answers that other programs gave. */

import { expect, test } from 'vitest';
import { chiSquared, logGamma, upperGamma } from '../../src/results/statistics.js';

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

// Q(1, x) is exp(-x), and Q(2, x) is (1 + x) exp(-x)
test.each([0.001, 0.5, 1, 1.999, 2.001, 10, 300, 700])(
  'the tail keeps its digits on both sides of the switch: x %d',
  (x) => {
    expect(upperGamma(1, x) / Math.exp(-x)).toBeCloseTo(1, 11);
    expect(upperGamma(2, x) / (Math.exp(-x) * (1 + x))).toBeCloseTo(1, 11);
  },
);

test('the tail of one degree of freedom is erfc', () => {
  expect(upperGamma(0.5, 1)).toBeCloseTo(0.15729920705028513, 13);
  expect(upperGamma(3, 0)).toBe(1);
});

test('the gamma function of whole numbers is the factorial', () => {
  expect(Math.exp(logGamma(6))).toBeCloseTo(120, 9);
  expect(Math.exp(logGamma(0.5))).toBeCloseTo(Math.sqrt(Math.PI), 12);
});
