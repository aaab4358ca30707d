/** Computes how often a test shows what is there, and how many subjects it takes for that. */

import { crossingPower } from './crossing.js';
import { confidenceOfEach } from './family.js';
import { normalAbove, normalTail } from './normal.js';
import { sharePower } from './sharepower.js';
import { LEAST_CONVERSIONS, LEAST_SUBJECTS, SUBJECTS_PER_SKEWNESS } from './shortages.js';

/** What is tested. */
export type Outcome =
  /** The control's share, above 0 and below 1. */
  | { readonly kind: 'share'; readonly baseline: number }
  /** The mean of a subject's number in the control, above 0, and the standard deviation of one subject's number. */
  | { readonly kind: 'mean'; readonly mean: number; readonly deviation: number; readonly skewness?: number };

/** How it is tested. */
export interface TestDesign {
  readonly outcome: Outcome;
  /** Of all subjects, control first; they sum to 1, and each is above 0. */
  readonly shares: readonly number[];
  readonly confidence: number;
  /**
   * Several looks: how many, evenly spread, and the subjects at which the sequence is narrowest (default: all of two
   * arms).
   */
  readonly looks?: { readonly count: number; readonly tunedFor?: number | undefined } | undefined;
  /** A guardrail: the test is one-sided against so large a loss, as a share of the control. Positive: less is worse. */
  readonly margin?: { readonly goal: 'increase' | 'decrease'; readonly margin: number } | undefined;
}

/**
 * How often the weakest variant, the one with the fewest subjects, gets a verdict for its lift: how often its test
 * rules out no lift (or the margin), with all that a verdict needs (`shortagesOf`).
 *
 * @param lift that is there, as a share of the control's value; below 0 it is less
 * @param total subjects of all arms
 */
export function powerAt(total: number, lift: number, design: TestDesign): number {
  const { control, variant } = armsOf(total, design);
  const skewness = (design.outcome.kind === 'mean' && design.outcome.skewness) || 0;
  const least = Math.max(LEAST_SUBJECTS, SUBJECTS_PER_SKEWNESS * skewness ** 2);
  if (Math.min(control, variant) < least) return 0;
  const alpha = alphaOf(design);
  if (design.looks) return looksPower(total, lift, design, { ...design.looks, alpha });
  return design.outcome.kind === 'share'
    ? sharePower({ control, variant, baseline: design.outcome.baseline, lift, alpha, margin: design.margin })
    : meanPower(control, variant, lift, design, alpha);
}

/**
 * The smallest total of all arms that has the power.
 *
 * @returns null where a million million subjects do not: a lift of 0, or one that the margin forbids
 */
export function totalFor(lift: number, power: number, design: TestDesign): number | null {
  const has = (total: number): boolean => powerAt(total, lift, design) >= power;
  let most = 2 * LEAST_SUBJECTS;
  while (!has(most)) {
    if (most > 1e12) return null;
    most *= 2;
  }
  let least = most / 2;
  while (most - least > Math.max(1, most * 1e-5)) {
    const middle = Math.floor((least + most) / 2);
    if (has(middle)) most = middle;
    else least = middle;
  }
  return most;
}

/**
 * The smallest lift that so many subjects show with a power.
 *
 * @param direction −1 for a lift below 0
 * @returns null where they show none that there can be
 */
export function smallestLift(total: number, power: number, design: TestDesign, direction: 1 | -1 = 1): number | null {
  const { outcome } = design;
  const most = direction === -1 ? 1 - 1e-9 : outcome.kind === 'share' ? (1 - 1e-9) / outcome.baseline - 1 : 1e6;
  const has = (size: number): boolean => powerAt(total, direction * size, design) >= power;
  if (!has(most)) return null;
  let [low, high] = [0, most];
  for (let step = 0; step < 60 && high - low > 1e-7 * high; step++) {
    const middle = (low + high) / 2;
    if (has(middle)) high = middle;
    else low = middle;
  }
  return direction * high;
}

/** Subjects of the control, and of the variant that has the fewest. */
function armsOf(total: number, { shares }: TestDesign): { readonly control: number; readonly variant: number } {
  const [first = 0, ...rest] = shares;
  return { control: Math.floor(total * first), variant: Math.floor(total * Math.min(...rest)) };
}

/** Of one comparison where all hold together, two-sided; one-sided for a guardrail. */
function alphaOf({ shares, confidence, looks, margin }: TestDesign): number {
  if (margin) return 1 - confidence;
  const [first = 0, ...rest] = shares;
  return 1 - confidenceOfEach(first, rest, { confidence, tunedFor: looks && 1 });
}

type Read = NonNullable<TestDesign['looks']> & { readonly alpha: number };

function looksPower(total: number, lift: number, design: TestDesign, { count, tunedFor: tuned, alpha }: Read): number {
  const { control, variant } = armsOf(total, design);
  const { outcome, margin } = design;
  const did = outcome.kind === 'share' ? outcome.baseline * (control + variant * (1 + lift)) : Number.POSITIVE_INFINITY;
  const least = Math.max(LEAST_SUBJECTS / Math.min(control, variant), LEAST_CONVERSIONS / did);
  const tunedFor = tuned ?? control + variant;
  const distance = distanceOf(control, variant, lift, design);
  const first = Math.max(1, Math.ceil(least * count));
  // Two arms of several are compared: their sequence knows of no others.
  return crossingPower({ count, first, total: control + variant, tunedFor, distance, alpha, isOneSided: !!margin });
}

/** Welch's test, whose t is as good as normal where a verdict may be given at all. */
function meanPower(control: number, variant: number, lift: number, design: TestDesign, alpha: number): number {
  const width = normalAbove(design.margin ? alpha : alpha / 2);
  return normalTail(width - distanceOf(control, variant, lift, design));
}

/** How many standard errors an effect lies from what its test rules out, towards the side where it lies. */
function distanceOf(control: number, variant: number, lift: number, { outcome, margin }: TestDesign): number {
  const mean = outcome.kind === 'mean' ? outcome.mean : outcome.baseline;
  const good = margin?.goal === 'decrease' ? -1 : 1;
  const ratio = margin ? 1 - good * margin.margin : 1;
  const error = Math.sqrt((ratio ** 2 * varianceIn(outcome, 0)) / control + varianceIn(outcome, lift) / variant);
  const distance = ((1 + lift - ratio) * mean) / error;
  return margin ? good * distance : Math.abs(distance);
}

/** Of one subject, where there is such a lift. */
function varianceIn(outcome: Outcome, lift: number): number {
  if (outcome.kind === 'mean') return outcome.deviation ** 2;
  const share = Math.max(0, Math.min(1, outcome.baseline * (1 + lift)));
  return share * (1 - share);
}
