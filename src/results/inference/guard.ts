/** Judges guardrails: whether a variant is worse than its margin allows. */

import type { Certainty, Guard } from './answers.js';
import type { Estimate, Measured } from './arms.js';
import { pairOf, subjectsOf } from './estimates.js';
import { type Reach, sideReachOf } from './looks.js';
import { type Pair, welchDegrees } from './means.js';
import { rootOf } from './root.js';
import { ratioBound, ratioSkewScore } from './shares.js';
import { shortagesOf, skewnessTogether } from './shortages.js';

/** What a guardrail promises. */
export interface Margin {
  /** Which way is good. */
  readonly goal: 'increase' | 'decrease';
  /** How much worse the variant may be, as a share of the control: 0..1. */
  readonly margin: number;
}

/**
 * A one-sided test against the margin (non-inferiority). `safe` is wrong at most as often as 1 − confidence where the
 * variant is worse by the margin or more, and `worse` where it is not. Where numbers are too few or too skewed for a
 * verdict it is `open`.
 */
export function guardOf(control: Measured, variant: Measured, margin: Margin, certainty: Certainty): Guard {
  const reach = sideReachOf(certainty, subjectsOf(control) + subjectsOf(variant));
  const alpha = 1 - certainty.confidence;
  const tested = testOf(control, variant, margin, reach);
  if (!tested) return { state: 'open', p: null, bound: null };
  const { distance, degrees, bound } = tested;
  const p = reach.pOf(distance, degrees);
  const isWorse = reach.pOf(-distance, degrees) < alpha;
  if (shortagesOf(control, variant).length) return { state: 'open', p, bound };
  return { state: p < alpha ? 'safe' : isWorse ? 'worse' : 'open', p, bound };
}

interface Tested {
  /** Standard errors from the margin, towards the good side. */
  readonly distance: number;
  readonly degrees: number;
  readonly bound: number | null;
}

function testOf(control: Measured, variant: Measured, margin: Margin, reach: Reach): Tested | null {
  const good = margin.goal === 'increase' ? 1 : -1;
  if (control.kind === 'share' && variant.kind === 'share') {
    if (!control.subjects || !variant.subjects) return null;
    const degrees = Number.POSITIVE_INFINITY;
    const distance = good * ratioSkewScore(control, variant, 1 - good * margin.margin);
    const bound = ratioBound(control, variant, reach.widthFor(degrees), good === 1 ? 'low' : 'high', ratioSkewScore);
    return { distance, degrees, bound: bound && bound - 1 };
  }
  return testPair(pairOf(control, variant), good, margin.margin, reach, skewsOf(control, variant));
}

type Estimates = Extract<Pair, { readonly is: 'pair' }>;

/** Of the errors of both arms: the skewness of one subject over the root of how many there are. */
interface Skews {
  readonly control: number;
  readonly variant: number;
}

function skewsOf(control: Measured, variant: Measured): Skews {
  // The skewness of both arms, since a small arm knows little of its own.
  const skewness = skewnessTogether([control, variant]);
  return {
    control: skewness / Math.sqrt(subjectsOf(control)),
    variant: skewness / Math.sqrt(subjectsOf(variant)),
  };
}

function testPair(pair: Pair, good: 1 | -1, margin: number, reach: Reach, skews: Skews): Tested | null {
  if (pair.is === 'none') return null;
  const { control } = pair;
  // Of a value below zero the margin is a share of its size.
  const { distance, degrees } = farFrom(pair, 1 - good * margin * Math.sign(control.value), skews);
  return { distance: good * distance, degrees, bound: boundOf(pair, good, reach, skews) };
}

/** The lift that the test just does not rule out on its bad side; null where there is none, or it means nothing. */
function boundOf(pair: Estimates, good: 1 | -1, reach: Reach, skews: Skews): number | null {
  const { control, variant } = pair;
  if (control.value <= 0) return null;
  const value = variant.value / control.value;
  /** Above 0 where so large a ratio is ruled out. */
  const ruledOut = (ratio: number): number => {
    const { distance, degrees } = farFrom(pair, ratio, skews);
    return good * distance - reach.widthFor(degrees);
  };
  // So far out a control that may as well be zero has ruled out nothing.
  const end = value - good * 1e4 * Math.max(1, Math.abs(value));
  if (!(ruledOut(end) > 0)) return null;
  return rootOf(ruledOut, end, value) - 1;
}

/** How many standard errors the variant is from so many times the control, with the skewness of this taken out. */
function farFrom({ control, variant }: Estimates, ratio: number, skews: Skews) {
  const scaled: Estimate = { ...control, value: ratio * control.value, variance: ratio ** 2 * control.variance };
  const variance = scaled.variance + variant.variance;
  const cubes = skews.variant * variant.variance ** 1.5 - ratio ** 3 * skews.control * control.variance ** 1.5;
  return {
    distance: straightened((variant.value - scaled.value) / Math.sqrt(variance), cubes / variance ** 1.5),
    degrees: welchDegrees(scaled, variant),
  };
}

/**
 * A t whose skewness is taken out: of numbers that are skewed one tail is longer than the other, which two sides even
 * out and one does not. The bend of Hall (Journal of the Royal Statistical Society B 54, 1992), which is steep
 * everywhere.
 */
const straightened = (t: number, skewness: number): number =>
  t + skewness * (t ** 2 / 3 + 1 / 6) + (skewness ** 2 * t ** 3) / 27;
