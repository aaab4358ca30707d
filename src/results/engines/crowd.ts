/** Notices ids that have too many events to be read at once, such as those of a monitoring job. */

import { inLine } from '../../pages/index.js';
import { hashText } from './buckets.js';

/** Counts rows by id in little memory, however many ids there are. */
export interface Crowd {
  /** To be asked once for each row: false where it is not to be kept, as its id is left out for certain. */
  admits(id: string): boolean;
  /**
   * Whether an id is left out.
   *
   * @param kept how many of its rows were
   */
  isTooMany(id: string, kept: number): boolean;
  /** Those that were, and how many rows each has. */
  readonly left: ReadonlyMap<string, number>;
}

/** Rows of one id that are objects at the same time: some 500 MB. */
const MOST_ROWS = 1_000_000;

/** Places of a sketch: 1 MB. Of a billion rows each has some four thousand, unless one id has most of them. */
const BITS = 18;
/** Ids of one place that are counted one by one. */
const WATCHED = 1024;

/** @param limit rows that an id may have */
export function createCrowd(limit = MOST_ROWS): Crowd {
  const places = new Uint32Array(2 ** BITS);
  const watched = new Map<number, Map<string, number>>();
  const refused = new Map<string, number>();
  const left = new Map<string, number>();
  return {
    admits(id) {
      const place = Math.imul(hashText(id), 0x9e3779b1) >>> (32 - BITS);
      const rows = places[place] as number;
      if (rows < limit) {
        places[place] = rows + 1;
        return true;
      }
      const counts = watched.get(place) ?? new Map<string, number>();
      if (counts.size === 0) watched.set(place, counts);
      if (watch(counts, id) <= limit) return true;
      refused.set(id, (refused.get(id) ?? 0) + 1);
      return false;
    },
    isTooMany(id, kept) {
      const rows = kept + (refused.get(id) ?? 0);
      if (rows > limit) left.set(id, rows);
      return rows > limit;
    },
    left,
  };
}

/**
 * Counts an id among those of its place, and never too high (Misra and Gries, 1982): whoever posts ids that share a
 * place cannot hide one that has more than a thousandth of its rows.
 */
function watch(counts: Map<string, number>, id: string): number {
  const known = counts.get(id);
  if (known === undefined && counts.size === WATCHED) {
    for (const [other, count] of counts)
      if (count > 1) counts.set(other, count - 1);
      else counts.delete(other);
    return 0;
  }
  counts.set(id, (known ?? 0) + 1);
  return (known ?? 0) + 1;
}

/** Anybody can post ids: no more of them are named. */
const MOST_NAMES = 5;

/** A sentence for each id that was left out. */
export function crowdOddities(crowded: Crowd['left']): string[] {
  const sorted = [...crowded].sort(([a, first], [b, second]) => second - first || (a < b ? -1 : 1));
  const told = sorted.slice(0, MOST_NAMES).map(([id, rows]) => {
    const events = rows.toLocaleString('en');
    return `${inLine(id)} has ${events} events, more than are counted in memory for one id, and is left out. A program's are best taken out of the lines; DuckDB counts them all (--engine duckdb).`;
  });
  const others = sorted.length - told.length;
  return others > 0
    ? [...told, `${others.toLocaleString('en')} more ids have too many events, and are left out.`]
    : told;
}
