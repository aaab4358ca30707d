/** Events that no collector has confirmed yet: a key to each in localStorage, in memory where that is not to be had. */

import { DROPPED, listRecent, OUTBOX, readItem, toKey, writeItem } from './storage.js';

export type Entry = readonly [key: string, text: string];

export interface Outbox {
  /** @param rank what goes first when it is full: failures (0), conversions (1), exposures (2) */
  _add(id: string, rank: number, at: number, text: string): void;
  /** Writes what is in memory, gives up what does not fit; returns the rest, other pages' too, what is kept longest first. */
  _settle(): Entry[];
  /** @param change of the count of events that were given up */
  _remove(entries: Iterable<readonly [key: string, text?: string]>, change?: number): void;
  /** Forgets the events of this page. */
  _clear(): void;
  /** How many were given up and not yet reported. */
  _dropped(): number;
}

const MOST_BYTES = 65536;

/** @param inMemory keeps the events of this page out of storage */
export const createOutbox = (inMemory: boolean): Outbox => {
  /** Of this page: the texts, '' for what is in storage, where other pages may send it or give it up. */
  const own = new Map<string, string>();
  /** What the stored count misses. */
  let lost = 0;
  const count = (change: number): number => {
    lost += change;
    const total = Math.max(0, lost + (Number(readItem(DROPPED)) | 0));
    if (change && writeItem(DROPPED, `${total}`)) lost = 0;
    return total;
  };
  const remove: Outbox['_remove'] = (entries, change = 0) => {
    for (const [key] of entries) {
      own.delete(key);
      writeItem(key, '');
    }
    count(change);
  };
  return {
    _add: (id, rank, at, text) => void own.set(toKey(OUTBOX, rank, at, id), text),
    _settle() {
      if (!inMemory) for (const [key, text] of own) if (text && writeItem(key, text)) own.set(key, '');
      const stored = listRecent(OUTBOX, () => count(1)).map((key): Entry => [key, readItem(key) as string]);
      const all = [...own, ...stored]
        .filter(([, text]) => text)
        .sort()
        .reverse();
      const kept = take(all, MOST_BYTES);
      const rest = all.slice(kept.length);
      remove(rest, rest.length);
      return kept;
    },
    _remove: remove,
    _clear: () => remove([...own]),
    _dropped: () => count(0),
  };
};

/** Bytes as UTF-8. */
export const size = (text: string): number => new TextEncoder().encode(text).length;

/** As many of the first as are allowed, one at least. */
export const take = (entries: readonly Entry[], bytes: number, most = 100): Entry[] => {
  let left = bytes;
  return entries.filter(([, text], index) => {
    left -= size(text) + 1;
    return index < most && (left > 0 || !index);
  });
};
