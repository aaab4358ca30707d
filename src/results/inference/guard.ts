/** Guardrails: whether a variant is worse than its margin allows. */

import type { Certainty, Guard } from './answers.js';
import type { Estimate, Measured } from './arms.js';
import { pairOf, subjectsOf } from './estimates.js';
import { type Reach, sideReachOf } from './looks.js';
import { fiellerOf, type Pair, welchDegrees } from './means.js';
import { ratioBound, ratioSkewScore } from './shares.js';

/** What a guardrail promises. */
export interface Margin {
  /** Which way is good. */
  readonly goal: 'increase' | 'decrease';
  /** How much worse the variant may be, as a share of the control: 0..1. */
  readonly margin: number;
}

/**
 * A one-sided test against the margin (non-inferiority). `safe` is wrong at most as often as 1 − confidence where the variant
 * is worse by the margin or more, and `worse` where it is not.
 */
export function guardOf(control: Measured, variant: Measured, margin: Margin, certainty: Certainty): Guard {
  const reach = sideReachOf(certainty, subjectsOf(control) + subjectsOf(variant));
  const alpha = 1 - certainty.confidence;
  const tested = testOf(control, variant, margin, reach);
  if (!tested) return { state: 'open', p: null, bound: null };
  const { distance, degrees, bound } = tested;
  const p = reach.pOf(distance, degrees);
  const isWorse = reach.pOf(-distance, degrees) < alpha;
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
  return testPair(pairOf(control, variant), good, margin.margin, reach);
}

function testPair(pair: Pair, good: 1 | -1, margin: number, reach: Reach): Tested | null {
  if (pair.is === 'none') return null;
  const { control, variant } = pair;
  // Of a value below zero the margin is a share of its size.
  const ratio = 1 - good * margin * Math.sign(control.value);
  const scaled: Estimate = { ...control, value: ratio * control.value, variance: ratio ** 2 * control.variance };
  const degrees = welchDegrees(scaled, variant);
  const distance = (good * (variant.value - scaled.value)) / Math.sqrt(scaled.variance + variant.variance);
  const ends = fiellerOf(control, variant, reach.widthFor(welchDegrees(control, variant)));
  return { distance, degrees, bound: ends && (good === 1 ? ends.low : ends.high) };
}
