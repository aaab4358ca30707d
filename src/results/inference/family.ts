/** Corrects several comparisons at once: intervals that hold together, and the rate of false discoveries. */

import type { Certainty, Contrast } from './answers.js';
import type { Measured } from './arms.js';
import { compare } from './compare.js';
import { subjectsOf } from './estimates.js';
import { normalAbove, normalDensity, normalTail } from './normal.js';
import { rootOf } from './root.js';

/** All variants of an experiment against its control. */
export interface Family {
  /** How they are made to hold together. `single`: there is one. */
  readonly method: 'single' | 'dunnett' | 'bonferroni';
  /** In the order of the variants. Intervals and p hold together. */
  readonly contrasts: readonly Contrast[];
}

/**
 * Compares all variants with the control, so that with the given confidence all intervals hold at once, and no p below
 * 1 − confidence is a mistake. For one look Dunnett (Journal of the American Statistical Association 50, 1955): the
 * variants share their control, which makes their errors alike. For every look Bonferroni, since Dunnett says nothing
 * of sequences.
 */
export function compareAll(control: Measured, variants: readonly Measured[], certainty: Certainty): Family {
  const each = { ...certainty, confidence: confidenceOfEach(subjectsOf(control), variants.map(subjectsOf), certainty) };
  const ties = variants.map((variant) => tieOf(subjectsOf(control), subjectsOf(variant)));
  const method = variants.length < 2 ? 'single' : certainty.tunedFor === undefined ? 'dunnett' : 'bonferroni';
  const adjust = {
    single: (p: number) => p,
    dunnett: (p: number) => dunnettP(ties, p),
    bonferroni: (p: number) => p * variants.length,
  }[method];
  return { method, contrasts: variants.map((variant) => withP(compare(control, variant, each), adjust)) };
}

/**
 * How sure each comparison has to be, so that all of them hold with some confidence, for so many subjects in each arm.
 */
export function confidenceOfEach(
  control: number,
  variants: readonly number[],
  { confidence, tunedFor }: Certainty,
): number {
  if (variants.length < 2) return confidence;
  if (tunedFor !== undefined) return 1 - (1 - confidence) / variants.length;
  return dunnettConfidence(
    variants.map((variant) => tieOf(control, variant)),
    confidence,
  );
}

function withP(contrast: Contrast, adjust: (p: number) => number): Contrast {
  const { difference } = contrast;
  if (difference.is === 'unknown') return contrast;
  return { ...contrast, difference: { ...difference, p: Math.min(1, adjust(difference.p)) } };
}

/**
 * How much of a comparison's error comes from the control, as a correlation: two comparisons correlate by the product.
 */
function tieOf(control: number, variant: number): number {
  return control && variant ? Math.sqrt(variant / (control + variant)) : 0;
}

/**
 * How sure each of several intervals has to be for all of them to hold with some confidence.
 *
 * @param ties of each comparison with the control, 0..1: √(n / (n + control's n))
 */
export function dunnettConfidence(ties: readonly number[], confidence: number): number {
  const alpha = 1 - confidence;
  const [least, most] = [normalAbove(alpha / 2), normalAbove(alpha / ties.length / 2)];
  return 1 - 2 * normalTail(rootOf((width) => allWithin(ties, width) - confidence, least, most));
}

/** How likely the smallest of several p-values is as small as p, where no variant does anything. */
export function dunnettP(ties: readonly number[], p: number): number {
  // Far out the comparisons never fail together, and 1 less a number close to 1 has no digits left.
  const bound = p * ties.length;
  return bound < 1e-7 ? bound : Math.min(1, Math.max(p, 1 - allWithin(ties, normalAbove(p / 2))));
}

/**
 * How likely all comparisons are within so many standard errors: over the control's own error, they are independent.
 */
function allWithin(ties: readonly number[], width: number): number {
  const step = 0.05;
  let sum = 0;
  // The trapezoid rule, which is exact to the last digits for what is smooth and fades at both ends.
  for (let at = -9; at <= 9; at += step)
    sum += ties.reduce((product, tie) => {
      const rest = Math.sqrt(1 - tie ** 2);
      return product * (normalTail((-width - tie * at) / rest) - normalTail((width - tie * at) / rest));
    }, normalDensity(at));
  return sum * step;
}

/**
 * The q-values of Benjamini and Hochberg (Journal of the Royal Statistical Society B 57, 1995): who takes all results
 * with q below 5% for real is wrong about 5% of them, on average.
 */
export function falseDiscoveryRates(ps: readonly number[]): number[] {
  const order = ps.map((p, at) => ({ p, at })).sort((a, b) => b.p - a.p);
  const rates = new Array<number>(ps.length);
  let least = 1;
  order.forEach(({ p, at }, fromLast) => {
    least = Math.min(least, (p * ps.length) / (ps.length - fromLast));
    rates[at] = least;
  });
  return rates;
}
