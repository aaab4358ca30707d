/** Keeps the values of events with the subjects they belong to, and finds a quantile of them. */

import type { QuantileCounts } from '../counts.js';
import { bracketError, bracketOf } from '../inference/index.js';
import { type GrowingPairs, grown, push, startPairs } from '../pairs.js';
import { createNumbers, type Numbers } from './numbers.js';
import { atPlace, placeOf } from './order.js';

/** The values. */
export interface Clusters {
  /** Adds those of one subject. */
  add(values: readonly number[]): void;
  readonly values: Numbers;
  /** How many values each subject has, in the order of the values. */
  readonly sizes: Numbers;
  close(): void;
}

export function createClusters(): Clusters {
  const values = createNumbers();
  const sizes = createNumbers();
  return {
    add(some) {
      if (!some.length) return;
      sizes.add(some.length);
      for (const value of some) values.add(value);
    },
    values,
    sizes,
    close() {
      values.close();
      sizes.close();
    },
  };
}

/** The quantile of all values of some groups, no subject of which is in two of them. */
export function quantileAmong(groups: readonly Clusters[], quantile: number): QuantileCounts {
  const events = groups.reduce((all, { values }) => all + values.length, 0);
  if (!events) return { events, subjects: 0, value: 0, error: 0, beyond: 0 };
  const values = (): Iterable<Float64Array> => chunksOf(groups.map((group) => group.values));
  const sizes = chunksOf(groups.map((group) => group.sizes));
  const valueAt = (share: number): number => atPlace(values, placeOf(share, events));
  const value = valueAt(quantile);
  const { subjects, mean, meanY, squares, squaresY, xy } = grown(belowOf(values(), sizes, value));
  const share = mean / meanY;
  const spread = Math.max(0, squares - 2 * share * xy + share ** 2 * squaresY);
  const { low, high } = bracketOf(quantile, { subjects, values: events, squares: spread });
  const below = Math.round(mean * subjects);
  const error = bracketError(valueAt(low), valueAt(high));
  return { events, subjects, value, error, beyond: Math.min(below, events - below) };
}

function* chunksOf(lists: readonly Numbers[]): Generator<Float64Array> {
  for (const list of lists) yield* list.chunks();
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
