/** Compares two estimates with their errors: Welch's test for the difference, Fieller's interval for the lift. */

import type { Difference, RelativeLift, Unknown } from './answers.js';
import type { Estimate } from './arms.js';
import type { Reach } from './looks.js';

/** Two estimates, or the reason why they cannot be compared. */
export type Pair =
  | { readonly is: 'pair'; readonly control: Estimate; readonly variant: Estimate }
  | { readonly is: 'none'; readonly reason: Unknown; readonly control: number | null; readonly variant: number | null };

/** The difference by Welch's test (Biometrika 34, 1947), with the degrees of freedom of Satterthwaite. */
export function estimateDifference(pair: Pair, { widthFor, pOf }: Reach): Difference {
  if (pair.is === 'none') {
    const value = pair.control === null || pair.variant === null ? null : pair.variant - pair.control;
    return { is: 'unknown', reason: pair.reason, value };
  }
  const { control, variant } = pair;
  const value = variant.value - control.value;
  const error = Math.sqrt(control.variance + variant.variance);
  const degrees = welchDegrees(control, variant);
  const reach = widthFor(degrees) * error;
  return { is: 'known', value, low: value - reach, high: value + reach, p: pOf(value / error, degrees), error };
}

/**
 * The lift as all ratios that the test does not rule out (Fieller, Journal of the Royal Statistical Society B 16,
 * 1954): 0 is outside of it exactly where 0 is outside of the difference's interval.
 */
export function estimateLift(pair: Pair, { widthFor }: Reach): RelativeLift {
  if (pair.is === 'none') {
    const isRatio = pair.control !== null && pair.control > 0 && pair.variant !== null;
    return { is: 'unbounded', reason: pair.reason, value: isRatio ? pair.variant / pair.control - 1 : null };
  }
  const { control, variant } = pair;
  if (control.value <= 0) return { is: 'unbounded', reason: 'control-not-positive', value: null };
  const value = variant.value / control.value - 1;
  const ends = fiellerOf(control, variant, widthFor(welchDegrees(control, variant)));
  return ends ? { is: 'bounded', value, ...ends } : { is: 'unbounded', reason: 'control-near-zero', value };
}

/** Both ends of the lift; null where the control's value may be zero, or is below. */
export function fiellerOf(
  control: Estimate,
  variant: Estimate,
  width: number,
): { readonly low: number; readonly high: number } | null {
  // In units of the control, so that no square of a large number is taken.
  const doubt = width ** 2 * (control.variance / control.value ** 2);
  if (control.value <= 0 || doubt >= 1) return null;
  const ratio = variant.value / control.value;
  const other = width ** 2 * (variant.variance / control.value ** 2);
  const root = Math.sqrt(other * (1 - doubt) + ratio ** 2 * doubt);
  return { low: (ratio - root) / (1 - doubt) - 1, high: (ratio + root) / (1 - doubt) - 1 };
}

/** Satterthwaite's approximation (Biometrics Bulletin 2, 1946). */
export function welchDegrees(control: Estimate, variant: Estimate): number {
  const sum = control.variance + variant.variance;
  const [a, b] = [control.variance / sum, variant.variance / sum];
  return 1 / (a ** 2 / control.degrees + b ** 2 / variant.degrees);
}
