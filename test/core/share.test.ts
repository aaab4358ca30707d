/** Checks that the shares that an experiment promises are those that the core gives. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decide, type Experiment, expectedShares, exposureShares, shareTaken } from '../../src/core/index.js';

const experiment: Experiment = {
  id: 'pricing',
  name: 'Pricing',
  variants: [
    { key: 'control', name: 'C', weight: 5000 },
    { key: 'b', name: 'B', weight: 5000, recipeSampleRate: 0.25 },
  ],
};

test('exposed subjects fall by weight and recipeSampleRate', () => {
  expect(exposureShares(experiment.variants)).toEqual([0.8, 0.2]);
  expect(exposureShares([{ weight: 0 }, { weight: 10000, recipeSampleRate: 0 }])).toEqual([0, 0]);
});

test('an experiment takes what sampling, exclusion, its slice and its holdouts leave', () => {
  expect(shareTaken({})).toBe(1);
  expect(shareTaken({ audience: { sampleRate: 0.2, excludeRate: 0.5 } })).toBe(0);
  const layer = { name: 'a', from: 0.25, to: 0.75 };
  expect(shareTaken({ audience: { sampleRate: 0.9, excludeRate: 0.1 }, layer }, [{ share: 0.5 }])).toBeCloseTo(0.2, 9);
});

test('what is promised is what ten thousand subjects get', () => {
  const rate = fc.constantFrom(0.2, 0.5, 0.9, 1);
  fc.assert(
    fc.property(rate, rate, rate, fc.boolean(), (sampleRate, to, share, isDiverted) => {
      const holdouts = [{ id: 'winter', share: 1 - share }];
      const any: Experiment = {
        ...experiment,
        audience: { sampleRate, excludeRate: 0.1 },
        layer: { name: 'checkout', from: 0, to },
        ...(isDiverted && { divertTo: 'b' }),
      };
      const all = Array.from({ length: 10_000 }, (_, at) => decide(any, { subject: `user-${at}`, holdouts }));
      for (const { key, assigned, shown } of expectedShares(any, holdouts)) {
        const mine = all.filter(({ variant }) => variant === key);
        expect(Math.abs(mine.length / 10_000 - assigned)).toBeLessThan(0.025);
        expect(Math.abs(mine.filter(({ recipe }) => recipe).length / 10_000 - shown)).toBeLessThan(0.025);
      }
    }),
    { numRuns: 12 },
  );
});
