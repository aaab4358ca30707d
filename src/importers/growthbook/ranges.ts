/** Refuses experiments of GrowthBook that divide subjects in a way that weights and a coverage do not say. */

import { type Loose, Untranslatable } from '../translation.js';

/** @param shares of its variations, which sum to 1 */
export function refuseRanges(from: Loose, shares: readonly number[], coverage: number): void {
  const { filters, ranges } = from;
  if (isGiven(filters))
    throw new Untranslatable('its filters take a share of subjects by a hash of their own', [from, 'filters']);
  if (!isGiven(ranges)) return;
  let begin = 0;
  const usual = shares.map((share) => {
    const from = begin;
    begin += share;
    return [from, from + coverage * share];
  });
  if (!isAlike(ranges, usual))
    throw new Untranslatable(
      `its ranges ${JSON.stringify(ranges)} are not those of its weights and coverage, ${JSON.stringify(usual)}`,
      [from, 'ranges'],
    );
}

/** Whether a field says anything: an empty list does not. */
export const isGiven = (value: unknown): boolean =>
  value !== undefined && value !== null && !(Array.isArray(value) && !value.length);

const isAlike = (ranges: unknown, usual: readonly (readonly number[])[]): boolean =>
  Array.isArray(ranges) &&
  ranges.length === usual.length &&
  usual.every((pair, at) =>
    pair.every((end, side) => Array.isArray(ranges[at]) && Math.abs(Number(ranges[at][side]) - end) < 1e-6),
  );
