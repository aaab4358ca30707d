/** Computes the power of a test that is read many times: how likely a drifting sum crosses the bounds of a sequence. */

import { sequenceWidth, sideSequenceWidth, tuningOf } from './looks.js';
import { normalDensity } from './normal.js';

/** A test with evenly spread looks. */
export interface Looks {
  readonly count: number;
  /** The first look at which a verdict may be given, from 1. */
  readonly first: number;
  /** Subjects at the last look, and those at which the sequence is narrowest. */
  readonly total: number;
  readonly tunedFor: number;
  /** How many standard errors the effect is from what the test rules out, at the last look. */
  readonly distance: number;
  readonly alpha: number;
  readonly isOneSided: boolean;
}

const POINTS = 240;

/**
 * How likely the bounds are crossed at any look: the density of what has not crossed is carried from look to look
 * (Armitage, McPherson and Rowe, Journal of the Royal Statistical Society A 132, 1969).
 */
export function crossingPower(looks: Looks): number {
  const { count, first, distance } = looks;
  let from: Density = { time: 0, low: 0, step: 0, weights: [1] };
  for (let look = first; look <= count; look++) {
    const time = look / count;
    const bound = boundAt(looks, time);
    // Nobody comes so far down, so a test with one side has an end there, too.
    const low = looks.isOneSided ? distance * time - 9 * Math.sqrt(time) : -bound;
    from = carry(from, time, Math.min(low, bound - 1e-9), bound, distance);
  }
  return 1 - from.weights.reduce((sum, weight) => sum + weight, 0);
}

/** Of a sum whose variance is its time, 0..1. */
function boundAt({ total, tunedFor, alpha, isOneSided }: Looks, time: number): number {
  const scaled = total * time * tuningOf(isOneSided ? 2 * alpha : alpha, tunedFor);
  return (isOneSided ? sideSequenceWidth(scaled, alpha) : sequenceWidth(scaled, alpha)) * Math.sqrt(time);
}

/** Where a sum is that has not crossed: chances at evenly spaced points. */
interface Density {
  readonly time: number;
  readonly low: number;
  readonly step: number;
  readonly weights: readonly number[];
}

function carry(from: Density, time: number, low: number, high: number, drift: number): Density {
  const spread = Math.sqrt(time - from.time);
  const step = (high - low) / POINTS;
  const weights = Array.from({ length: POINTS }, (_, at) => {
    // In the middle of each piece, which is as good as the trapezoid rule and needs no ends.
    const here = low + (at + 0.5) * step - drift * (time - from.time);
    const density = from.weights.reduce((sum, weight, before) => {
      const z = (here - from.low - (before + 0.5) * from.step) / spread;
      return z > 9 || z < -9 ? sum : sum + weight * normalDensity(z);
    }, 0);
    return (density / spread) * step;
  });
  return { time, low, step, weights };
}
