/** Counts who was exposed to what, and puts beside it what the weights promise. */

import type { FxEvent } from '../../core/index.js';

/** An experiment as the page needs it. */
export interface ShownDesign {
  readonly id: string;
  readonly name: string;
  readonly variants: readonly { readonly key: string; readonly expected: number }[];
}

/** One variant's part of an experiment's exposed visitors. */
export interface ShownVariant {
  readonly key: string;
  /** Different subjects that were exposed. */
  readonly subjects: number;
  /** Their share of all, 0..1. */
  readonly share: number;
  /** What the weights promise, 0..1; null for a variant that is in no file any more. */
  readonly expected: number | null;
}

/** One experiment's exposed visitors. */
export interface ShownSplit {
  readonly id: string;
  readonly name: string;
  readonly subjects: number;
  readonly arms: readonly ShownVariant[];
}

/**
 * The split of every experiment that has exposures. A subject counts once to a variant, however often it was exposed,
 * and one that was diverted, or is of a crawler, does not count, as nobody drew that variant. results/uncounted.ts has
 * the same list for results: this page cannot load it.
 */
export function countSplits(events: readonly FxEvent[], designs: readonly ShownDesign[]): ShownSplit[] {
  const seen = new Map<string, Map<string, Set<string>>>();
  for (const event of events) {
    if (event.type !== 'exposure' || /^(divert|bot)$/.test(event.reason)) continue;
    const arms = seen.get(event.experiment) ?? new Map<string, Set<string>>();
    seen.set(event.experiment, arms.set(event.variant, (arms.get(event.variant) ?? new Set()).add(event.subject)));
  }
  return [...seen]
    .map(([id, arms]) =>
      split(
        id,
        arms,
        designs.find((design) => design.id === id),
      ),
    )
    .sort(byId);
}

const byId = (a: ShownSplit, b: ShownSplit): number => (a.id < b.id ? -1 : 1);

function split(
  id: string,
  arms: ReadonlyMap<string, ReadonlySet<string>>,
  design: ShownDesign | undefined,
): ShownSplit {
  const known = design?.variants ?? [];
  const keys = [...new Set([...known.map(({ key }) => key), ...arms.keys()])];
  const subjects = keys.reduce((sum, key) => sum + (arms.get(key)?.size ?? 0), 0);
  return {
    id,
    name: design?.name ?? id,
    subjects,
    arms: keys.map((key) => ({
      key,
      subjects: arms.get(key)?.size ?? 0,
      share: (arms.get(key)?.size ?? 0) / subjects,
      expected: known.find((variant) => variant.key === key)?.expected ?? null,
    })),
  };
}
