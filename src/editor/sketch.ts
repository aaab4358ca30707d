/** Keeps what somebody is making: a list of changes with undo and redo, as values that never change. */

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

/**
 * The change of the list that an op goes beyond: the very one that is corrected where it is still there, else that of
 * the same place.
 */
function findPlace(edits: readonly PageChange[], op: Op, instead: Op | null): number {
  const corrected = instead ? edits.findIndex((one) => JSON.stringify(one.op) === JSON.stringify(instead)) : -1;
  return corrected < 0 ? edits.findIndex((one) => !one.isSheet && placeOf(one.op) === placeOf(op)) : corrected;
}

/**
 * The list with a change put in: in place of the one that it goes beyond, of which stays what nobody is asked for, else
 * at the end.
 *
 * @param instead the change that is corrected, whatever it says; null where it is a new one
 */
export function put(edits: readonly PageChange[], op: Op, instead: Op | null = null): readonly PageChange[] {
  const at = findPlace(edits, op, instead);
  const before = edits[at];
  if (!before) return [...edits, { id: 1 + Math.max(0, ...edits.map(({ id }) => id)), op, isOn: true }];
  const next = { ...before, isOn: true, op: placeOf(before.op) === placeOf(op) ? withKept(op, before.op) : op };
  return edits.map((one, index) => (index === at ? next : one));
}

/** What a file says of a change besides: how long it waits, how it is kept, and what stood there when it was made. */
function withKept(op: Op, before: Op): Op {
  const { keep, waitForMs, was } = before as { was?: string; keep?: string; waitForMs?: number };
  return {
    ...(waitForMs !== undefined && { waitForMs }),
    ...op,
    ...(keep !== undefined && { keep }),
    ...(was !== undefined && { was }),
  } as Op;
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
