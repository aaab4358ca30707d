/** What fx changed on elements: the changes of one element lie on each other in the order of experiments, whatever came first. */

import type { Capability } from './capability.js';
import { isComplete } from './dom.js';
import type { Watch } from './watch.js';

/** A change of an element, or of the document: such as of an attribute, a class, its content or its place. */
export interface Change {
  /** What it changes: it hides changes below it whose key begins with its own, and may move those of the same first letter. */
  readonly _key: string;
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
  /** Told when the page won. */
  _onConflict(): void;
}

/** An op's hold on an element. */
export interface Hold {
  /** Puts the change in again where the page has undone it, until the page has won. */
  _put(): void;
  /** Takes it away and leaves the others. */
  _back(): void;
}

interface Stack {
  _layers: Layer[];
  /** Repairs within the last second. */
  _repairs: number;
}

/** What an op works with: shared by all the ops of a page. */
export interface Workshop {
  readonly _capability: Capability;
  readonly _nonce: () => string | undefined;
  readonly _watch: Watch;
  /** What lies on an element. */
  readonly _stacks: WeakMap<Node, Stack>;
  /** By whom a node was put in. */
  readonly _makers: WeakMap<Node, unknown>;
}

/** After so many repairs of an element within a second the page has won. */
const MOST_REPAIRS = 10;

/** Puts a change in, below those that lie above it. */
export const lay = ({ _stacks: stacks }: Workshop, element: Node, layer: Layer): Hold => {
  const { _key: key, _order: order, _put: put } = layer;
  const stack: Stack = stacks.get(element) ?? { _layers: [], _repairs: 0 };
  const above = (): Layer[] => stack._layers.filter((one) => one._order > order && one._key[0] === key[0]);
  const lift = (run: () => void): void => {
    const layers = above().reverse();
    for (const one of layers) one._back();
    run();
    for (const one of layers.reverse()) one._put();
  };
  stacks.set(element, stack);
  lift(put);
  stack._layers.push(layer);
  stack._layers.sort((a, b) => (a._order < b._order ? -1 : 1));
  return {
    _put() {
      if (
        stack._repairs > MOST_REPAIRS ||
        layer._holds() ||
        // also by what changes part of it, as margin-top does of margin
        above().some((one) => key.startsWith(one._key) || one._key.startsWith(`${key}-`))
      )
        return;
      // what its parser adds is no fight
      if (isComplete(element)) {
        stack._repairs++;
        // style sheets, which a page replaces all at once, are put back ten times and that is all
        if (key[0] !== '{') setTimeout(() => stack._repairs--, 1000);
      }
      if (stack._repairs > MOST_REPAIRS) {
        // for good: whoever fights for this element costs the visitor more than the test is worth
        stack._repairs = Infinity;
        for (const one of stack._layers) one._onConflict();
      } else lift(put);
    },
    _back: () =>
      lift(() => {
        stack._layers = stack._layers.filter((one) => one !== layer);
        if (layer._back() === false) layer._onConflict();
      }),
  };
};
