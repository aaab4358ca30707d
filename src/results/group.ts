/** Sorts a list into groups. */

/** Of no more than these, looking at each pair is faster than making groups. */
export const FEW = 24;

/**
 * Those next to each other that have the same id, of a list that is sorted by it: of a million rows, a map of them
 * would be most of the memory.
 */
export function* runsOf<T extends { readonly id: number }>(sorted: readonly T[]): Generator<T[]> {
  for (let from = 0, to = 1; from < sorted.length; from = to++) {
    while (to < sorted.length && sorted[to]?.id === sorted[from]?.id) to++;
    yield sorted.slice(from, to);
  }
}

/** The groups by key, each in the order of the list. */
export function groupBy<T, K>(all: Iterable<T>, keyOf: (one: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const one of all) {
    const key = keyOf(one);
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return groups;
}
