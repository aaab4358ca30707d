/** What somebody is making: a list of changes with undo and redo, as values that never change. */

import type { Op } from '../core/index.js';

/** One change that somebody made. */
export interface PageChange {
  /** Names it in the list; never reused. */
  readonly id: number;
  readonly op: Op;
  /** Switched off it stays in the list and changes nothing. */
  readonly isOn: boolean;
  /** It is the css of the variant, which the format has a field for. */
  readonly isSheet?: boolean;
}

/** The list, and every list that there was. */
export interface Sketch {
  readonly edits: readonly PageChange[];
  readonly past: readonly (readonly PageChange[])[];
  readonly future: readonly (readonly PageChange[])[];
}

/** A draft without changes. */
export const emptySketch: Sketch = { edits: [], past: [], future: [] };

/** The draft with another list, which can be undone. */
export const withChanges = ({ edits, past }: Sketch, next: readonly PageChange[]): Sketch => ({
  edits: next,
  past: [...past, edits],
  future: [],
});

/** The list as it was before the last step. */
export function undone({ edits, past, future }: Sketch): Sketch {
  const before = past.at(-1);
  return before ? { edits: before, past: past.slice(0, -1), future: [edits, ...future] } : { edits, past, future };
}

/** The list as it was before the last undo. */
export function redone({ edits, past, future }: Sketch): Sketch {
  const [next, ...rest] = future;
  return next ? { edits: next, past: [...past, edits], future: rest } : { edits, past, future };
}

/** What two ops have in common where the later one takes the place of the earlier. */
const placeOf = (op: Op): string =>
  op.op === 'injectCSS' || op.op === 'injectHTML' || op.op === 'addClass' || op.op === 'removeClass'
    ? JSON.stringify(op)
    : [op.selector, op.op === 'replaceHTML' ? 'replaceText' : op.op, 'name' in op ? op.name : ''].join('\n');

/** The list with a change put in: in place of the one that it goes beyond, whose `was` it keeps, else at the end. */
export function put(edits: readonly PageChange[], op: Op): readonly PageChange[] {
  const at = edits.findIndex((one) => !one.isSheet && placeOf(one.op) === placeOf(op));
  const before = edits[at];
  if (!before) return [...edits, { id: 1 + Math.max(0, ...edits.map(({ id }) => id)), op, isOn: true }];
  const { was } = before.op as { was?: string };
  const next = { ...before, isOn: true, op: was === undefined ? op : ({ ...op, was } as Op) };
  return edits.map((one, index) => (index === at ? next : one));
}

/** The list with one change moved up (-1) or down (1). */
export function moved(edits: readonly PageChange[], id: number, by: number): readonly PageChange[] {
  const from = edits.findIndex((one) => one.id === id);
  const to = Math.min(Math.max(from + by, 0), edits.length - 1);
  const rest = edits.filter((one) => one.id !== id);
  const one = edits[from];
  return one ? [...rest.slice(0, to), one, ...rest.slice(to)] : edits;
}

/** The ops of the changes that are on. */
export const opsOf = (edits: readonly PageChange[]): Op[] => edits.filter(({ isOn }) => isOn).map(({ op }) => op);
