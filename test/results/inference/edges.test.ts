/** Tests the ends of what inference is made of: no numbers, no chance, no root. */

import { expect, test } from 'vitest';
import { incompleteBeta } from '../../../src/results/inference/gamma.js';
import { reachOf } from '../../../src/results/inference/looks.js';
import { mergeMoments, momentsOf, NO_MOMENTS, withZeros } from '../../../src/results/inference/moments.js';
import { quantileArm } from '../../../src/results/inference/quantiles.js';
import { rootOf } from '../../../src/results/inference/root.js';

test('the incomplete beta function is 0 at nothing and 1 at all', () => {
  expect([incompleteBeta(0, 2, 3), incompleteBeta(1, 2, 3)]).toEqual([0, 1]);
  expect(incompleteBeta(0.5, 1, 1)).toBeCloseTo(0.5, 14);
});

test('numbers and no numbers together are the numbers, whichever come first', () => {
  const some = momentsOf([1, 2, 4]);
  expect(mergeMoments(some, NO_MOMENTS)).toEqual(some);
  expect(mergeMoments(NO_MOMENTS, some)).toEqual(some);
  expect(withZeros(momentsOf([2, 4]), 2)).toMatchObject({ subjects: 4, mean: 1.5 });
});

test('no value has no quantile, and one value is its own', () => {
  expect(quantileArm([], [], 0.5)).toBeNull();
  expect(quantileArm([7], [1], 0.5)).toMatchObject({ subjects: 1, value: 7, error: 0, beyond: 0 });
});

test('each end of a quantile is a value, however far its bracket reaches', () => {
  expect(quantileArm([1, 2, 3], [1, 1, 1], 0.01)).toMatchObject({ value: 1 });
  expect(quantileArm([3, 1, 2], [1, 2, 3], 0.99)).toMatchObject({ value: 3 });
});

test('without a change of sign the end nearer to zero is all that there is', () => {
  expect(rootOf((x) => x + 1, 0, 5)).toBe(0);
  expect(rootOf((x) => x - 9, 0, 5)).toBe(5);
});

test.each([
  ['in the middle', (x: number) => x - 2.5, 2.5],
  ['at the first end', (x: number) => x, 0],
  ['at the last end', (x: number) => x - 5, 5],
  ['where it is steep', (x: number) => Math.exp(x) - 20, Math.log(20)],
  ['where a step is no number', (x: number) => (x < 3 ? -1 : 1), 3],
])('a root is found %s', (_, valueAt, root) => {
  expect(rootOf(valueAt, 0, 5)).toBeCloseTo(root, 12);
});

test('a distance whose tail is no number any more is as far as it is', () => {
  const { pOf } = reachOf({ confidence: 0.95, tunedFor: 5000 }, 500);
  expect(pOf(42, Number.POSITIVE_INFINITY)).toBeLessThan(pOf(40, Number.POSITIVE_INFINITY));
  expect(pOf(42, Number.POSITIVE_INFINITY)).toBeGreaterThan(0);
});
