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
  const within = (name: number, fromMs: number, toMs: number): ConversionRow[] =>
    conversions.filter((row) => row.name === name && row.timeMs >= fromMs && row.timeMs < toMs);
  const did = within(event, firstMs, untilMs);
  const base = { events: did.length, x: addUp(kind, did), values: [] };
  switch (kind) {
    case 'average':
      return { ...base, y: did.length };
    case 'ratio': {
      const below = over === null ? [] : within(over, firstMs, untilMs);
      return { ...base, y: metric.over?.isValue ? sumOf(below) : below.length };
    }
    case 'quantile':
      return { ...base, y: 0, values: did.map(({ value }) => value) };
    default:
      return { ...base, y: addUp(kind, within(event, firstMs - BEFORE_MS, firstMs)) };
  }
}

function addUp(kind: CountedMetric['kind'], rows: readonly ConversionRow[]): number {
  if (kind === 'conversion') return Math.min(1, rows.length);
  return kind === 'count' || kind === 'quantile' ? rows.length : sumOf(rows);
}

const sumOf = (rows: readonly ConversionRow[]): number => rows.reduce((sum, { value }) => sum + value, 0);

/** Whether a metric divides one number of a subject by another. */
export const isRatio = (kind: CountedMetric['kind']): boolean => kind === 'average' || kind === 'ratio';
