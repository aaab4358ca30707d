/** Finds running experiments that change the same thing of the same element, by the text of their selectors. */

import { type Fields, fieldsOf, listOf } from './json.js';
import type { Path } from './problem.js';

/** Something that two experiments change. */
export interface Overlap {
  /** Of the op's selector in the second one. */
  readonly path: Path;
  /** `the text of h1`. */
  readonly what: string;
}

/** The first thing that both change where they may meet in one visitor on one page. */
export function findOverlap(first: unknown, second: unknown): Overlap | undefined {
  const [a, b] = [fieldsOf(first), fieldsOf(second)];
  if (areApart(fieldsOf(a.layer), fieldsOf(b.layer)) || areElsewhere(fieldsOf(a.trigger), fieldsOf(b.trigger))) {
    return undefined;
  }
  const taken = new Set(touchesOf(a).map(({ key }) => key));
  return touchesOf(b).find(({ key }) => taken.has(key));
}

/** The lines that give two experiments slices of one layer: what the first has stays. */
export function slicesFor(first: unknown, count: number): { readonly first: string | null; readonly others: string[] } {
  const { id, layer } = fieldsOf(first);
  const { name, to } = fieldsOf(layer);
  const isThere = typeof to === 'number' && to < 1;
  const begin = isThere ? to : 0;
  const parts = isThere ? count : count + 1;
  const at = (part: number): number => Number((begin + ((1 - begin) * part) / parts).toFixed(4));
  const lines = Array.from(
    { length: parts },
    (_, part) => `layer: { name: ${String(name ?? id)}, from: ${at(part)}, to: ${at(part + 1)} }`,
  );
  return isThere ? { first: null, others: lines } : { first: lines[0] ?? null, others: lines.slice(1) };
}

/** Slices of one layer: those of running experiments never overlap. */
const areApart = (a: Fields, b: Fields): boolean => a.name !== undefined && a.name === b.name;

/** Both name pages, and no page begins like both. A guess, as only the pages themselves could tell. */
function areElsewhere(a: Fields, b: Fields): boolean {
  const [here, there] = [a, b].map(pageOf);
  return here !== undefined && there !== undefined && !here.startsWith(there) && !there.startsWith(here);
}

/** The part of a pattern that is plain text. */
function pageOf({ kind, pattern, regex, of }: Fields): string | undefined {
  if (kind === 'all')
    return listOf(of)
      .map(pageOf)
      .find((page) => page !== undefined);
  if (kind !== 'urlMatch' || typeof pattern !== 'string') return undefined;
  return regex === true ? (/^\^?([^\\^$.*+?()[\]{}|]*)/.exec(pattern)?.[1] ?? '') : pattern;
}

interface Touch extends Overlap {
  readonly key: string;
}

function touchesOf({ variants }: Fields): Touch[] {
  return listOf(variants).flatMap((variant, at) =>
    listOf(variant.domOps).flatMap((op, index) => {
      const part = partOf(op);
      if (part === undefined) return [];
      const selector = String(op.selector).replace(/\s+/g, ' ').trim();
      return [
        {
          key: `${part} of ${selector}`,
          what: `${part} of ${selector}`,
          path: ['variants', at, 'domOps', index, 'selector'],
        },
      ];
    }),
  );
}

/** What of an element an op changes, undefined where others beside it do no harm. */
function partOf({ op, name, value }: Fields): string | undefined {
  if (op === 'replaceText' || op === 'replaceHTML' || op === 'remove') return 'the content';
  if (op === 'setAttr') return `the attribute ${String(name)}`;
  if (op === 'setStyle') return `the style ${String(name)}`;
  return op === 'addClass' || op === 'removeClass' ? `the class ${String(value)}` : undefined;
}
