/** Tests comparisons of all kinds of numbers, those that say nothing among them. */

import { describe, expect, test } from 'vitest';
import {
  type Certainty,
  type Contrast,
  compare,
  type Measured,
  momentsOf,
} from '../../../src/results/inference/index.js';

const ONCE: Certainty = { confidence: 0.95 };
const ALWAYS: Certainty = { confidence: 0.95, tunedFor: 5000 };

const share = (subjects: number, converted: number): Measured => ({ kind: 'share', subjects, converted });
const mean = (numbers: readonly number[]): Measured => ({
  kind: 'mean',
  ...momentsOf(numbers),
  positive: numbers.filter((number) => number > 0).length,
});
/** So many numbers that take turns. */
const numbers = (count: number, ...turns: number[]): number[] =>
  Array.from({ length: count }, (_, at) => turns[at % turns.length] ?? 0);

/** The numbers of an answer that are none. */
const notFinite = (value: unknown): unknown[] =>
  typeof value === 'number'
    ? Number.isFinite(value)
      ? []
      : [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(notFinite)
      : [];

const codes = ({ shortages }: Contrast): string[] => shortages.map(({ code }) => code);

describe.each([
  ['one look', ONCE],
  ['every look', ALWAYS],
])('at %s', (_, certainty) => {
  test.each([
    ['2 of 2 against none of 2', share(2, 2), share(2, 0)],
    ['20 of 20 against 2 of 2', share(20, 20), share(2, 2)],
    ['10 of 20 against none of 2', share(20, 10), share(2, 0)],
    ['20 of 1,000 against none of 1,000', share(1000, 20), share(1000, 0)],
    ['none of 1,000 against 200 of 1,000', share(1000, 0), share(1000, 200)],
    ['none against none', share(1000, 0), share(1000, 0)],
    ['one subject each', share(1, 0), share(1, 1)],
    ['nobody', share(0, 0), share(100, 5)],
    ['nobody at all', share(0, 0), share(0, 0)],
    ['all the same numbers', mean(numbers(50, 1)), mean(numbers(50, 1))],
    ['two numbers, each always the same', mean(numbers(50, 1)), mean(numbers(50, 2))],
    ['numbers of which one arm has none', mean(numbers(50, 0, 1)), mean(numbers(50, 0))],
    ['one number', mean([1]), mean(numbers(50, 1, 2))],
    ['no number', mean([]), mean(numbers(50, 1, 2))],
    ['refunds', mean(numbers(50, -1, -2)), mean(numbers(50, -1, -3))],
    ['a control about zero', mean(numbers(50, -1, 1.1)), mean(numbers(50, 1, 2))],
    ['numbers beyond all', mean([1e308, 1e308, 1]), mean([1, 2, 3])],
  ])('%s is no certainty, and every number is one', (_, control, variant) => {
    const { difference, lift, shortages, belief } = compare(control, variant, certainty);
    expect(notFinite([difference, lift, shortages, belief])).toEqual([]);
    if (difference.is === 'known') {
      expect(difference.high - difference.low).toBeGreaterThan(0);
      expect(difference.p).toBeGreaterThan(0);
      expect(difference.error).toBeGreaterThan(0);
    } else expect(difference.reason).toBeTruthy();
    if (lift.is !== 'bounded') expect(lift.reason).toBeTruthy();
    else expect(lift.high).toBeGreaterThan(lift.low);
  });

  test('0 is outside of both intervals exactly where p is below 1 − confidence', () => {
    for (let did = 60; did < 160; did++) {
      const { difference, lift } = compare(share(1000, 100), share(1100, did), certainty);
      if (difference.is === 'unknown' || lift.is !== 'bounded') throw new Error('it has to be known');
      const isSeen = difference.p < 0.05;
      expect(difference.low > 0 || difference.high < 0).toBe(isSeen);
      expect(lift.low > 0 || lift.high < 0).toBe(isSeen);
    }
  });
});

test('2 against none of 2 says that nothing is known yet', () => {
  const contrast = compare(share(2, 2), share(2, 0), ONCE);
  expect(contrast.difference).toMatchObject({ is: 'known', value: -1, low: -1 });
  expect(contrast.difference.is === 'known' && contrast.difference.high).toBeGreaterThan(0);
  expect(codes(contrast)).toEqual(['few-subjects', 'few-conversions']);
});

test('none against 200 of 1,000 is a difference, and a lift that has no upper end', () => {
  const { difference, lift, shortages, looksTooGood } = compare(share(1000, 0), share(1000, 200), ONCE);
  expect(difference).toMatchObject({ is: 'known', value: 0.2 });
  expect(lift).toMatchObject({ is: 'open', reason: 'control-near-zero' });
  expect(shortages).toEqual([]);
  expect(looksTooGood).toBe(true);
});

test('below zero there is a difference and no lift', () => {
  const { difference, lift } = compare(mean(numbers(200, -1, -2)), mean(numbers(200, -1, 0)), ONCE);
  expect(difference).toMatchObject({ is: 'known', value: 1 });
  expect(lift).toEqual({ is: 'unbounded', reason: 'control-not-positive', value: null });
});

test('a control that may as well be zero says so, and the difference stands', () => {
  const { difference, lift } = compare(mean(numbers(200, -10, 10.1)), mean(numbers(200, 5, 6)), ONCE);
  expect(difference).toMatchObject({ is: 'known' });
  expect(lift).toMatchObject({ is: 'unbounded', reason: 'control-near-zero' });
});

test('large numbers close together keep their digits', () => {
  const about = (shift: number) => mean(numbers(100, 1e9 + shift - 0.5, 1e9 + shift + 0.5));
  const { difference } = compare(about(0), about(1), ONCE);
  // t = 1 / (0.502519 × sqrt(2 / 100)) = 14.07 with 198 degrees of freedom; scipy: 2 * t.sf(14.0712, 198)
  expect(difference.is === 'known' && difference.value).toBeCloseTo(1, 6);
  expect(difference.is === 'known' && difference.p).toBeLessThan(1e-30);
});

test('a small arm that looks even is as skewed as both arms are together', () => {
  // Of 20,000 one in a hundred is large; none of the small arm's 200 is.
  const large = mean(numbers(20_000, 50, ...Array.from({ length: 99 }, (_, at) => at % 3)));
  const small = mean(numbers(200, 0, 1, 2));
  const [shortage] = compare(large, small, ONCE).shortages;
  expect(shortage).toMatchObject({ code: 'too-skewed', seen: 200 });
  expect(compare(small, small, ONCE).shortages).toEqual([]);
});

test('an arm with larger numbers counts for no more than the other where both decide on skewness', () => {
  const skewed = numbers(1000, ...Array.from({ length: 1000 }, (_, at) => Number(at < 20)));
  const even = numbers(1000, ...Array.from({ length: 1000 }, (_, at) => Number(at < 400)));
  const least = (scale: number): unknown =>
    compare(mean(skewed.map((one) => one * scale)), mean(even), ONCE).shortages.map((one) =>
      'least' in one ? one.least : one.code,
    );
  expect([least(1000), least(1), least(0.001)]).toEqual([[4685], [4685], [4685]]);
});

test('an interval of a quantile is as much wider as few values beyond it say little of its error', () => {
  const arm = (value: number, beyond: number) =>
    ({ kind: 'quantile', subjects: 10_000, value, error: 1, beyond }) as const;
  const width = (beyond: number): number => {
    const { difference } = compare(arm(10, beyond), arm(11, beyond), ONCE);
    return difference.is === 'unknown' ? Number.NaN : (difference.high - difference.low) / 2 / Math.SQRT2;
  };
  // Student's t of 0.975 with 39.2, 392 and, where no more values are, 2 degrees of freedom (scipy 1.17).
  expect([width(50), width(5000), width(0)]).toEqual([
    expect.closeTo(2.0224, 3),
    expect.closeTo(1.966, 3),
    expect.closeTo(4.3027, 3),
  ]);
});

test('both arms together decide on skewness, and an arm by itself where it is far from that', () => {
  /** So many of a thousand are 1, the others 0: the fewer the more skewed. */
  const rare = (thousands: number, ones: number) =>
    mean(numbers(1000 * thousands, ...Array.from({ length: 1000 }, (_, at) => Number(at < ones))));
  // 4.130 of four in five subjects and 4.229 of the others: 4.149, and 355 × 4.149² subjects.
  expect(compare(rare(4, 50), rare(1, 48), ONCE).shortages).toMatchObject([{ least: 6113, seen: 1000 }]);
  // 1.615, for which 926 will do, though 2.075 of the small arm by itself would ask for 1,529.
  expect(compare(rare(4, 200), rare(1, 140), ONCE).shortages).toEqual([]);
  // 2.302 asks for 1,882, and 5.510 of the small arm by itself for a quarter of 355 × 5.510² subjects.
  expect(compare(rare(4, 200), rare(1, 30), ONCE).shortages).toMatchObject([{ least: 2695, seen: 1000 }]);
});

test.each([
  ['a lift of half is none that looks too good, and one of 50.1% is', 10_000, 1000, [1500, 1501]],
  ['a fall of half is none either, and one of 50.1% is', 10_000, 1000, [500, 499]],
  ['a p of 0.00102 is none that is too good for a lift of 52%, and one of 0.0008 is for 53%', 20_000, 100, [152, 153]],
] as const)('%s', (_, subjects, control, variants) => {
  const answers = variants.map((variant) => compare(share(subjects, control), share(subjects, variant), ONCE));
  expect(answers.map(({ looksTooGood }) => looksTooGood)).toEqual([false, true]);
});
