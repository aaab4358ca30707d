/** Estimates a quantile of all values of an arm, with an error that knows that a subject's values go together. */

import type { QuantileArm } from './arms.js';

/** Of each subject's values: how many there are, and how many are at most the quantile. */
export interface RankCounts {
  /** Who has a value. */
  readonly subjects: number;
  readonly values: number;
  /** Of all values those that are at most the quantile's. */
  readonly below: number;
  /** Σ(below − q × values)² over subjects, where q is the share of all values that are at most the quantile's. */
  readonly squares: number;
}

/** Which values bracket a quantile: shares of all values, in their order. */
export interface Bracket {
  readonly low: number;
  readonly high: number;
}

/** How many standard errors of its rank a bracket reaches to each side of a quantile. */
const BRACKET = 1.959963984540054;

/**
 * Where the values lie whose distance is the quantile's error: Deng, Knoblich and Lu (2018,
 * https://arxiv.org/abs/1803.06336), section 4, which takes the rank's error by the delta method over subjects and reads the
 * value's from the order itself. For engines that ask a database; `quantileArm` does all of it.
 */
export function bracketOf(quantile: number, { subjects, values, squares }: Omit<RankCounts, 'below'>): Bracket {
  const perSubject = values / subjects;
  const error = subjects > 1 ? Math.sqrt(squares / (subjects - 1) / subjects) / perSubject : 1;
  return { low: Math.max(0, quantile - BRACKET * error), high: Math.min(1, quantile + BRACKET * error) };
}

/**
 * How many values a bracket holds at least, each subject having one. The error is read from the distance of its ends,
 * so it is no surer than these are many: they are its degrees of freedom. Without them intervals held 93.5% where 19
 * values lay beyond.
 */
export const leastWithin = ({ beyond }: QuantileArm): number => Math.max(1, 2 * BRACKET * Math.sqrt(beyond / 2));

/** The standard error that two values at the ends of a bracket mean. */
export const bracketError = (low: number, high: number): number => (high - low) / (2 * BRACKET);

/**
 * An arm of a `quantile` metric.
 *
 * @param values all of the arm, in any order
 * @param owners the subject of each value, any number
 * @param quantile above 0 and below 1
 * @returns null where there is no value
 */
export function quantileArm(
  values: ArrayLike<number>,
  owners: ArrayLike<number>,
  quantile: number,
): QuantileArm | null {
  if (!values.length) return null;
  const sorted = Float64Array.from(values).sort();
  const at = (share: number): number => sorted[placeOf(share, sorted.length)] as number;
  const value = at(quantile);
  const counts = rankCounts(values, owners, value);
  const bracket = bracketOf(quantile, counts);
  const beyond = Math.min(counts.below, counts.values - counts.below);
  const error = bracketError(at(bracket.low), at(bracket.high));
  return { kind: 'quantile', subjects: counts.subjects, value, error, beyond };
}

/** The smallest place at which at least such a share of all values lies. */
const placeOf = (share: number, count: number): number =>
  Math.max(0, Math.min(count - 1, Math.ceil(share * count) - 1));

function rankCounts(values: ArrayLike<number>, owners: ArrayLike<number>, value: number): RankCounts {
  const each = new Map<number, { count: number; below: number }>();
  let allBelow = 0;
  for (let at = 0; at < values.length; at++) {
    const owner = owners[at] as number;
    const held = each.get(owner) ?? { count: 0, below: 0 };
    if (held.count++ === 0) each.set(owner, held);
    if ((values[at] as number) > value) continue;
    held.below++;
    allBelow++;
  }
  const share = allBelow / values.length;
  let squares = 0;
  for (const { count, below } of each.values()) squares += (below - share * count) ** 2;
  return { subjects: each.size, values: values.length, below: allBelow, squares };
}
