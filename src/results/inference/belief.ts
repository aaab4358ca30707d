/**
 * Computes what may be believed of a difference: the chance that the variant is better, and what a wrong choice costs.
 */

import type { Belief, Difference, RelativeLift } from './answers.js';
import type { Pair } from './means.js';
import { normalDensity, normalTail } from './normal.js';

/**
 * With a flat prior and a normal likelihood. On the scale of the lift, by the delta method, where the lift has bounds;
 * else on that of the difference.
 *
 * @returns null where there is no difference to believe in
 */
export function beliefOf(pair: Pair, difference: Difference, lift: RelativeLift): Belief | null {
  if (difference.is === 'unknown') return null;
  if (lift.is !== 'bounded' || pair.is === 'none')
    return { scale: 'difference', ...believe(difference.value, difference.error) };
  const { control, variant } = pair;
  const error =
    Math.sqrt(variant.variance + (control.variance * variant.value ** 2) / control.value ** 2) / control.value;
  return { scale: 'lift', ...believe(lift.value, error) };
}

/** Of a normal belief about an effect: the chance that it is above 0, and the losses of choosing wrongly. */
export function believe(effect: number, error: number): Omit<Belief, 'scale'> {
  const z = effect / error;
  const chanceAbove = normalTail(-z);
  const lossOfControl = error * normalDensity(z) + effect * chanceAbove;
  const lossOfVariant = error * normalDensity(z) - effect * normalTail(z);
  return { chanceAbove, lossOfVariant: Math.max(0, lossOfVariant), lossOfControl: Math.max(0, lossOfControl) };
}
