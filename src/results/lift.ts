/** How much better a variant is than the control, how sure that is, and how many subjects it takes to see it. */

import { upperGamma } from './inference/gamma.js';
import type { Certainty } from './inference/index.js';

/** A number for each subject of an arm, summed up. */
export interface Sample {
  readonly subjects: number;
  readonly mean: number;
  /** Of the numbers, not of their mean. */
  readonly variance: number;
}

/** A variant against the control, as shares of the control's mean: 0.1 is 10% more. */
export interface Lift {
  readonly lift: number;
  /** Both ends of the interval. */
  readonly low: number;
  readonly high: number;
  /** Two-sided; null where the interval is one for many looks. */
  readonly p: number | null;
}

/** The sample that some sums describe. */
export function sampleOf(subjects: number, total: number, totalSquares: number): Sample {
  const mean = subjects ? total / subjects : 0;
  const variance = subjects > 1 ? Math.max(0, (totalSquares - subjects * mean * mean) / (subjects - 1)) : 0;
  return { subjects, mean, variance };
}

/**
 * The lift with its interval: all ratios of means that the test of their difference does not rule out (Fieller, 1954), so that
 * 0 lies outside exactly where the test finds a difference. The test is Welch's with a normal distribution; for many looks at
 * growing data it is an asymptotic confidence sequence (Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas, 2021,
 * https://arxiv.org/abs/2103.06476, theorem 2.2).
 *
 * @returns null where there is nothing to compare: fewer than two subjects in an arm, or a control whose mean may be 0
 */
export function liftOf(control: Sample, variant: Sample, { confidence, tunedFor }: Certainty): Lift | null {
  if (control.subjects < 2 || variant.subjects < 2 || control.mean <= 0) return null;
  const alpha = 1 - confidence;
  const width =
    tunedFor === undefined ? quantile(alpha / 2) : reach(control.subjects + variant.subjects, alpha, tunedFor);
  const [base, other] = [control.variance / control.subjects, variant.variance / variant.subjects];
  const square = control.mean ** 2 - width ** 2 * base;
  if (square <= 0) return null;
  const middle = control.mean * variant.mean;
  const root = Math.sqrt(Math.max(0, middle ** 2 - square * (variant.mean ** 2 - width ** 2 * other)));
  const error = Math.sqrt(base + other);
  const difference = variant.mean - control.mean;
  const p = error ? tail(difference / error) : Number(difference === 0);
  return {
    lift: variant.mean / control.mean - 1,
    low: (middle - root) / square - 1,
    high: (middle + root) / square - 1,
    p: tunedFor === undefined ? p : null,
  };
}

/** How many standard errors an interval reaches that holds at every look; `alpha` is how often it may fail. */
function reach(subjects: number, alpha: number, tunedFor: number): number {
  const rho = (-2 * Math.log(alpha) + Math.log(-2 * Math.log(alpha) + 1)) / tunedFor;
  const scaled = subjects * rho;
  return Math.sqrt(((2 * (scaled + 1)) / scaled) * Math.log(Math.sqrt(scaled + 1) / alpha));
}

/** A test of two shares with equal arms. */
export interface Power {
  /** The control's share, between 0 and 1. */
  readonly baseline: number;
  /** How often a lift that is there is to be seen, 0..1. */
  readonly power: number;
  /** 1 less this is how often one is seen that is not there. */
  readonly confidence: number;
}

/** How many subjects each variant takes to show a lift of the control's share; Infinity for a lift of 0. */
export function subjectsFor(lift: number, { baseline, power, confidence }: Power): number {
  const share = baseline * (1 + lift);
  const spread = baseline * (1 - baseline) + share * (1 - share);
  const needed = ((quantile((1 - confidence) / 2) + quantile(1 - power)) ** 2 * spread) / (share - baseline) ** 2;
  return Math.ceil(needed);
}

/** The smallest lift that so many subjects to a variant show; null where they show none that there can be. */
export function liftFor(subjects: number, test: Power): number | null {
  const most = 1 / test.baseline - 1;
  if (subjectsFor(most, test) > subjects) return null;
  return bisect((lift) => subjectsFor(lift, test) > subjects, 0, most);
}

/** How likely a normal number is at least so far from 0, on either side. */
const tail = (z: number): number => upperGamma(0.5, (z * z) / 2);

/** The z above which a share of a normal distribution lies, for shares below one half. */
const quantile = (share: number): number => bisect((z) => tail(z) / 2 > share, 0, 40);

/** Where a question stops being true between two numbers. */
function bisect(isBelow: (at: number) => boolean, low: number, high: number): number {
  for (let step = 0; step < 100; step++) {
    const middle = (low + high) / 2;
    if (isBelow(middle)) low = middle;
    else high = middle;
  }
  return high;
}
