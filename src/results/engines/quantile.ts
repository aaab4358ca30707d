/** Keeps the values of an arm's events with the subjects they belong to, and finds a quantile of them. */

import type { QuantileCounts } from '../counts.js';
import { bracketError, bracketOf } from '../inference/index.js';
import { type GrowingPairs, grown, push, startPairs } from '../pairs.js';
import { createNumbers } from './numbers.js';
import { atPlace, placeOf } from './order.js';

/** The values. */
export interface Clusters {
  /** Adds those of one subject. */
  add(values: readonly number[]): void;
  counts(): QuantileCounts;
  close(): void;
}

export function createClusters(quantile: number): Clusters {
  const values = createNumbers();
  const sizes = createNumbers();
  return {
    add(some) {
      if (!some.length) return;
      sizes.add(some.length);
      for (const value of some) values.add(value);
    },
    counts() {
      const events = values.length;
      if (!events) return { events, subjects: 0, value: 0, error: 0, beyond: 0 };
      const valueAt = (share: number): number => atPlace(() => values.chunks(), placeOf(share, events));
      const value = valueAt(quantile);
      const { subjects, mean, meanY, squares, squaresY, xy } = grown(belowOf(values.chunks(), sizes.chunks(), value));
      const share = mean / meanY;
      const spread = Math.max(0, squares - 2 * share * xy + share ** 2 * squaresY);
      const { low, high } = bracketOf(quantile, { subjects, values: events, squares: spread });
      const below = Math.round(mean * subjects);
      return {
        events,
        subjects,
        value,
        error: bracketError(valueAt(low), valueAt(high)),
        beyond: Math.min(below, events - below),
      };
    },
    close() {
      values.close();
      sizes.close();
    },
  };
}

/** To a subject: events that are not above the value, and all events. */
function belowOf(values: Iterable<Float64Array>, sizes: Iterable<Float64Array>, value: number): GrowingPairs {
  const pairs = startPairs();
  const each = numbersOf(values);
  for (const size of numbersOf(sizes)) {
    let below = 0;
    for (let at = 0; at < size; at++) if (Number(each.next().value) <= value) below++;
    push(pairs, below, size);
  }
  return pairs;
}

function* numbersOf(chunks: Iterable<Float64Array>): Generator<number> {
  for (const chunk of chunks) yield* chunk;
}
