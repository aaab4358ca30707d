/** Chi-squared against answers that other programs gave. */

import { expect, test } from 'vitest';
import { chiSquared, upperGamma } from '../../src/cli/chisquare.js';

// scipy 1.17: chisquare(observed, expected)
test.each([
  [[1000, 1100], [1, 1], 0.0290963317, 1e-10],
  [[500, 500, 600], [1, 1, 1], 0.00193045414, 1e-11],
  [[10900, 46700, 42400], [0.1, 0.45, 0.45], 6.9993e-65, 1e-69],
])('counts %j at shares %j have the p-value that scipy gives', (observed, shares, p, within) => {
  expect(Math.abs(chiSquared(observed, shares).p - p)).toBeLessThan(within);
});

test('counts exactly as expected have p 1', () => {
  expect(chiSquared([50, 50], [0.5, 0.5])).toEqual({ statistic: 0, degrees: 1, p: 1 });
});

test('a cell of share 0 costs no degree of freedom, and a count in it cannot be chance', () => {
  expect(chiSquared([50, 50, 0], [1, 1, 0])).toEqual({ statistic: 0, degrees: 1, p: 1 });
  expect(chiSquared([50, 50, 1], [1, 1, 0]).p).toBe(0);
});

test('without counts there is nothing to doubt', () => {
  expect(chiSquared([0, 0], [1, 1]).p).toBe(1);
});

// Q(1, x) is exp(-x), and Q(1/2, x) is erfc(sqrt x)
test.each([0.001, 0.5, 1, 1.999, 2.001, 10, 300, 700])(
  'one degree and two are right on both sides of the switch, x %d',
  (x) => {
    expect(upperGamma(1, x) / Math.exp(-x)).toBeCloseTo(1, 11);
    expect(upperGamma(2, x) / (Math.exp(-x) * (1 + x))).toBeCloseTo(1, 11);
  },
);

test('erfc(1) is the tail of one degree of freedom at 1', () => {
  expect(upperGamma(0.5, 1)).toBeCloseTo(0.15729920705028513, 13);
});
