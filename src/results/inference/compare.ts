/** Compares variants with the control: differences, lifts, what is lacking for a verdict, and what may be believed. */

import type { Certainty, Contrast, Difference, Effect, RelativeLift, Shortage } from './answers.js';
import type { Measured } from './arms.js';
import { beliefOf } from './belief.js';
import { pairOf, subjectsOf } from './estimates.js';
import { reachOf } from './looks.js';
import { estimateDifference, estimateLift, type Pair } from './means.js';
import { shareDifference, shareLift } from './shares.js';
import { shortagesOf } from './shortages.js';

/** A lift this large with a p-value this small asks to be checked. */
const TOO_GOOD = { lift: 0.5, p: 0.001 };

/** A variant against the control. Both arms are of one kind. */
export function compare(control: Measured, variant: Measured, certainty: Certainty): Contrast {
  const pair = pairOf(control, variant);
  const { difference, lift } = effectOf(control, variant, pair, certainty);
  return {
    difference,
    lift,
    shortages: [...unknownOf(difference), ...shortagesOf(control, variant)],
    confidence: certainty.confidence,
    belief: beliefOf(pair, difference, lift),
    looksTooGood: isTooGood(difference, lift),
  };
}

function effectOf(control: Measured, variant: Measured, pair: Pair, certainty: Certainty): Effect {
  const reach = reachOf(certainty, subjectsOf(control) + subjectsOf(variant));
  return control.kind === 'share' && variant.kind === 'share'
    ? { difference: shareDifference(control, variant, reach), lift: shareLift(control, variant, reach) }
    : { difference: estimateDifference(pair, reach), lift: estimateLift(pair, reach) };
}

const unknownOf = (difference: Difference): Shortage[] =>
  difference.is === 'unknown' ? [{ code: 'unknown', reason: difference.reason }] : [];

function isTooGood(difference: Difference, lift: RelativeLift): boolean {
  if (difference.is === 'unknown' || difference.p >= TOO_GOOD.p) return false;
  return lift.is === 'open' || (lift.is === 'bounded' && Math.abs(lift.value) > TOO_GOOD.lift);
}
