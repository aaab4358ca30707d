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

/** Lays a change on an element. */
export const lay = ({ _stacks: stacks }: Slots, element: Element, layer: Layer): void => {
  const stack: Stack = stacks.get(element) ?? { _layers: [], _repairs: 0 };
  stacks.set(element, stack);
  stack._layers.push(layer);
  stack._layers.sort(byOrder);
  lift(above(stack, layer), layer._put);
};

/** Puts a change in again where the page has undone it, until the page has won. */
export const check = ({ _stacks: stacks }: Slots, element: Element, layer: Layer): void => {
  const stack = stacks.get(element) as Stack;
  const others = above(stack, layer);
  if (stack._repairs === Infinity || layer._holds() || others.some((one) => layer._key.startsWith(one._key))) return;
  setTimeout(() => stack._repairs--, 1000);
  if (++stack._repairs > (isComplete(element) ? MOST_REPAIRS : MOST_WHILE_PARSED)) {
    // for good: whoever fights for this element costs the visitor more than the test is worth
    stack._repairs = Infinity;
    for (const one of stack._layers) one._onConflict();
  } else lift(others, layer._put);
};

/** Takes a change away and leaves the others. */
export const release = ({ _stacks: stacks }: Slots, element: Element, layer: Layer): void => {
  const stack = stacks.get(element) as Stack;
  lift(above(stack, layer), () => {
    stack._layers = stack._layers.filter((one) => one !== layer);
    if (layer._back() === false) layer._onConflict();
  });
};

const above = ({ _layers: layers }: Stack, { _key: key, _order: order }: Layer): Layer[] =>
  layers.filter((one) => one._order > order && one._key[0] === key[0]);

/** Does something below layers. */
const lift = (layers: readonly Layer[], run: () => void): void => {
  for (const layer of [...layers].reverse()) layer._back();
  run();
  for (const layer of layers) layer._put();
};
