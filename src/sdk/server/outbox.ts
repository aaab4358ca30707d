/** Keeps events in memory until they are confirmed: some ten thousand, the oldest go first. */

import { countFitting } from '../../core/index.js';
import type { Outbox } from './api.js';

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
      taken ||= countFitting(texts);
      if (!taken) return undefined;
      return {
        texts: texts.slice(0, taken),
        done() {
          texts.splice(0, taken);
          taken = 0;
        },
      };
    },
    size: () => texts.length,
  };
}
