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

const NOTHING: Amount = { events: 0, x: 0, y: 0, values: [] };

/**
 * @param horizonMs how far the events reach
 * @returns null where the window of the metric is not over
 */
export function amountOf({ metric, event, over }: NamedMetric, member: Member, horizonMs: number): Amount | null {
  const { firstMs, endMs, conversions } = member;
  const { kind, windowMs = Number.POSITIVE_INFINITY } = metric;
  if (windowMs !== Number.POSITIVE_INFINITY && firstMs + windowMs > horizonMs) return null;
  if (!conversions.length) return NOTHING;
  const untilMs = Math.min(endMs, firstMs + windowMs);
  if (!conversions.some((row) => row.name === event || row.name === over)) return NOTHING;
  const did = takeOf(conversions, event, firstMs, untilMs, kind === 'quantile');
  const base = { events: did.events, x: addUp(metric, did), values: did.values };
  switch (kind) {
    case 'average':
      return { ...base, y: did.events };
    case 'ratio': {
      const below = takeOf(conversions, over, firstMs, untilMs, false);
      return { ...base, y: metric.over?.isValue ? below.sum : below.events };
    }
    case 'quantile':
      return { ...base, y: 0 };
    default:
      return { ...base, y: addUp(metric, takeOf(conversions, event, firstMs - BEFORE_MS, firstMs, false)) };
  }
}

interface Taken {
  readonly events: number;
  readonly sum: number;
  readonly values: readonly number[];
}

/** What there is of one event from a time on and before another. */
function takeOf(
  rows: readonly ConversionRow[],
  event: number | null,
  fromMs: number,
  toMs: number,
  keepsValues: boolean,
): Taken {
  const values: number[] = [];
  let [events, sum] = [0, 0];
  for (const { name, timeMs, value } of rows) {
    if (name !== event || timeMs < fromMs || timeMs >= toMs) continue;
    events++;
    sum += value;
    if (keepsValues) values.push(value);
  }
  return { events, sum, values };
}

function addUp({ kind, isCounted }: CountedMetric, { events, sum }: Taken): number {
  if (kind === 'conversion') return Math.min(1, events);
  return kind === 'count' || kind === 'quantile' || isCounted ? events : sum;
}

/** Whether a metric divides one number of a subject by another. */
export const isRatio = (kind: CountedMetric['kind']): boolean => kind === 'average' || kind === 'ratio';
