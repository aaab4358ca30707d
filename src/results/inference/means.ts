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
  const degrees = degreesOf(control, variant);
  const reach = widthFor(degrees) * error;
  return { is: 'known', value, low: value - reach, high: value + reach, p: pOf(value / error, degrees), error };
}

/**
 * The lift as all ratios that the test does not rule out (Fieller, Journal of the Royal Statistical Society B 16, 1954): 0 is
 * outside of it exactly where 0 is outside of the difference's interval.
 */
export function estimateLift(pair: Pair, { widthFor }: Reach): RelativeLift {
  if (pair.is === 'none') {
    const isRatio = pair.control !== null && pair.control > 0 && pair.variant !== null;
    return { is: 'unbounded', reason: pair.reason, value: isRatio ? pair.variant / pair.control - 1 : null };
  }
  const { control, variant } = pair;
  if (control.value <= 0) return { is: 'unbounded', reason: 'control-not-positive', value: null };
  const value = variant.value / control.value - 1;
  const square = widthFor(degreesOf(control, variant)) ** 2;
  // In units of the control, so that no square of a large number is taken.
  const base = 1 - (square * control.variance) / control.value ** 2;
  if (base <= 0) return { is: 'unbounded', reason: 'control-near-zero', value };
  const ratio = variant.value / control.value;
  const other = (square * variant.variance) / control.value ** 2;
  const root = Math.sqrt(Math.max(0, other * base + ratio ** 2 * (1 - base)));
  return { is: 'bounded', value, low: (ratio - root) / base - 1, high: (ratio + root) / base - 1 };
}

/** Satterthwaite's approximation (Biometrics Bulletin 2, 1946). */
function degreesOf(control: Estimate, variant: Estimate): number {
  const sum = control.variance + variant.variance;
  const [a, b] = [control.variance / sum, variant.variance / sum];
  return 1 / (a ** 2 / control.degrees + b ** 2 / variant.degrees);
}
