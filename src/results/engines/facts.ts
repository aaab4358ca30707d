/** Reads the facts of an exposure by which results are cut. */

import type { Exposure } from '../../core/index.js';

/** Each fact as a text; null where the exposure does not say. */
export const factsOf = (exposure: Exposure, by: readonly string[]): (string | null)[] =>
  by.map((name) => {
    if (name === 'device') return exposure.device ?? null;
    if (name === 'language') return exposure.language ?? null;
    if (name === 'isNew') return exposure.isNew === undefined ? null : String(exposure.isNew);
    return (Object.hasOwn(exposure.segments ?? {}, name) ? exposure.segments?.[name] : null) ?? null;
  });

/**
 * The order of two lists of facts, each as JSON: fact by fact, a missing one first, texts by their bytes, as databases
 * have it.
 * For exposures of one moment, of which one has to be the first, whichever arrived before.
 */
export function compareFacts(a: string, b: string): number {
  if (a === b) return 0;
  const [keysA, keysB] = [keysIn(a), keysIn(b)];
  for (const [at, key] of keysA.entries()) {
    const order = key.compare(keysB[at] as Buffer);
    if (order) return order;
  }
  return 0;
}

const keysIn = (facts: string): Buffer[] => (JSON.parse(facts) as (string | null)[]).map(keyOf);

const keyOf = (fact: string | null): Buffer => Buffer.from(fact === null ? '' : `=${fact}`);
