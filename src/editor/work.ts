/** Translates between a variant as its file says it and the list of changes that somebody works on. */

import type { Op } from '../core/index.js';
import { type PageChange, put } from './sketch.js';

/** What a variant does to a page, as far as the editor makes it. */
export interface VariantWork {
  readonly css: string;
  readonly domOps: readonly Op[];
}

/** The list that makes a variant. */
export const changesOf = ({ css, domOps }: VariantWork): readonly PageChange[] =>
  [...(css ? [sheetOf(css)] : []), ...domOps.map((op) => ({ op, isOn: true }))].map((one, at) => ({
    ...one,
    id: at + 1,
  }));

const sheetOf = (css: string) => ({ op: { op: 'injectCSS', value: css } as const, isOn: true, isSheet: true });

/** What the changes make that are on. */
export function outcomeOf(edits: readonly PageChange[]): VariantWork {
  const on = edits.filter(({ isOn }) => isOn);
  const sheet = on.find(({ isSheet }) => isSheet)?.op;
  return {
    css: sheet && 'value' in sheet ? sheet.value : '',
    domOps: on.filter(({ isSheet }) => !isSheet).map(({ op }) => op),
  };
}

/** The list with other css of the variant; '' for none. */
export function withSheet(edits: readonly PageChange[], css: string): readonly PageChange[] {
  const rest = edits.filter(({ isSheet }) => !isSheet);
  if (!css.trim()) return rest;
  const id = edits.find(({ isSheet }) => isSheet)?.id ?? 1 + Math.max(0, ...edits.map((one) => one.id));
  return [{ ...sheetOf(css), id }, ...rest];
}

/**
 * What both did since `base`: theirs, with every change of mine put in. Where both changed the same place, mine is in.
 */
export function mergedWork(base: VariantWork, mine: VariantWork, theirs: VariantWork): VariantWork {
  const has = (list: readonly Op[], op: Op): boolean => list.some((one) => keyOf(one) === keyOf(op));
  const gone = base.domOps.filter((op) => !has(mine.domOps, op));
  const kept = theirs.domOps.filter((op) => !has(gone, op));
  const added = mine.domOps.filter((op) => !has(base.domOps, op));
  const edits = added.reduce<readonly PageChange[]>((list, op) => put(list, op), changesOf({ css: '', domOps: kept }));
  return { css: mine.css === base.css ? theirs.css : mine.css, domOps: edits.map(({ op }) => op) };
}

/** Whether two outcomes are the same. */
export const isSameWork = (a: VariantWork, b: VariantWork): boolean =>
  a.css === b.css &&
  a.domOps.length === b.domOps.length &&
  a.domOps.every((op, at) => keyOf(op) === keyOf(b.domOps[at]));

const keyOf = (op: Op | undefined): string =>
  JSON.stringify(Object.entries(op ?? {}).sort(([one], [two]) => (one < two ? -1 : 1)));
