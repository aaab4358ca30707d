/** Finds the line and column of a value in its file. */

import { type Alias, type Document, isAlias, isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap } from 'yaml';
import type { Path, Within } from './problem.js';
import { keyOf } from './value.js';

/** A place in a file, from 1. */
export interface FilePlace {
  readonly line: number;
  readonly column: number;
}

/** Where something is looked for: the value, its key, or a place inside its text. */
export interface LocateTarget {
  readonly path: Path;
  readonly atKey?: boolean;
  readonly within?: Within;
}

/** Where a value stands; where it is missing, what should hold it. */
export type Locate = (target: LocateTarget) => FilePlace;

/**
 * @param at turns an offset into a place
 * @param resolved what each alias stands for
 */
export function createLocator(
  document: Document.Parsed,
  text: string,
  at: (offset: number) => FilePlace,
  resolved: ReadonlyMap<Alias, Node>,
): Locate {
  const indices = new Map<YAMLMap, ReadonlyMap<string, Pair>>();
  // A map of 50,000 keys may have 50,000 faults.
  const indexOf = (map: YAMLMap): ReadonlyMap<string, Pair> => {
    const index = indices.get(map) ?? new Map(map.items.map((pair) => [keyOf(pair.key) ?? '', pair]));
    indices.set(map, index);
    return index;
  };
  return ({ path, atKey, within }) => {
    let found: unknown = document.contents;
    let offset = startOf(found) ?? document.range[0];
    for (const [depth, segment] of path.entries()) {
      const step = enter(isAlias(found) ? resolved.get(found) : found, segment, indexOf);
      if (!step) return at(offset);
      const last = depth === path.length - 1;
      offset = (last && atKey ? step.key : (startOf(step.value) ?? step.key)) ?? offset;
      found = step.value;
    }
    if (!within || atKey) return at(offset);
    return inside(isAlias(found) ? resolved.get(found) : found, within, text, at) ?? at(offset);
  };
}

interface Step {
  readonly key: number | undefined;
  readonly value: unknown;
}

function enter(
  node: unknown,
  segment: string | number,
  indexOf: (map: YAMLMap) => ReadonlyMap<string, Pair>,
): Step | undefined {
  if (isSeq(node)) {
    const value = typeof segment === 'number' ? node.items[segment] : undefined;
    return value === undefined ? undefined : { key: undefined, value };
  }
  if (!isMap(node)) return undefined;
  // Of a key that stands twice the last one counts, in the value and here.
  const pair = indexOf(node).get(String(segment));
  return pair && { key: startOf(pair.key), value: pair.value };
}

const startOf = (node: unknown): number | undefined =>
  isMap(node) || isSeq(node) || isScalar(node) || isAlias(node) ? node.range?.[0] : undefined;

/** A place inside a scalar. Literal blocks map line by line; folded and quoted text only where it is one line. */
function inside(
  node: unknown,
  { line, column }: Within,
  text: string,
  at: (offset: number) => FilePlace,
): FilePlace | undefined {
  if (!isScalar(node) || !node.range || typeof node.value !== 'string') return undefined;
  const start = at(node.range[0]);
  if (node.type === 'BLOCK_LITERAL') {
    const source = text.slice(node.range[0], node.range[1]).split('\n').slice(1);
    return { line: start.line + 1 + line, column: 1 + indentOf(node.value, source) + column };
  }
  if (node.type === 'BLOCK_FOLDED' || node.value.includes('\n')) return start;
  const quotes = node.type === 'PLAIN' ? 0 : 1;
  return text.slice(node.range[0], node.range[1]).includes('\n')
    ? start
    : { line: start.line, column: start.column + quotes + column };
}

function indentOf(value: string, source: readonly string[]): number {
  const lines = value.split('\n');
  const index = lines.findIndex((line) => line.trim() !== '');
  const spaces = (line: string | undefined): number => line?.search(/[^ ]|$/) ?? 0;
  return index < 0 ? 0 : Math.max(0, spaces(source[index]) - spaces(lines[index]));
}
