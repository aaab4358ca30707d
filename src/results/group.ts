/** Sorts a list into groups. */

/** Of no more than these, looking at each pair is faster than making groups. */
export const FEW = 24;

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
