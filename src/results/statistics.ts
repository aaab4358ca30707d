/** Chi-squared tests: how likely a difference at least this large is by chance. */

import { upperGamma } from './inference/gamma.js';

/** Below this a split that is right would be seen once in a thousand experiments. */
export const SPLIT_ALARM = 0.001;

/** What a test says. */
export interface ChiSquared {
  readonly statistic: number;
  readonly degrees: number;
  /** 0..1. */
  readonly p: number;
}

/**
 * Pearson's test of counts against shares.
 *
 * @param observed a count for each cell
 * @param expected a share for each cell, which sum to 1; cells of share 0 are left out
 * @returns null where there are fewer than two cells, or nothing was counted
 */
export function chiSquared(observed: readonly number[], expected: readonly number[]): ChiSquared | null {
  const cells = observed.map((count, at) => [count, expected[at] ?? 0] as const).filter(([, share]) => share > 0);
  const total = cells.reduce((sum, [count]) => sum + count, 0);
  if (cells.length < 2 || !total) return null;
  const statistic = cells.reduce((sum, [count, share]) => sum + (count - total * share) ** 2 / (total * share), 0);
  const degrees = cells.length - 1;
  return { statistic, degrees, p: upperGamma(degrees / 2, statistic / 2) };
}
