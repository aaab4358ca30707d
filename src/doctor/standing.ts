/** Holds `was`, and what lazy loaders write later, against what stands in the HTML of a page. */

import type { Op } from '../core/index.js';
import { type Element, writtenIn } from '../markup/index.js';
import { shortened } from '../pages/index.js';

/** Where lazy loaders keep the address that they write later. */
const LAZY = /^data-(?:lazy-|original-)?(src|srcset|original)$/;

/**
 * What an op will find otherwise than it expects: a phrase for each, that follows its selector.
 *
 * @param found every match in the HTML, at least one
 * @param others the attributes that ops of the same variant set
 */
export function describeStanding(op: Op, found: readonly Element[], others: readonly string[]): string[] {
  return [...otherThanWas(op, found), ...lazyIn(op, found, others)];
}

/** With `was` an op looks for the first match that shows it, as the tag does. */
function otherThanWas(op: Op, found: readonly Element[]): string[] {
  if (!('was' in op) || op.was === undefined) return [];
  const was = fold(op.was);
  const said = found.map((element) => fold(readOf(op, element)));
  // What shows the wish already needs no change.
  if (said.some((text) => text === was || text === fold(op.value))) return [];
  return [
    `says "${shortened(said[0] ?? '')}" in the HTML and not "${shortened(was)}": the op does nothing there, so look again and correct was.`,
  ];
}

function readOf(op: Op, { attributes, node }: Element): string {
  return op.op === 'setAttr' ? (attributes[op.name.toLowerCase()] ?? '') : writtenIn(node);
}

/** White space makes no difference. */
const fold = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** An image that a script fills in later shows what that writes, as a value of the page's own. */
function lazyIn(op: Op, found: readonly Element[], others: readonly string[]): string[] {
  if (op.op !== 'setAttr' || !/^src(set)?$/i.test(op.name)) return [];
  const meant = op.all ? found : found.slice(0, 1);
  const names = meant.flatMap(({ attributes }) => Object.keys(attributes));
  const name = names.find((one) => LAZY.test(one) && !others.includes(one));
  if (name === undefined) return [];
  return [`has ${name}, from which a lazy loader writes its ${op.name} later: set ${name}, too.`];
}
