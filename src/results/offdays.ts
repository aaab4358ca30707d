/** Finds the days on which a split was off, and whether it is off besides. */

import { sum } from './compared.js';
import { SPLIT_ALARM, splitAtOnce } from './inference/index.js';
import type { DayResult, OffDays } from './result.js';

/**
 * Tests the new subjects of each day by themselves. A fault that begins with a release, or a bot that comes on a night,
 * is clear on its days and thin over the whole.
 *
 * @param shares that are expected, in the order of the days' subjects
 */
export function offDaysOf(days: readonly DayResult[], shares: readonly number[]): OffDays {
  const cellsOf = (subjects: readonly number[]) =>
    shares.map((share, at) => ({ share, subjects: subjects[at] as number }));
  const tested = days.map((one) => ({ ...one, check: splitAtOnce(cellsOf(one.subjects)) }));
  // All days share one alarm: were each tested at one of a thousand, every tenth experiment of a hundred days would
  // have a false one.
  const isOff = ({ check: { p, unexpected } }: (typeof tested)[number]): boolean =>
    unexpected.length > 0 || p < SPLIT_ALARM / tested.length;
  const others = tested.filter((one) => !isOff(one));
  const rest = shares.map((_, at) => sum(others.map(({ subjects }) => subjects[at] as number)));
  return {
    days: tested.filter(isOff).map(({ day, subjects, check: { p } }) => ({ day, subjects, p })),
    others: others.length,
    rest: others.length ? splitAtOnce(cellsOf(rest)).state : null,
  };
}
