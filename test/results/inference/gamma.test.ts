/** Tests the gamma function and its kin, against what is known of them. */

import { expect, test } from 'vitest';
import { logGamma, upperGamma } from '../../../src/results/inference/gamma.js';

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
