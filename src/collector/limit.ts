/** Lets so many tries through in a time, and no more: for events of an address, for passwords, tokens and links. */

import { createSteadyClock } from './steady.js';

/** A limit on tries. */
export interface Limit {
  /** Takes one try of somebody. False: too many, and this one does not count. */
  take(who: string): boolean;
  /** Forgets the tries of somebody who turned out to be right. */
  clear(who: string): void;
}

interface Tries {
  readonly tries: number;
  readonly at: number;
}

/** More than this many strangers at once share one count, so that they cannot fill the memory. */
const MOST_KNOWN = 10_000;
/** How often a full memory is searched for those who have all their tries back, milliseconds. */
const SWEEP_MS = 1000;

/** So many tries, one of which comes back every `everyMs`. */
export function createLimit(most: number, everyMs: number, clock: () => number = Date.now): Limit {
  const now = createSteadyClock(clock);
  const known = new Map<string, Tries>();
  let sweptAt = Number.NEGATIVE_INFINITY;
  const backOf = ({ at }: Tries): number => Math.floor((now() - at) / everyMs);
  const sweep = (): void => {
    if (now() - sweptAt < SWEEP_MS) return;
    sweptAt = now();
    for (const [who, one] of known) if (backOf(one) >= one.tries) known.delete(who);
  };
  return {
    take(stranger) {
      if (known.size >= MOST_KNOWN && !known.has(stranger)) sweep();
      const who = known.size >= MOST_KNOWN && !known.has(stranger) ? '' : stranger;
      const before = known.get(who) ?? { tries: 0, at: now() };
      const back = backOf(before);
      const left = Math.max(0, before.tries - back);
      if (left >= most) return false;
      known.set(who, { tries: left + 1, at: left === 0 ? now() : before.at + back * everyMs });
      return true;
    },
    clear(who) {
      known.delete(who);
    },
  };
}
