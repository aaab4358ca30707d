/** Turns the rates of recipes into weights, with what Mojito does where they do not sum to 1. */

import { toWeights } from '../../authoring/index.js';

/** Who gets what, as an experiment says it. */
export interface Shares {
  readonly sampleRate: number;
  /** Integers that sum to 10000; undefined for an even split. */
  readonly weights: readonly number[] | undefined;
  /** Whether rates were given to all recipes but do not sum to 1. */
  readonly isOff: boolean;
}

/**
 * Every recipe keeps its share of visitors. Where rates sum to less than 1, Mojito leaves the rest of the visitors
 * out: a sampleRate that is lower by as much does the same. Where they sum to more, Mojito adds them up by ascending
 * rate and stops at 1. Where only some recipes have a rate, it splits evenly.
 */
export function toShares(sampleRate: number, rates: readonly (number | undefined)[]): Shares {
  const given = rates.filter((rate) => rate !== undefined);
  if (given.length < rates.length) return { sampleRate, weights: undefined, isOff: false };
  const shares = clip(given);
  const sum = shares.reduce((total, share) => total + share, 0);
  const isOff = Math.abs(given.reduce((total, rate) => total + rate, 0) - 1) > 1e-9;
  if (!(sum > 0)) return { sampleRate: 0, weights: undefined, isOff: true };
  const lowered = sum < 1 - TOLERANCE ? Math.round(sampleRate * sum * 1e6) / 1e6 : sampleRate;
  return { sampleRate: lowered, weights: toWeights(shares), isOff };
}

/** Thirds are written down as 0.333. */
const TOLERANCE = 0.0015;

/** What is left for each, the smallest rates first. */
function clip(rates: readonly number[]): number[] {
  const order = rates.map((_, index) => index).sort((a, b) => (rates[a] ?? 0) - (rates[b] ?? 0));
  const shares = rates.map(() => 0);
  let left = 1;
  for (const index of order) {
    const share = Math.min(rates[index] ?? 0, left);
    shares[index] = share;
    left -= share;
  }
  return shares;
}
