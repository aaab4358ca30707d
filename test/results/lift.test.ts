/** Lifts and their intervals: by hand, and by what becomes of many made-up experiments. */

import { expect, test } from 'vitest';
import { seeded } from '../../scripts/seeded.mjs';
import { liftFor, liftOf, type Sample, sampleOf, subjectsFor } from '../../src/results/lift.js';

const shares = (subjects: number, did: number): Sample => sampleOf(subjects, did, did);
const ONCE = { confidence: 0.95 };

test('the lift of a share has the interval that can be computed by hand', () => {
  // 10% and 13% of 1,000; the ends are where |0.13 - R × 0.1| = 1.96 × sqrt(0.0001132132 + R² × 0.0000900901), found by bisection
  const { lift, low, high, p } = liftOf(shares(1000, 100), shares(1000, 130), ONCE) ?? {};
  expect(lift).toBeCloseTo(0.3, 12);
  expect(low).toBeCloseTo(0.0182661315, 9);
  expect(high).toBeCloseTo(0.6749396253, 9);
  // twice the normal tail above 0.03 / sqrt(0.0002033033)
  expect(p).toBeCloseTo(0.0353770517, 9);
});

test('values of a sum have their own variance', () => {
  // 1, 2, 3 and 2, 4, 6
  expect(sampleOf(3, 6, 14)).toEqual({ subjects: 3, mean: 2, variance: 1 });
  expect(liftOf(sampleOf(3, 6, 14), sampleOf(3, 12, 56), ONCE)?.lift).toBe(1);
});

test.each([
  ['a control that nobody did anything in', shares(100, 0), shares(100, 5)],
  ['refunds beyond what was sold', sampleOf(100, -5, 25), shares(100, 5)],
  ['so few in the control that it may be none', shares(20, 1), shares(20, 5)],
  ['one subject', shares(1, 1), shares(100, 5)],
  ['nobody', shares(100, 5), shares(0, 0)],
])('there is nothing to compare with %s', (_, control, variant) => {
  expect(liftOf(control, variant, ONCE)).toBeNull();
});

test('where everyone did it there is no doubt', () => {
  expect(liftOf(shares(50, 50), shares(50, 50), ONCE)).toEqual({ lift: 0, low: 0, high: 0, p: 1 });
});

/** How many of some experiments something is true of. */
const shareOf = (experiments: number, isTrue: (random: () => number) => boolean): number => {
  const random = seeded(5);
  let found = 0;
  for (let one = 0; one < experiments; one++) if (isTrue(random)) found++;
  return found / experiments;
};
const drawn = (random: () => number, subjects: number, share: number): Sample => {
  let did = 0;
  for (let one = 0; one < subjects; one++) if (random() < share) did++;
  return shares(subjects, did);
};

test('0 is outside of the interval exactly where the test finds a difference', () => {
  for (let did = 60; did < 160; did++) {
    const { low = 0, high = 0, p = 1 } = liftOf(shares(1000, 100), shares(1000, did), ONCE) ?? {};
    expect(low > 0 || high < 0).toBe((p ?? 1) < 0.05);
  }
});

test('an interval of 95% holds the truth 95 times of 100', () => {
  const held = shareOf(3000, (random) => {
    const { low = 1, high = 0 } = liftOf(drawn(random, 800, 0.2), drawn(random, 800, 0.24), ONCE) ?? {};
    return low <= 0.2 && 0.2 <= high;
  });
  expect(held).toBeGreaterThan(0.94);
  expect(held).toBeLessThan(0.96);
});

test('so many subjects see a lift as often as they were planned to', () => {
  const plan = { baseline: 0.3, power: 0.8, confidence: 0.95 };
  const subjects = subjectsFor(0.3, plan);
  // (1.959964 + 0.841621)² × (0.21 + 0.2379) / 0.09²
  expect(subjects).toBe(435);
  const seen = shareOf(3000, (random) => {
    const { p } = liftOf(drawn(random, subjects, 0.3), drawn(random, subjects, 0.39), ONCE) ?? {};
    return (p ?? 1) < 0.05;
  });
  expect(seen).toBeGreaterThan(0.77);
  expect(seen).toBeLessThan(0.83);
  expect(liftFor(subjects, plan)).toBeCloseTo(0.3, 2);
});

test('no more than everybody can do it: there may be no lift that so few subjects show', () => {
  expect(liftFor(5, { baseline: 0.5, power: 0.8, confidence: 0.95 })).toBeNull();
});

/** How often somebody who looks after every 100 subjects finds a difference that is not there. */
const fooled = (tunedFor: number | undefined): number =>
  shareOf(400, (random) => {
    let [control, variant] = [0, 0];
    for (let subjects = 100; subjects <= 5000; subjects += 100) {
      control += drawn(random, 100, 0.2).mean * 100;
      variant += drawn(random, 100, 0.2).mean * 100;
      const lift = liftOf(shares(subjects, control), shares(subjects, variant), { confidence: 0.95, tunedFor });
      if (lift && (lift.low > 0 || lift.high < 0)) return true;
    }
    return false;
  });

test('who looks fifty times is fooled by an interval for one look, and not by one for every look', () => {
  expect(fooled(undefined)).toBeGreaterThan(0.25);
  expect(fooled(5000)).toBeLessThan(0.05);
});
