/**
 * Decides which days of events are too old. A clock may be wrong by years, so that nothing is deleted by it alone: the
 * browsers that sent the newest events have to say so as well, on two days.
 */

import { stat } from 'node:fs/promises';
import { type ClocksOfFile, clocksIn, type SegmentFile } from './clocks.js';
import type { Segment } from './segment.js';

/** What came of looking for days that are too old. */
export interface OldDays {
  readonly old: readonly Segment[];
  /** How this machine's clock disagrees with that of the newest events, where a day is too old by it alone. */
  readonly doubt: ClocksOfFile | null;
}

/** Looks for days that are too old. */
export type Retention = (segments: readonly Segment[], nowMs: number) => Promise<OldDays>;

const DAY_MS = 86_400_000;
/** Days on which the newest events have to say it. */
const WITNESSES = 2;
/** The newest files that are asked: whoever posts wrong times to one keeps nothing from being deleted. */
const MOST_ASKED = 10;

/** @param keptDays days after the end of which a day is too old */
export function createRetention(keptDays: number): Retention {
  const clocksOf = rememberClocks();

  /**
   * When the events of a file came: the later of both clocks, as a machine whose clock was far behind wrote an old day
   * over events of its present. A day that is still to come was written by a clock that was ahead: then browsers know.
   */
  const ownTime = async (segment: Segment, day: number, nowMs: number): Promise<number> => {
    const sent = (await clocksOf(segment))?.sentMs;
    return day > nowMs ? (sent ?? day) : Math.max(day, sent ?? day);
  };

  /** The day up to which a file is a witness: by both clocks it was that day at least. */
  const witnessDay = async (segment: Segment): Promise<number> => {
    const sent = (await clocksOf(segment))?.sentMs;
    if (sent === undefined) return Number.NEGATIVE_INFINITY;
    return dayNumber(Math.min(segment.day === null ? sent : Date.parse(segment.day), sent));
  };

  const isVouched = async (own: number, newest: readonly Segment[]): Promise<boolean> => {
    const days = new Set<number>();
    for (const segment of newest) {
      const day = await witnessDay(segment);
      if (day - dayNumber(own) >= keptDays) days.add(day);
      if (days.size === WITNESSES) return true;
    }
    return false;
  };

  /** Where nobody came for days nothing disagrees: it is only too early. */
  const disagreement = async (newest: readonly Segment[]): Promise<ClocksOfFile | null> => {
    for (const segment of newest.toReversed()) {
      const clocks = await clocksOf(segment);
      if (clocks) return Math.abs(clocks.aheadMs) > DAY_MS ? clocks : null;
    }
    return null;
  };

  return async (segments, nowMs) => {
    const newest = segments.filter(({ day }) => day === null || Date.parse(day) <= nowMs).slice(-MOST_ASKED);
    const old: Segment[] = [];
    let isDoubted = false;
    for (const segment of segments) {
      if (segment.day === null) continue;
      const day = Date.parse(segment.day);
      const isPast = (time: number): boolean => nowMs - startOf(time) > (keptDays + 1) * DAY_MS;
      if (!isPast(day) && day <= nowMs) continue;
      const own = await ownTime(segment, day, nowMs);
      if (isPast(own) && (await isVouched(own, newest.toReversed()))) old.push(segment);
      else isDoubted ||= isPast(day);
    }
    return { old, doubt: isDoubted ? await disagreement(newest) : null };
  };
}

const dayNumber = (timeMs: number): number => Math.floor(timeMs / DAY_MS);
const startOf = (timeMs: number): number => dayNumber(timeMs) * DAY_MS;

/** A file that is as it was is read once. */
function rememberClocks(): (segment: SegmentFile) => Promise<ClocksOfFile | null> {
  const known = new Map<string, { readonly as: string; readonly clocks: ClocksOfFile | null }>();
  return async (segment) => {
    const { size, mtimeMs } = (await stat(segment.path).catch(() => null)) ?? { size: 0, mtimeMs: 0 };
    const as = `${size} ${mtimeMs}`;
    const before = known.get(segment.path);
    if (before?.as === as) return before.clocks;
    const clocks = await clocksIn(segment);
    known.set(segment.path, { as, clocks });
    return clocks;
  };
}

/** Says in one sentence what was deleted. */
export function deletedText(segments: readonly Segment[], keptDays: number): string {
  const days = [...new Set(segments.map(({ day }) => day))].sort();
  const named = days.length > 1 ? `${days.length} days, ${days[0]} to ${days.at(-1)},` : days[0];
  return `The events of ${named} were deleted, as keepDays keeps ${keptDays} days.`;
}

/** Says in one sentence why nothing was deleted. */
export const doubtText = ({ sentMs, aheadMs }: ClocksOfFile): string =>
  `The clock of this machine said ${dayText(sentMs + aheadMs)} when most of those who sent the newest events said ${dayText(sentMs)}: keepDays deletes nothing that both do not call too old. Set the clock right.`;

const dayText = (timeMs: number): string => new Date(timeMs).toISOString().slice(0, 10);
