/** What fx changed on elements: a slot is one thing that several experiments may want, and the last of them by id has it. */

import { isComplete } from './dom.js';

/** One op's wish, on every element that it takes. */
export interface Layer {
  /** The experiment's id and the place of the op in it: layers lie in this order, whatever fired first. */
  readonly _order: string;
  /** The wish as text; null: not there, or nodes. */
  readonly _value: string | null;
  /** The wish as new nodes, as they would be inside `context`. */
  _make(context: Element): ChildNode[];
  /** Told when the page won. */
  _onConflict(): void;
}

/** One thing of an element, such as an attribute, a class, its content or its place. */
export interface Slot {
  /** Whether the page still is as fx left it. */
  _holds(layers: readonly Layer[]): boolean;
  /** Makes it so. What it finds, and did not put there, is what it will put back. */
  _put(top: Pick<Layer, '_value'>, layers: readonly Layer[]): void;
  /** Puts back what was there, where fx's change still stands; false where there is no place left for it. */
  _back(): unknown;
  /** Takes away what only this layer brought. */
  _drop?(layer: Layer): void;
  /** What was there before. */
  _original?: unknown;
}

/** Makes the slot of an element; `name` tells slots of one kind apart. */
export type Kind = (element: Element, name: string, slots: Slots) => Slot;

/** An op's hold on an element. */
export interface Hold {
  /** Applies the op. */
  _put(): void;
  /** Applies it again where the page has changed it. */
  _check(): void;
  /** Takes the op's layer away and shows what is below it. */
  _release(): void;
}

interface Mark {
  readonly _slots: { readonly _kind: Kind; readonly _name: string; readonly _slot: Slot; readonly _layers: Layer[] }[];
  /** Repairs within the last second. */
  _repairs: number;
}

/** What fx knows of the elements that it changed. */
export interface Slots extends WeakMap<Node, Mark> {}

/** After so many repairs of an element within a second the page has won; more only while its parser is at work on it. */
const MOST_REPAIRS = 10;
const MOST_WHILE_PARSED = 1000;

export const createSlots = (): Slots => new WeakMap();

export const byOrder = (a: { readonly _order: string }, b: { readonly _order: string }): number =>
  a._order < b._order ? -1 : 1;

/** Adds a layer to the slot of an element. */
export const claim = (slots: Slots, element: Element, kind: Kind, name: string, layer: Layer): Hold => {
  const mark: Mark = slots.get(element) ?? { _slots: [], _repairs: 0 };
  slots.set(element, mark);
  const held = mark._slots.find((one) => one._kind === kind && one._name === name) ?? {
    _kind: kind,
    _name: name,
    _slot: kind(element, name, slots),
    _layers: [],
  };
  const { _slot: slot, _layers: layers } = held;
  if (!layers[0]) mark._slots.push(held);
  layers.push(layer);
  layers.sort(byOrder);
  const put = (): void => slot._put(layers[layers.length - 1] as Layer, layers);
  return {
    _put: put,
    _check() {
      if (mark._repairs === Infinity || slot._holds(layers)) return;
      setTimeout(() => mark._repairs--, 1000);
      if (++mark._repairs > (isComplete(element) ? MOST_REPAIRS : MOST_WHILE_PARSED)) {
        // for good: whoever fights for this element costs the visitor more than the test is worth
        mark._repairs = Infinity;
        for (const one of layers) one._onConflict();
      } else put();
    },
    _release() {
      layers.splice(layers.indexOf(layer), 1);
      slot._drop?.(layer);
      if (layers[0]) put();
      else {
        mark._slots.splice(mark._slots.indexOf(held), 1);
        if (slot._back() === false) layer._onConflict();
      }
    },
  };
};
