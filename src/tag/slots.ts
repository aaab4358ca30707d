/** What fx changed on elements: a slot is one thing that several experiments may want, and the last of them by id has it. */

import { isComplete } from './dom.js';

/** One experiment's wish for a slot. */
export interface Layer {
  /** The experiment's id and the place of the op in it: layers lie in this order, whatever fired first. */
  readonly _order: string;
  /** The wish as text; null: not there. */
  readonly _value: string | null;
  /** The wish as new nodes. */
  readonly _make: () => ChildNode[];
  /** The nodes that are in the page because of this layer. */
  _mine: ChildNode[];
  /** Told when the page won. */
  readonly _onConflict: () => void;
}

/** One thing of an element, such as an attribute, a class, its content or its place. */
export interface Slot {
  /** Whether the page still is as fx left it. */
  _holds(top: Layer, layers: readonly Layer[]): boolean;
  /** Makes it so. What it finds, and did not put there, is what it will put back. */
  _put(top: Layer, layers: readonly Layer[]): void;
  /** Puts back what was there, where fx's change still stands. False where there is no place left for it. */
  _back(): boolean;
  /** Takes away what only this layer brought. */
  _drop?(layer: Layer): void;
  /** Whether there is nothing left to hold. Default: the element has left the document. */
  _isGone?(): boolean;
  /** Where a removed node stood before. */
  _next?: Node | null;
}

export interface Slots {
  /** Adds a layer to a slot, which is made where it is the first, and applies it. */
  _claim(element: Element, name: string, layer: Layer, make: () => Slot): void;
  /** Makes sure that the slot is as its layers say; false where there is nothing left to hold. */
  _hold(element: Element, name: string): boolean;
  /** Takes a layer away and shows what is below it. */
  _release(element: Element, name: string, layer: Layer): void;
  /** The slot of that name, if fx has one there. */
  _find(element: Node | null, name: string): Slot | undefined;
}

interface Held {
  readonly _slot: Slot;
  readonly _layers: Layer[];
  _top?: Layer | undefined;
}

/** What fx knows of an element that it changed. */
interface Marks {
  readonly _slots: Map<string, Held>;
  /** Repairs in the second that began at `_since`, milliseconds of the page's own clock. */
  _repairs: number;
  _since: number;
}

/** After so many repairs of an element within a second the page has won; more only while its parser is at work on it. */
const MOST_REPAIRS = 10;
const MOST_WHILE_PARSED = 1000;

export const createSlots = (): Slots => {
  const known = new WeakMap<Node, Marks>();

  const sync = (element: Element, marks: Marks, held: Held): void => {
    const { _layers: layers, _slot: slot } = held;
    const top = layers[layers.length - 1];
    if (!top) return;
    if (top === held._top) {
      if (marks._since < 0 || slot._holds(top, layers)) return;
      const now = performance.now();
      if (now - marks._since > 1000) {
        marks._since = now;
        marks._repairs = 0;
      }
      if (++marks._repairs > (isComplete(element) ? MOST_REPAIRS : MOST_WHILE_PARSED)) {
        // for good: whoever fights for this element costs the visitor more than the test is worth
        marks._since = -1;
        for (const layer of layers) layer._onConflict();
        return;
      }
    }
    held._top = top;
    slot._put(top, layers);
  };

  return {
    _find: (element, name) => (element && known.get(element)?._slots.get(name)?._slot) || undefined,
    _claim(element, name, layer, make) {
      const marks: Marks = known.get(element) ?? { _slots: new Map(), _repairs: 0, _since: 0 };
      known.set(element, marks);
      const held: Held = marks._slots.get(name) ?? { _slot: make(), _layers: [] };
      marks._slots.set(name, held);
      held._layers.push(layer);
      held._layers.sort((a, b) => (a._order < b._order ? -1 : 1));
      sync(element, marks, held);
    },
    _hold(element, name) {
      const marks = known.get(element);
      const held = marks?._slots.get(name);
      if (!marks || !held || (held._slot._isGone?.() ?? !element.isConnected)) return false;
      sync(element, marks, held);
      return true;
    },
    _release(element, name, layer) {
      const marks = known.get(element);
      const held = marks?._slots.get(name);
      if (!marks || !held) return;
      const { _layers: layers, _slot: slot } = held;
      layers.splice(layers.indexOf(layer), 1);
      slot._drop?.(layer);
      if (layers[0]) sync(element, marks, held);
      else {
        marks._slots.delete(name);
        if (!slot._back()) layer._onConflict();
      }
    },
  };
};
