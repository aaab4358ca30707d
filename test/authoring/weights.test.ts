/** Tests weights of shares: they sum to 10000, and each is within one of its share. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evenWeights, toWeights } from '../../src/authoring/index.js';

test.each([
  [
    [1, 1, 1],
    [3334, 3333, 3333],
  ],
  [
    [33.33, 33.33, 33.33],
    [3334, 3333, 3333],
  ],
  [
    [0.1, 0.2, 0.7],
    [1000, 2000, 7000],
  ],
  [
    [0.005, 0.995],
    [50, 9950],
  ],
  [
    [0, 5],
    [0, 10_000],
  ],
])('shares %j become the weights %j', (shares, weights) => {
  expect(toWeights(shares)).toEqual(weights);
});

test('weights sum to 10000, and each is within one of its share', () => {
  const shares = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(shares, (all) => {
      const sum = all.reduce((total, one) => total + one, 0);
      fc.pre(sum > 0);
      const weights = toWeights(all);
      expect(weights.reduce((total, one) => total + one, 0)).toBe(10_000);
      for (const [at, one] of all.entries())
        expect(Math.abs((weights[at] ?? 0) - (one / sum) * 10_000)).toBeLessThan(1);
    }),
  );
});

test('weights of an even split differ by one at most, the larger ones first', () => {
  for (let count = 1; count <= 50; count++) {
    const more = 10_000 % count;
    const least = Math.floor(10_000 / count);
    expect(evenWeights(count)).toEqual(Array.from({ length: count }, (_, at) => least + (at < more ? 1 : 0)));
  }
});
