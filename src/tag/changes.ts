/** The kinds of slots: a value, an element's content, nodes beside or inside it, and its absence. */

import { call, get, isComplete } from './dom.js';
import type { Kind, Layer, Slot, Slots } from './slots.js';

type Value = string | null;

/** How the texts of an absence are spelled: as text, and as a style. */
const BLANK = { _value: '' };
const HIDDEN = { _value: 'none !important' };

const parentOf = (node: Node): ParentNode | null => get(node, 'parentNode');
const drop = (node: ChildNode): void => call(node, 'remove');

/**
 * A text that can be read and written, such as an attribute or a style property.
 *
 * @param isOpen whether the parser may still append to it: that is the page's, not a change of what fx wrote
 */
const valueSlot = (read: () => Value, write: (value: Value) => void, isOpen = () => false): Slot => {
  let written: Value | undefined;
  let wasOpen = false;
  const slot: Slot & { _original: Value } = {
    _original: null,
    _holds: () => read() === written,
    _put({ _value: value }) {
      const now = read();
      if (now !== written) {
        slot._original =
          wasOpen && now?.startsWith(written as string) ? slot._original + now.slice((written as string).length) : now;
      }
      write(value);
      // as the browser spells it: comparing with what was asked for would never end
      written = read();
      wasOpen = isOpen();
    },
    _back() {
      if (slot._holds([])) write(slot._original);
    },
  };
  return slot;
};

const textSlot = (node: Text, isOpen?: () => boolean): Slot =>
  valueSlot(
    () => node.data,
    (value) => {
      node.data = value as string;
    },
    isOpen,
  );

export const attributeSlot: Kind = (element, name) =>
  valueSlot(
    () => call(element, 'getAttribute', name),
    (value) => {
      if (value === null) call(element, 'removeAttribute', name);
      else call(element, 'setAttribute', name, value);
    },
  );

/** Part of an attribute, which does not stay behind empty. */
const partSlot = (element: Element, attribute: string, read: () => Value, write: (value: Value) => void): Slot => {
  const isEmpty = (): boolean => call(element, 'getAttribute', attribute) === '';
  const wasEmpty = isEmpty();
  const slot = valueSlot(read, write);
  return {
    ...slot,
    _back() {
      slot._back();
      if (!wasEmpty && isEmpty()) call(element, 'removeAttribute', attribute);
    },
  };
};

/** A class, there or not: its name or null. */
export const classSlot: Kind = (element, name) => {
  const list = get(element, 'classList');
  return partSlot(
    element,
    'class',
    () => (list.contains(name) ? name : null),
    (value) => list.toggle(name, value !== null),
  );
};

/** A style property with its priority, as `red !important`. */
export const styleSlot: Kind = (element, name) => {
  const style = get(element as HTMLElement, 'style');
  return partSlot(
    element,
    'style',
    () => style.getPropertyValue(name) + (style.getPropertyPriority(name) && ' !important'),
    (value) => {
      const [plain = '', priority] = (value as string).trim().split(/\s*!\s*(?=important$)/i);
      style.setProperty(name, plain, priority);
    },
  );
};

/** React takes its own nodes away itself, and throws where they are gone: it marks them with a key that begins so. */
export const isReact = (node: object): boolean => Object.keys(node).some((key) => key.startsWith('__react'));

/** What takes a child that has to stay in its place out of sight; a comment is out of sight. */
const coverSlot = (node: ChildNode, slots: Slots): Slot => {
  if (node instanceof Element) return styleSlot(node, 'display', slots);
  if (node instanceof Text) return textSlot(node);
  return valueSlot(
    () => null,
    () => undefined,
  );
};

/**
 * What is inside an element: fx's nodes and, behind them, a text which ends them, so that what the parser appends to it can
 * be told apart. The nodes that were there are kept, and the same ones are put back. A lone text node becomes that text
 * itself: a framework which holds on to it still finds it.
 */
export const contentSlot: Kind = (element, _, slots) => {
  let mine: ChildNode[] = [];
  let end: Slot;
  let isLone = false;
  let owner: unknown;
  /** The page's nodes, and what covers those that stay in their places. */
  const kept = new Map<ChildNode, Slot | undefined>();

  const isInside = (node: Node): boolean => parentOf(node) === element;
  const strangers = (): ChildNode[] =>
    [...get(element, 'childNodes')].filter((node) => !mine.includes(node) && !kept.get(node)?._holds([]));
  const back = (): void => {
    const place = mine.find(isInside);
    // else the page has rendered anew: what was kept is its past
    if (place) {
      for (const [node, cover] of kept) {
        if (cover) cover._back();
        else if (!parentOf(node)) call(element, 'insertBefore', node, place);
      }
      end._back();
    }
    const last = mine.pop() as Text | undefined;
    if (last && !isLone && !last.data) drop(last);
    mine.forEach(drop);
    mine = [];
    kept.clear();
  };

  return {
    _holds: () => mine.every(isInside) && end._holds([]) && !strangers()[0],
    _put(top, layers) {
      if (top !== owner || !mine.some(isInside) || ((isLone || end._original) && strangers()[0])) back();
      owner = top;
      const found = strangers();
      const isText = top._value !== null;
      if (!mine[0]) {
        isLone = isText && found.length === 1 && found[0] instanceof Text;
        const made = isText ? [] : (layers[layers.length - 1] as Layer)._make(element);
        const last = (isLone ? found.pop() : new Text()) as Text;
        end = textSlot(last, () => !isComplete(element));
        mine = [...made, last];
      }
      for (const node of found) {
        const cover = kept.get(node) ?? (isReact(element) || isReact(node) ? coverSlot(node, slots) : undefined);
        kept.set(node, cover);
        if (cover) cover._put(node instanceof Element ? HIDDEN : BLANK, []);
        else drop(node);
      }
      if (!mine.every(isInside)) call(element, 'append', ...mine);
      end._put(isText ? top : BLANK, []);
    },
    _back: back,
  };
};

/** How nodes are put in at each position. */
const WAYS = { beforebegin: 'before', afterbegin: 'prepend', beforeend: 'append', afterend: 'after' } as const;

/** Nodes put in beside or inside an element; those of several experiments lie as if each had been put in, in order. */
export const insertSlot: Kind = (element, position) => {
  const way = WAYS[position as keyof typeof WAYS];
  const nodes = new Map<Layer, ChildNode[]>();
  const home = (): ParentNode | null => (way.endsWith('pend') ? element : parentOf(element));
  const isPut = (layer: Layer): unknown => nodes.get(layer)?.every((node) => parentOf(node) === home());
  return {
    _holds: (layers) => layers.every(isPut),
    _put(_, layers) {
      let isMoved = false;
      for (const layer of layers) {
        if (!isMoved && isPut(layer)) continue;
        isMoved = true;
        const mine = nodes.get(layer) ?? layer._make(home() as Element);
        nodes.set(layer, mine);
        call(element, way, ...mine);
      }
    },
    _drop(layer) {
      nodes.get(layer)?.forEach(drop);
      nodes.delete(layer);
    },
    _back: () => true,
  };
};

/** An element's absence: an empty text keeps its place. */
export const absenceSlot: Kind = (element, _, slots) => {
  const place = new Text();
  let parent: ParentNode | null;
  let next: Node | null;
  return {
    _holds: () => !parentOf(element),
    _put() {
      if (!parentOf(element)) return;
      parent = parentOf(element);
      next = get(element, 'nextSibling');
      // whoever stood before it finds its neighbour known
      slots.set(place, { _slots: [], _repairs: 0 });
      call(element, 'replaceWith', place);
    },
    _back() {
      if (parentOf(element)) drop(place);
      // its old neighbour may be one that fx took out as well
      else if (parentOf(place) && (!next || parentOf(next) === parent || slots.has(next)))
        call(place, 'replaceWith', element);
      else {
        drop(place);
        if (parent) call(parent, 'append', element);
      }
      return get(element, 'isConnected');
    },
  };
};
