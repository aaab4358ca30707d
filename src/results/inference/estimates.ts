/** Turns arms of all kinds into estimates with their errors, where they can be had. */

import type { Unknown } from './answers.js';
import type { AdjustedArm, Estimate, Measured, RatioArm } from './arms.js';
import type { Pair } from './means.js';
import { leastWithin } from './quantiles.js';
import { shareOf, shareVariance } from './shares.js';

/** How many subjects an arm has. */
export const subjectsOf = (arm: Measured): number => (arm.kind === 'adjusted' ? arm.after.subjects : arm.subjects);

/**
 * Two arms as estimates. An arm without variance is given that of the other: an arm in which nobody bought anything is
 * no proof that nobody would have.
 */
export function pairOf(control: Measured, variant: Measured): Pair {
  const line = control.kind === 'adjusted' && variant.kind === 'adjusted' ? lineOf([control, variant]) : null;
  const first = estimateOf(control, line);
  const second = estimateOf(variant, line);
  const none = (reason: Unknown): Pair => ({
    is: 'none',
    reason,
    control: first && finite(first.value),
    variant: second && finite(second.value),
  });
  if (!first || !second) return none('empty');
  if (![first, second].every(({ value, variance }) => Number.isFinite(value + variance))) return none('not-finite');
  if (Math.min(subjectsOf(control), subjectsOf(variant)) < 2) return none('one-subject');
  if (first.variance + second.variance <= 0) return none('no-variance');
  const ratio = subjectsOf(variant) / subjectsOf(control);
  return { is: 'pair', control: lend(second, first, ratio), variant: lend(first, second, 1 / ratio) };
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** `to`, with the variance of `from` where it has none of its own. */
const lend = (from: Estimate, to: Estimate, ratio: number): Estimate =>
  to.variance > 0 ? to : { ...to, variance: from.variance * ratio, degrees: from.degrees };

/** How the number after an exposure goes with the one before it, over all arms. */
interface Line {
  readonly slope: number;
  /** Of the number before, over all arms. */
  readonly mean: number;
}

/** null where an arm has no subject, or no value. The variance is 0 where there is one subject. */
function estimateOf(arm: Measured, line: Line | null): Estimate | null {
  const subjects = subjectsOf(arm);
  if (subjects < 1) return null;
  const degrees = subjects - 1;
  switch (arm.kind) {
    case 'share':
      return { value: shareOf(arm), variance: shareVariance(arm) / subjects, degrees: Number.POSITIVE_INFINITY };
    case 'mean':
      return { value: arm.mean, variance: varianceOf(arm.squares, subjects), degrees };
    case 'ratio':
      return arm.meanUnder === 0 ? null : { ...ratioOf(arm), degrees };
    case 'quantile':
      return { value: arm.value, variance: arm.error ** 2, degrees: Math.min(degrees, leastWithin(arm)) };
    case 'adjusted':
      return { ...adjusted(arm, line as Line), degrees };
  }
}

/** Of a mean, from a sum of squares about it. */
const varianceOf = (squares: number, subjects: number): number =>
  subjects > 1 ? Math.max(0, squares) / (subjects - 1) / subjects : 0;

/** The delta method, with subjects as the unit: Deng, Knoblich and Lu (2018, https://arxiv.org/abs/1803.06336), section 3.1. */
function ratioOf({ subjects, meanOver, meanUnder, squaresOver, squaresUnder, products }: RatioArm) {
  const value = meanOver / meanUnder;
  const squares = squaresOver - 2 * value * products + value ** 2 * squaresUnder;
  return { value, variance: varianceOf(squares, subjects) / meanUnder ** 2 };
}

/**
 * CUPED (Deng, Xu, Kohavi and Walker, 2013): what the number before explains is taken off. One slope for both arms, so
 * that the adjustment is the same and cannot make a difference by itself.
 */
function adjusted({ after, before, products }: AdjustedArm, { slope, mean }: Line) {
  const squares = after.squares - 2 * slope * products + slope ** 2 * before.squares;
  return {
    value: after.mean - slope * (before.mean - mean),
    variance: varianceOf(squares, after.subjects),
  };
}

/** 0 where nobody did anything before. */
function lineOf(arms: readonly AdjustedArm[]): Line {
  const sum = (of: (arm: AdjustedArm) => number): number => arms.reduce((total, arm) => total + of(arm), 0);
  const squares = sum(({ before }) => before.squares);
  return {
    slope: squares > 0 ? sum(({ products }) => products) / squares : 0,
    mean: sum(({ before }) => before.subjects * before.mean) / sum(({ before }) => before.subjects),
  };
}
