/** Keeps events in memory until they are confirmed: some ten thousand, the oldest go first. */

import { BATCH_BYTES, BATCH_EVENTS } from '../../core/index.js';
import type { Outbox } from './api.js';

/** What a batch has besides its events, in bytes: `v`, `sentAt`, `dropped` and the brackets. */
export const ENVELOPE_BYTES = 152;
/** How many events are kept while the collector is away. */
const MOST_KEPT = 10_000;

/** An outbox that ends with its process. */
export function createMemoryOutbox(most = MOST_KEPT): Outbox {
  const texts: string[] = [];
  let taken = 0;
  return {
    add(text) {
      const lost = texts.length < most ? 0 : 1;
      // What is under way may yet be confirmed.
      if (lost) texts.splice(Math.min(taken, most - 1), 1);
      texts.push(text);
      return lost;
    },
    take() {
      if (!taken) taken = countFitting(texts);
      const count = taken;
      if (!count) return undefined;
      return {
        texts: texts.slice(0, count),
        done() {
          texts.splice(0, count);
          taken = 0;
        },
      };
    },
    size: () => texts.length,
  };
}

/** How many of the first events fit into a batch, one at least. */
function countFitting(texts: readonly string[]): number {
  let left = BATCH_BYTES - ENVELOPE_BYTES;
  let count = 0;
  for (const text of texts) {
    left -= byteLength(text) + 1;
    if (count && (left < 0 || count >= BATCH_EVENTS)) break;
    count++;
  }
  return count;
}

/** Bytes as UTF-8. */
export function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}
