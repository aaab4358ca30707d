/** Makes weights of shares: ten-thousandths that sum to 10000. */

const WHOLE = 10_000;

/**
 * The weights of shares, whatever these sum to, by largest remainder; of equal remainders the first is the largest.
 *
 * @param shares none below 0
 */
export function toWeights(shares: readonly number[]): number[] {
  const sum = shares.reduce((all, one) => all + one, 0);
  // What a decimal fraction loses in binary is no remainder.
  const exact = shares.map((share) => Math.round((share / (sum || 1)) * WHOLE * 1e6) / 1e6);
  const weights = exact.map(Math.floor);
  const missing = WHOLE - weights.reduce((all, one) => all + one, 0);
  const order = exact.map((one, at) => ({ at, rest: one % 1 })).sort((a, b) => b.rest - a.rest || a.at - b.at);
  for (const { at } of order.slice(0, missing)) weights[at] = (weights[at] ?? 0) + 1;
  return weights;
}

/** Weights that differ by one at most, the larger ones first: 3334, 3333, 3333. */
export const evenWeights = (count: number): number[] => toWeights(Array<number>(count).fill(1));
