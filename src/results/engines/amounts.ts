/** Says what a subject's conversions amount to for a metric. */

import { BEFORE_MS, type CountedMetric } from '../question.js';
import type { ConversionRow } from './rows.js';
import type { Member } from './subjects.js';

/** A metric, with the numbers of its events' names. */
export interface NamedMetric {
  readonly metric: CountedMetric;
  readonly event: number;
  /** Of a ratio. */
  readonly over: number | null;
}

/** What a subject did. */
export interface Amount {
  /** How many of the metric's events. */
  readonly events: number;
  /** What adds up; of an average or a ratio what stands above. */
  readonly x: number;
  /** What stands below; of other kinds the amount of the time before. */
  readonly y: number;
  /** Of a quantile. */
  readonly values: readonly number[];
}

/** Most subjects do nothing of most metrics. */
export const NO_AMOUNT: Amount = { events: 0, x: 0, y: 0, values: [] };

/**
 * @param horizonMs how far the events reach
 * @returns null where the window of the metric is not over, NO_AMOUNT where none of its events was done
 */
export function amountOf(named: NamedMetric, member: Member, horizonMs: number): Amount | null {
  const { metric, event, over } = named;
  const { firstMs, endMs, conversions } = member;
  const { kind, windowMs = Number.POSITIVE_INFINITY } = metric;
  if (windowMs !== Number.POSITIVE_INFINITY && firstMs + windowMs > horizonMs) return null;
  for (let at = 0; at < conversions.length; at++) {
    const { name } = conversions[at] as ConversionRow;
    if (name !== event && name !== over) continue;
    const untilMs = Math.min(endMs, firstMs + windowMs);
    const did = takeOf(conversions, event, firstMs, untilMs, kind === 'quantile');
    return { events: did.events, x: addUp(metric, did), y: belowOf(named, member, did, untilMs), values: did.values };
  }
  return NO_AMOUNT;
}

/** What stands below, or what was done in the time before. */
function belowOf({ metric, event, over }: NamedMetric, member: Member, did: Taken, untilMs: number): number {
  const { firstMs, conversions } = member;
  switch (metric.kind) {
    case 'average':
      return did.events;
    case 'ratio': {
      const below = takeOf(conversions, over, firstMs, untilMs, false);
      return metric.over?.isValue ? below.sum : below.events;
    }
    case 'quantile':
      return 0;
    default: {
      const isNoneBefore = (conversions[0] as ConversionRow).timeMs >= firstMs; // they are sorted by time
      return isNoneBefore ? 0 : addUp(metric, takeOf(conversions, event, firstMs - BEFORE_MS, firstMs, false));
    }
  }
}

interface Taken {
  readonly events: number;
  readonly sum: number;
  readonly values: readonly number[];
}

const NO_VALUES: readonly number[] = [];

/** What there is of one event from a time on and before another. */
function takeOf(
  rows: readonly ConversionRow[],
  event: number | null,
  fromMs: number,
  toMs: number,
  keepsValues: boolean,
): Taken {
  const values: number[] | null = keepsValues ? [] : null;
  let [events, sum] = [0, 0];
  for (let at = 0; at < rows.length; at++) {
    const { name, timeMs, value } = rows[at] as ConversionRow;
    if (name !== event || timeMs < fromMs || timeMs >= toMs) continue;
    events++;
    sum += value;
    values?.push(value);
  }
  return { events, sum, values: values ?? NO_VALUES };
}

function addUp({ kind, isCounted }: CountedMetric, { events, sum }: Taken): number {
  if (kind === 'conversion') return Math.min(1, events);
  return kind === 'count' || kind === 'quantile' || isCounted ? events : sum;
}

/** Whether a metric divides one number of a subject by another. */
export const isRatio = (kind: CountedMetric['kind']): boolean => kind === 'average' || kind === 'ratio';
