/** What fx changed on elements: the changes of one element lie on each other in the order of experiments, whatever came first. */

import { isComplete } from './dom.js';

/** A change of an element: such as of an attribute, a class, its content or its place. */
export interface Change {
  /** Whether the page still is as the change left it. */
  _holds(): boolean;
  /** Makes it so. What it finds, and did not put there, is what it will put back. */
  _put(): void;
  /** Puts back what was there, where the change still stands; false where there is no place left for it. */
  _back(): unknown;
}

/** A change as it lies on those below it. */
export interface Layer extends Change {
  /** The experiment's id and the place of the op in it. */
  readonly _order: string;
  /** What it changes: it hides layers below it whose key begins with its own, and may move those of the same first letter. */
  readonly _key: string;
  /** Told when the page won. */
  _onConflict(): void;
}

/** An op's hold on an element. */
export interface Hold {
  /** Puts the change in, below those that lie above it. */
  _put(): void;
  /** Puts it in again where the page has undone it, until the page has won. */
  _check(): void;
  /** Takes it away and leaves the others. */
  _release(): void;
}

/** What fx knows of the elements that it changed, and of the nodes that it made. */
export interface Slots {
  readonly _stacks: WeakMap<Node, Stack>;
  /** By whom a node was put in. */
  readonly _makers: WeakMap<Node, unknown>;
}

interface Stack {
  _layers: Layer[];
  /** Repairs within the last second. */
  _repairs: number;
}

/** After so many repairs of an element within a second the page has won; more only while its parser is at work on it. */
const MOST_REPAIRS = 10;
const MOST_WHILE_PARSED = 1000;

export const createSlots = (): Slots => ({ _stacks: new WeakMap(), _makers: new WeakMap() });

export const byOrder = (a: { readonly _order: string }, b: { readonly _order: string }): number =>
  a._order < b._order ? -1 : 1;

/** Makes place for a change on an element. */
export const lay = ({ _stacks: stacks }: Slots, element: Element, layer: Layer): Hold => {
  const { _key: key, _order: order, _put: put } = layer;
  const stack: Stack = stacks.get(element) ?? { _layers: [], _repairs: 0 };
  stacks.set(element, stack);
  stack._layers.push(layer);
  stack._layers.sort(byOrder);

  const above = (): Layer[] => stack._layers.filter((one) => one._order > order && one._key[0] === key[0]);
  // also what changes part of it, as margin-top does of margin
  const hides = (one: Layer): boolean => key.startsWith(one._key) || one._key.startsWith(`${key}-`);
  const lift = (run: () => void): void => {
    const layers = above();
    for (const one of [...layers].reverse()) one._back();
    run();
    for (const one of layers) one._put();
  };
  return {
    _put: () => lift(put),
    _check() {
      if (stack._repairs === Infinity || layer._holds() || above().some(hides)) return;
      setTimeout(() => stack._repairs--, 1000);
      if (++stack._repairs > (isComplete(element) ? MOST_REPAIRS : MOST_WHILE_PARSED)) {
        // for good: whoever fights for this element costs the visitor more than the test is worth
        stack._repairs = Infinity;
        for (const one of stack._layers) one._onConflict();
      } else lift(put);
    },
    _release: () =>
      lift(() => {
        stack._layers = stack._layers.filter((one) => one !== layer);
        if (layer._back() === false) layer._onConflict();
      }),
  };
};
