/** Tests known answers: what scipy, statsmodels and GrowthBook say of the same numbers (test/fixtures/results). */

import { describe, expect, test } from 'vitest';
import type { AdjustedArm, MeanArm, Moments, RatioArm } from '../../../src/results/inference/arms.js';
import { believe } from '../../../src/results/inference/belief.js';
import { chanceUpTo, likelyCounts } from '../../../src/results/inference/binomial.js';
import { pairOf } from '../../../src/results/inference/estimates.js';
import { dunnettConfidence, dunnettP } from '../../../src/results/inference/family.js';
import { incompleteBeta, logGamma, upperGamma } from '../../../src/results/inference/gamma.js';
import {
  bracketError,
  chiSquared,
  compare,
  equalityP,
  falseDiscoveryRates,
  guardOf,
  type Measured,
  type ShareArm,
  skewnessOf,
  totalFor,
} from '../../../src/results/inference/index.js';
import { sequenceWidth, sideReachOf, sideSequenceWidth, tuningOf } from '../../../src/results/inference/looks.js';
import { normalAbove, normalTail } from '../../../src/results/inference/normal.js';
import { ratioScore } from '../../../src/results/inference/shares.js';
import { studentAbove, studentTail } from '../../../src/results/inference/student.js';
import growthbook from '../../fixtures/results/growthbook.json' with { type: 'json' };
import scipy from '../../fixtures/results/scipy.json' with { type: 'json' };

const ONCE = { confidence: 0.95 };

/** Equal up to a share of the expected number. */
const close = (actual: number | null | undefined, expected: number | undefined, within = 1e-9): void => {
  const gap = Math.abs((actual ?? Number.NaN) - (expected ?? Number.NaN));
  expect(gap, `${actual} is not ${expected}`).toBeLessThanOrEqual(within * Math.abs(expected ?? 0) + 1e-14);
};
const at = (row: readonly number[], index: number): number => row[index] ?? Number.NaN;
const share = ([converted = 0, subjects = 0]: readonly number[]): ShareArm => ({ kind: 'share', subjects, converted });

describe('scipy gives the same', () => {
  const { distributions } = scipy;

  test('tails and quantiles of the normal distribution', () => {
    for (const row of distributions.normalTail) close(normalTail(at(row, 0)), row[1], 1e-12);
    for (const row of distributions.normalAbove) close(normalAbove(at(row, 0)), row[1], 1e-14);
    expect([normalAbove(0), normalAbove(1)]).toEqual([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
  });

  test("tails and quantiles of Student's t", () => {
    for (const row of distributions.studentTail) close(studentTail(at(row, 0), at(row, 1)), row[2], 1e-9);
    for (const row of distributions.studentAbove) close(studentAbove(at(row, 0), at(row, 1)), row[2], 1e-9);
  });

  test('the gamma and beta functions, and sums of binomial chances', () => {
    for (const row of distributions.upperGamma) close(upperGamma(at(row, 0), at(row, 1)), row[2], 1e-10);
    for (const row of distributions.incompleteBeta)
      close(incompleteBeta(at(row, 0), at(row, 1), at(row, 2)), row[3], 1e-11);
    for (const row of distributions.logGamma) close(logGamma(at(row, 0)), row[1], 1e-12);
    for (const row of distributions.binomialUpTo)
      close(chanceUpTo(likelyCounts(at(row, 1), at(row, 2)), at(row, 0)), row[3], 1e-9);
  });

  test('a split, failures by arm, and rates of false discoveries', () => {
    for (const { counts, shares, p } of scipy.splits) close(chiSquared(counts, shares)?.p, p, 1e-11);
    for (const { had, subjects, p } of scipy.equalities)
      close(equalityP(had.map((one, arm) => ({ had: one, subjects: at(subjects, arm) }))), p, 1e-11);
    falseDiscoveryRates(scipy.rates.ps).forEach((q, index) => {
      close(q, scipy.rates.qs[index], 1e-12);
    });
  });

  test("Dunnett's widths and p-values, from a multivariate normal distribution", () => {
    for (const { ties, width, p } of scipy.dunnett) {
      close(normalAbove((1 - dunnettConfidence(ties, 0.95)) / 2), width, 1e-4);
      for (const row of p) close(dunnettP(ties, at(row, 0)), row[1], 1e-3);
    }
  });
});

test.each(scipy.shares)('statsmodels gives the same for shares of $control against $variant', (row) => {
  const [control, variant] = [share(row.control), share(row.variant)];
  const { difference, lift } = compare(control, variant, ONCE);
  if (difference.is === 'unknown' || lift.is !== 'bounded') throw new Error('it has to be known');
  close(difference.low, row.difference[0], 1e-8);
  close(difference.high, row.difference[1], 1e-8);
  close(lift.low, row.lift[0], 1e-8);
  close(lift.high, row.lift[1], 1e-8);
  close(difference.p, row.p, 1e-9);
  close(ratioScore(control, variant, 0.9), row.guardScore, 1e-9);
  close(guardOf(control, variant, { goal: 'increase', margin: 0.1 }, ONCE).p, row.guardP, 1e-9);
});

test.each(scipy.means)(
  'scipy gives the same intervals of Welch and Fieller for $control.subjects against $variant.subjects',
  (row) => {
    const arm = (moments: Omit<MeanArm, 'kind'>): MeanArm => ({ kind: 'mean', ...moments });
    const { difference, lift } = compare(arm(row.control), arm(row.variant), ONCE);
    if (difference.is === 'unknown' || lift.is !== 'bounded') throw new Error('it has to be known');
    // At 1e9 the inputs have nine digits before the point, and six are left behind it.
    const within = row.control.mean > 1e8 ? 1e-6 : 1e-9;
    close(difference.p, row.p, Math.max(within, 1e-8));
    close(difference.low, row.difference[0], within);
    close(difference.high, row.difference[1], within);
    expect(lift.low).toBeCloseTo(at(row.lift, 0), 9);
    expect(lift.high).toBeCloseTo(at(row.lift, 1), 9);
    close(skewnessOf(row.control), row.skewness[0], 1e-9);
    close(skewnessOf(row.variant), row.skewness[1], 1e-9);
  },
);

test('numpy gives a ratio by the delta method as the mean of what the line leaves', () => {
  for (const arms of scipy.ratios) {
    const [control, variant] = arms.map(({ arm }): RatioArm => ({ kind: 'ratio', ...arm }));
    if (!control || !variant) throw new Error('there are two arms');
    const pair = pairOf(control, variant);
    if (pair.is === 'none') throw new Error('they can be compared');
    close(pair.control.value, arms[0]?.value, 1e-12);
    close(pair.control.variance, arms[0]?.variance, 1e-10);
    close(pair.variant.variance, arms[1]?.variance, 1e-10);
  }
});

test('numpy gives an adjusted mean with one slope for all arms', () => {
  const [control, variant] = scipy.adjusted.arms.map(
    ({ after, before, products }): AdjustedArm => ({
      kind: 'adjusted',
      after: { kind: 'mean', ...after },
      before,
      products,
    }),
  );
  if (!control || !variant) throw new Error('there are two arms');
  const pair = pairOf(control, variant);
  if (pair.is === 'none') throw new Error('they can be compared');
  [pair.control, pair.variant].forEach(({ value, variance }, arm) => {
    close(value, scipy.adjusted.arms[arm]?.value, 1e-11);
    close(variance, scipy.adjusted.arms[arm]?.variance, 1e-10);
  });
});

test.each(scipy.plans)('statsmodels plans the same: a mean of $mean with $shares takes $total subjects', (row) => {
  const { mean, deviation, shares, lift } = row;
  const total = totalFor(lift, row.power, { outcome: { kind: 'mean', mean, deviation }, shares, confidence: 0.95 });
  close(total, row.total, 0.002);
});

interface Sums {
  readonly sum: number;
  readonly squares: number;
  readonly subjects: number;
}
const momentsIn = ({ sum, squares, subjects }: Sums): Moments => ({
  subjects,
  mean: sum / subjects,
  squares: squares - sum ** 2 / subjects,
  cubes: 0,
});
const meanIn = (sums: Sums): MeanArm => ({ kind: 'mean', ...momentsIn(sums), positive: sums.subjects });

describe('GrowthBook gives the same', () => {
  test('the chance to beat the control, and the losses', () => {
    for (const { control, variant, chance, losses } of growthbook.belief) {
      const arm = (sums: typeof control): Measured =>
        'sum' in sums && sums.sum !== undefined ? meanIn(sums as Sums) : share([sums.converted ?? 0, sums.subjects]);
      const { belief } = compare(arm(control), arm(variant), ONCE);
      expect(belief?.chanceAbove).toBeCloseTo(chance, 5);
      expect(belief?.lossOfControl).toBeCloseTo(at(losses, 0), 5);
      expect(belief?.lossOfVariant).toBeCloseTo(at(losses, 1), 5);
    }
    for (const { effect, error, losses } of growthbook.losses) {
      const { lossOfControl, lossOfVariant } = believe(effect, error);
      expect(lossOfControl).toBeCloseTo(at(losses, 0), 10);
      expect(lossOfVariant).toBeCloseTo(at(losses, 1), 10);
    }
  });

  test("Welch's test, two-sided and one-sided", () => {
    const { control, variant, value, low, high, p, error, lift } = growthbook.welch;
    const seen = compare(meanIn(control), meanIn(variant), ONCE);
    if (seen.difference.is === 'unknown') throw new Error('it has to be known');
    expect(seen.difference.value).toBeCloseTo(value, 5);
    expect(seen.difference.low).toBeCloseTo(low, 5);
    expect(seen.difference.high).toBeCloseTo(high, 5);
    expect(seen.difference.p).toBeCloseTo(p, 5);
    expect(seen.difference.error).toBeCloseTo(error, 5);
    expect(seen.lift.is === 'bounded' && seen.lift.value).toBeCloseTo(lift, 5);
    const side = growthbook.oneSided;
    const guard = guardOf(meanIn(side.control), meanIn(side.variant), { goal: 'increase', margin: 0 }, ONCE);
    expect(guard.p).toBeCloseTo(side.p, 7);
  });

  test.each(growthbook.sequenceWidths)(
    'a sequence at %d subjects, tuned for %d, reaches %d standard errors',
    (...row) => {
      const [subjects = 0, tunedFor = 0, width = 0] = row;
      expect(sequenceWidth(subjects * tuningOf(0.05, tunedFor), 0.05)).toBeCloseTo(width, 3.9);
    },
  );

  test('a sequence with one side', () => {
    const { subjects, tunedFor, width } = growthbook.sideWidth;
    expect(sideSequenceWidth(subjects * tuningOf(0.1, tunedFor), 0.05)).toBeCloseTo(width, 5);
    const side = growthbook.sideSequence;
    const { difference } = compare(meanIn(side.control), meanIn(side.variant), ONCE);
    if (difference.is === 'unknown') throw new Error('it has to be known');
    const reach = sideReachOf({ confidence: 0.95, tunedFor: side.tunedFor }, 6461);
    expect(difference.value - reach.widthFor(1e12) * difference.error).toBeCloseTo(side.low, 6);
    expect(reach.pOf(difference.value / difference.error, 1e12)).toBeCloseTo(side.p, 3);
  });

  test('quantiles from the values about them', () => {
    const arm = ({ subjects, value, low, high }: typeof growthbook.quantile.control): Measured => ({
      kind: 'quantile',
      subjects,
      value,
      error: bracketError(low, high),
      beyond: 1000,
    });
    const { difference } = compare(arm(growthbook.quantile.control), arm(growthbook.quantile.variant), ONCE);
    if (difference.is === 'unknown') throw new Error('it has to be known');
    expect(difference.value).toBeCloseTo(growthbook.quantile.difference, 12);
    // Their interval is a normal one; ours has degrees of freedom, as the error is read from few values, and is wider.
    const z = 1.959963984540054;
    expect(difference.value - z * difference.error).toBeCloseTo(growthbook.quantile.low, 4);
    expect(difference.value + z * difference.error).toBeCloseTo(growthbook.quantile.high, 4);
    expect(difference.low).toBeLessThan(growthbook.quantile.low);
    expect(difference.high).toBeGreaterThan(growthbook.quantile.high);
    expect(difference.high - difference.low).toBeLessThan(1.01 * (growthbook.quantile.high - growthbook.quantile.low));
  });

  test('an adjusted lift', () => {
    const { subjects, after, before, products, lift } = growthbook.adjusted;
    const arm = (index: number): AdjustedArm => {
      const count = at(subjects, index);
      const [post, pre] = [after[index], before[index]];
      if (!post || !pre) throw new Error('there are two arms');
      return {
        kind: 'adjusted',
        after: meanIn({ ...post, subjects: count }),
        before: momentsIn({ ...pre, subjects: count }),
        products: products - (post.sum * pre.sum) / count,
      };
    };
    const seen = compare(arm(0), arm(1), ONCE);
    expect(seen.lift.is === 'bounded' && seen.lift.value).toBeCloseTo(lift, 4);
  });
});
