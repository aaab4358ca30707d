/** Finds fields of one item that a dash too many made an item of their own. */

import { type Fields, fieldsOf, listOf } from './json.js';
import { error, type Finding, type Path } from './problem.js';

/** The first such item of each list: what else is wrong with the list follows from it. */
export function checkItems(value: unknown): Finding[] {
  const { variants, metrics } = fieldsOf(value);
  return [
    ...findSplit(variants, ['variants'], 'key'),
    ...findSplit(metrics, ['metrics'], 'key'),
    ...listOf(variants).flatMap(({ domOps }, index) => findSplit(domOps, ['variants', index, 'domOps'], 'op')),
  ];
}

/** @param first the field that every item of the list has */
function findSplit(list: unknown, path: Path, first: string): Finding[] {
  const items = listOf(list);
  const index = items.findIndex((item, at) => {
    const before = items[at - 1];
    return before !== undefined && !(first in item) && first in before && isApart(item, before);
  });
  return index < 0 ? [] : [error('split', [...path, index], {})];
}

const isApart = (item: Fields, before: Fields): boolean => {
  const keys = Object.keys(item);
  return keys.length > 0 && keys.every((key) => !(key in before));
};
