/** Writes a path as people read it: variants and metrics by key. */

import { read } from './json.js';
import type { Path } from './problem.js';

/** `variants[].redesign.recipeSampleRate`; what has no usable key keeps its index: `variants[1].name`. */
export function pathWords(path: Path, root: unknown): string {
  let words = '';
  let value = root;
  for (const segment of path) {
    const owner = value;
    value = read(owner, [segment]);
    if (typeof segment === 'string') words += words === '' ? segment : `.${segment}`;
    else words += keyed.has(words) && isUnique(owner, value) ? `[].${String(read(value, ['key']))}` : `[${segment}]`;
  }
  return words;
}

const keyed: ReadonlySet<string> = new Set(['variants', 'metrics']);

const KEY = /^[a-z0-9_-]{1,32}$/;

/** A key that two members share names neither. */
function isUnique(owner: unknown, member: unknown): boolean {
  const key = read(member, ['key']);
  if (typeof key !== 'string' || !KEY.test(key) || !Array.isArray(owner)) return false;
  return owner.filter((other) => read(other, ['key']) === key).length === 1;
}
