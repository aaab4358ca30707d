/** Measures how often intervals of revenue hold the truth. */

import { AFRESH, coverage, grid, percent, SPLITS, simulated, sizesOf } from './cases.mjs';
import { binomial, normal } from './draws.mjs';

/** Of one subject: 3% buy, for a log-normal amount whose logarithm has this deviation. */
export const BUYERS = 0.03;
const DEVIATION = 1.5;

/** The intervals of revenue, capped and not. */
export function revenue(inference, isLong, game = AFRESH) {
  // The rule on skewness gives verdicts from some ten thousands of subjects on: the grid goes where they are.
  const totals = isLong ? [500, 2000, 5000, 20_000, 50_000, 200_000, 500_000] : [2000, 20_000, 50_000, 300_000];
  const caps = isLong ? [null, 0.95, 0.5] : [null, 0.5];
  const lifts = isLong ? [0, 0.2] : [0.2];
  const runsOf = ([, total]) => Math.round(isLong ? Math.min(4000, 2e8 / total) : Math.min(400, 2e7 / total));
  return simulated(game, grid(SPLITS, totals, caps, lifts), runsOf, 2000, ([split, total, cap, lift], runs, random) => {
    const sizes = sizesOf(split, total);
    const draws = [binomial(sizes[0], BUYERS), binomial(sizes[1], BUYERS * (1 + lift))];
    const name = `revenue, ${split.name}, n ${total}, ${capName(cap)}, lift ${percent(lift)}`;
    // More buyers who spend the same: the lift is theirs, whatever the cap.
    const group = `revenue, ${capName(cap)}, ${split.name}`;
    return coverage(inference, { name, group }, runs, { lift, ...(lift === 0 && { difference: 0 }) }, () => {
      const amounts = draws.map((draw) => logNormals(random, draw(random)));
      return capped(inference, amounts, sizes, cap);
    });
  });
}

/** Arms of revenue: everybody's amount, capped at a quantile of those above zero, of both arms together. */
export function capped({ momentsOf, withZeros }, amounts, sizes, quantile) {
  const all = quantile === null ? [] : Float64Array.from(amounts.flat()).sort();
  const cap = all.length ? all[Math.max(0, Math.ceil(quantile * all.length) - 1)] : Number.POSITIVE_INFINITY;
  return amounts.map((some, arm) => ({
    kind: 'mean',
    positive: some.length,
    ...withZeros(momentsOf(some.map((amount) => Math.min(amount, cap))), sizes[arm] - some.length),
  }));
}

export function logNormals(random, count) {
  return Array.from({ length: count }, () => Math.exp(3 + DEVIATION * normal(random)));
}

export const capName = (cap) => (cap === null ? 'not capped' : `capped at ${cap}`);
