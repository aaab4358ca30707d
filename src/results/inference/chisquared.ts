/** Tests counts against shares, as Pearson did. */

import { upperGamma } from './gamma.js';

/** What the test says. */
export interface ChiSquared {
  readonly statistic: number;
  readonly degrees: number;
  /** 0..1. */
  readonly p: number;
}

/**
 * How likely a difference between counts and shares at least this large is by chance.
 *
 * @param observed a count for each cell
 * @param expected a share for each cell, which sum to 1; cells of share 0 are left out
 * @returns null where there are fewer than two cells, or nothing was counted
 */
export function chiSquared(observed: readonly number[], expected: readonly number[]): ChiSquared | null {
  const cells = observed.map((count, at) => [count, expected[at] as number] as const).filter(([, share]) => share > 0);
  const total = cells.reduce((sum, [count]) => sum + count, 0);
  if (cells.length < 2 || !total) return null;
  const statistic = cells.reduce((sum, [count, share]) => sum + (count - total * share) ** 2 / (total * share), 0);
  const degrees = cells.length - 1;
  return { statistic, degrees, p: upperGamma(degrees / 2, statistic / 2) };
}

/**
 * Whether something happens equally often in all arms: failures, for one. The arms' subjects are the shares to be
 * expected, both of who had it and of who had not.
 *
 * @returns p, 0..1; null where it happened to nobody, or to all, or there are fewer than two arms with a subject
 */
export function equalityP(arms: readonly { readonly subjects: number; readonly had: number }[]): number | null {
  const some = arms.filter(({ subjects }) => subjects > 0);
  const sum = (of: (arm: { subjects: number; had: number }) => number): number =>
    some.reduce((total, arm) => total + of(arm), 0);
  const [all, had] = [sum(({ subjects }) => subjects), sum((arm) => arm.had)];
  if (some.length < 2 || had <= 0 || had >= all) return null;
  const statistic = sum(
    (arm) => (arm.had - (arm.subjects * had) / all) ** 2 / (arm.subjects * (had / all) * (1 - had / all)),
  );
  return upperGamma((some.length - 1) / 2, statistic / 2);
}
