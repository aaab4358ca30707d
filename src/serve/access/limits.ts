/** Lets so many tries through in a time, and no more: for passwords, tokens and links. */

/** A limit on tries. */
export interface Limit {
  /** Takes one try of somebody. False: too many, and this one does not count. */
  take(who: string): boolean;
  /** Forgets the tries of somebody who turned out to be right. */
  clear(who: string): void;
}

/** More than this many strangers at once share one count, so that they cannot fill the memory. */
const MOST_KNOWN = 10_000;

/** So many tries, one of which comes back every `everyMs`. */
export function createLimit(most: number, everyMs: number, now: () => number = Date.now): Limit {
  const known = new Map<string, { tries: number; at: number }>();
  return {
    take(stranger) {
      const who = known.size >= MOST_KNOWN && !known.has(stranger) ? '' : stranger;
      const { tries, at } = known.get(who) ?? { tries: 0, at: now() };
      const back = Math.floor(Math.max(0, now() - at) / everyMs);
      const left = Math.max(0, tries - back);
      if (left >= most) return false;
      known.set(who, { tries: left + 1, at: left === 0 ? now() : at + back * everyMs });
      return true;
    },
    clear(who) {
      known.delete(who);
    },
  };
}
