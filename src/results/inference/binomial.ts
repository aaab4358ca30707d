/** Computes the binomial distribution, for sums over all outcomes of two arms. */

import { logGamma } from './gamma.js';

/** The likely counts of a binomial distribution: all but 1e-12 of it. */
export interface Likely {
  readonly first: number;
  /** Of `first`, `first + 1`, … */
  readonly chances: Float64Array;
  /** Of at most `first`, at most `first + 1`, … */
  readonly sums: Float64Array;
}

/** How many of some subjects do what a share of them does. */
export function likelyCounts(subjects: number, share: number): Likely {
  const middle = subjects * share;
  const reach = 8 * Math.sqrt(middle * (1 - share)) + 20;
  const first = Math.max(0, Math.floor(middle - reach));
  const last = Math.min(subjects, Math.ceil(middle + reach));
  const chances = new Float64Array(last - first + 1);
  const sums = new Float64Array(last - first + 1);
  const whole = logGamma(subjects + 1);
  let sum = 0;
  for (let at = 0; at < chances.length; at++) {
    const count = first + at;
    const ways = whole - logGamma(count + 1) - logGamma(subjects - count + 1);
    const chance = Math.exp(ways + count * Math.log(share) + (subjects - count) * Math.log1p(-share));
    chances[at] = chance;
    sum += chance;
    sums[at] = sum;
  }
  return { first, chances, sums };
}

/** How likely the count is at most this one. */
export function chanceUpTo({ first, sums }: Likely, count: number): number {
  if (count < first) return 0;
  return sums[Math.min(count - first, sums.length - 1)] as number;
}
