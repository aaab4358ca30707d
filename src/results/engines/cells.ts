/** Adds up what subjects did for a metric; a cap or a quantile is known only once all of them are there. */

import type { MetricCounts, QuantileCounts } from '../counts.js';
import { type GrowingPairs, grown, push, startPairs } from '../pairs.js';
import type { CountedMetric } from '../question.js';
import { type Amount, isRatio } from './amounts.js';
import { createNumbers, type Numbers } from './numbers.js';
import { atPlace, placeOf } from './order.js';
import { type Clusters, createClusters, quantileAmong } from './quantile.js';

/** One metric of some subjects of one variant, while it grows. */
export interface MetricCell {
  /** To be called for each subject who did anything, and for those whose window is not over (null). */
  add(amount: Amount | null): void;
  /** @param subjects all of them, those who did nothing among them */
  counts(subjects: number): MetricCounts;
  /** Of a quantile, but for days. */
  readonly clusters: Clusters | null;
}

/**
 * Of whom a cell is: of a day, of a whole arm, or of an arm's segment. Caps are asked of the days, so that nobody
 * counts twice; quantiles cannot be added up, so that they are asked of arms and segments.
 */
export type Grouping = 'day' | 'arm' | 'segment';

/** All cells of one metric in one phase. */
export interface MetricCells {
  /** Whether the counts of an arm are those of its days, added up. */
  readonly isAdded: boolean;
  /** @param isCarried whether its subjects came with a stored assignment */
  create(of: Grouping, isCarried: boolean): MetricCell;
  /**
   * To be called once, before any counts are asked for.
   *
   * @param isLater whether an earlier phase may have stored assignments: whoever came with one is in no cap then
   */
  finish(isLater: boolean): void;
  /** The quantile of all whose values some cells have, none of them of a day; null for other kinds. */
  quantileAmong(cells: readonly MetricCell[]): QuantileCounts | null;
  close(): void;
}

/** Of a subject that may be over the cap. */
const CELL_X_Y = 3;

export function createMetricCells(metric: CountedMetric): MetricCells {
  const { kind, cap } = metric;
  const isPair = isRatio(kind);
  const known = cap && 'value' in cap ? cap.value : null;
  const later = cap && 'quantile' in cap ? createNumbers() : null;
  const growing: { readonly numbers: GrowingPairs; readonly of: Grouping; readonly isCarried: boolean }[] = [];
  const clusters: Clusters[] = [];
  return {
    isAdded: kind !== 'quantile',
    create(of, isCarried) {
      const numbers = startPairs();
      const at = growing.push({ numbers, of, isCarried }) - 1;
      const own = kind === 'quantile' && of !== 'day' ? createClusters() : null;
      if (own) clusters.push(own);
      const uncapped = cap ? startPairs() : null;
      let [given, pending, converted, positive] = [0, 0, 0, 0];
      return {
        add(amount) {
          given++;
          if (!amount) {
            pending++;
            return;
          }
          const { x, y, events, values } = amount;
          if (events) converted++;
          if ((isPair ? y : x) !== 0) positive++;
          own?.add(values);
          if (uncapped) push(uncapped, x, 0);
          if (later && (x !== 0 || y !== 0)) for (const number of [at, x, y]) later.add(number);
          else push(numbers, known === null ? x : Math.min(x, known), known === null ? y : Math.min(y, known));
        },
        counts: (subjects) => ({
          pending,
          converted,
          positive,
          numbers: grown(withZeros(numbers, subjects - given)),
          uncapped: uncapped && grown(withZeros(uncapped, subjects - given)),
          quantile: null,
        }),
        clusters: own,
      };
    },
    quantileAmong: (cells) =>
      kind === 'quantile'
        ? quantileAmong(
            cells.map(({ clusters }) => clusters as Clusters),
            metric.quantile ?? 0.5,
          )
        : null,
    finish(isLater) {
      if (!later || !cap || !('quantile' in cap)) return;
      const isPooled = (at: number): boolean => {
        const { of, isCarried } = growing[at] as (typeof growing)[number];
        return of === 'day' && !(isLater && isCarried);
      };
      const least = capOf(later, cap.quantile, isPooled);
      for (const chunk of later.chunks())
        for (let at = 0; at < chunk.length; at += CELL_X_Y) {
          const [cell = 0, x = 0, y = 0] = chunk.subarray(at, at + CELL_X_Y);
          const { numbers } = growing[cell] as (typeof growing)[number];
          push(numbers, Math.min(x, least), Math.min(y, least));
        }
    },
    close() {
      later?.close();
      for (const one of clusters) one.close();
    },
  };
}

const withZeros = ({ zeros, rest }: GrowingPairs, more: number): GrowingPairs => ({ zeros: zeros + more, rest });

/** The quantile of the amounts above zero of all cells in the pool; Infinity where there are none. */
function capOf(later: Numbers, quantile: number, isPooled: (cell: number) => boolean): number {
  const positives = function* (): Iterable<Float64Array> {
    for (const chunk of later.chunks()) {
      const found = new Float64Array(chunk.length / CELL_X_Y);
      let length = 0;
      for (let at = 0; at < chunk.length; at += CELL_X_Y) {
        const x = chunk[at + 1] as number;
        if (x > 0 && isPooled(chunk[at] as number)) found[length++] = x;
      }
      yield found.subarray(0, length);
    }
  };
  let count = 0;
  for (const chunk of positives()) count += chunk.length;
  return count ? atPlace(positives, placeOf(quantile, count)) : Number.POSITIVE_INFINITY;
}
