/** The kinds of slots: a value, an element's content, nodes beside or inside it, and its absence. */

import { call, get } from './dom.js';
import type { Layer, Slot, Slots } from './slots.js';

/** A text that can be read and written, such as an attribute or a style property. */
export const valueSlot = (read: () => string | null, write: (value: string | null) => void): Slot => {
  let original: string | null = null;
  let written: string | null | undefined;
  return {
    _holds: () => read() === written,
    _put(top) {
      const now = read();
      if (now !== written) original = now;
      write(top._value);
      // as the browser spells it: comparing with what was asked for would never end
      written = read();
    },
    _back() {
      if (read() === written) write(original);
      return true;
    },
  };
};

/** An attribute that fx was the first to set is not left behind empty. */
const tidy = (
  element: Element,
  name: string,
  write: (value: string | null) => void,
): ((value: string | null) => void) => {
  const wasThere = call(element, 'hasAttribute', name);
  return (value) => {
    write(value);
    if (!wasThere && !call(element, 'getAttribute', name)) call(element, 'removeAttribute', name);
  };
};

export const attributeSlot = (element: Element, name: string): Slot =>
  valueSlot(
    () => call(element, 'getAttribute', name),
    (value) => {
      if (value === null) call(element, 'removeAttribute', name);
      else call(element, 'setAttribute', name, value);
    },
  );

/** A class, there or not: any text or null. */
export const classSlot = (element: Element, name: string): Slot => {
  const list = get(element, 'classList');
  return valueSlot(
    () => (list.contains(name) ? '' : null),
    tidy(element, 'class', (value) => list.toggle(name, value !== null)),
  );
};

/** A style property with its priority, as `red !important`. */
export const styleSlot = (element: Element, name: string): Slot => {
  const style = get(element as HTMLElement, 'style');
  return valueSlot(
    () => style.getPropertyValue(name) + (style.getPropertyPriority(name) && ' !important'),
    tidy(element, 'style', (value) => {
      const plain = (value ?? '').replace(/\s*!important\s*$/i, '');
      style.setProperty(name, plain, plain === value?.trim() ? '' : 'important');
    }),
  );
};

/** React takes its own nodes away itself, and throws where they are gone: it marks them with a key that begins so. */
const isReact = (node: object): boolean => Object.keys(node).some((key) => key.startsWith('__react'));

const childrenOf = (element: Node): ChildNode[] => [...get(element, 'childNodes')];

const isText = (node: Node | undefined): node is Text => node instanceof Text;

/** Takes a child out of sight, and returns how to bring it back. */
const cover = (element: Element, child: ChildNode): (() => void) => {
  if (!isReact(element) && !isReact(child)) {
    child.remove();
    return () => undefined;
  }
  const slot = child instanceof Element ? hidden(child) : blank(child as CharacterData);
  slot._put(HIDE, []);
  return () => slot._back();
};

const HIDE: Layer = { _order: '', _value: 'none !important', _make: () => [], _mine: [], _onConflict: () => undefined };

const hidden = (element: Element): Slot => styleSlot(element, 'display');

const blank = (node: CharacterData): Slot =>
  valueSlot(
    () => node.data,
    (value) => {
      node.data = value === HIDE._value ? '' : (value ?? '');
    },
  );

/**
 * What is inside an element. The nodes that were there are kept, and the same ones are put back; a lone text node gets its
 * data written, so that a framework which holds on to that node still finds it.
 */
export const contentSlot = (element: Element): Slot => {
  let kept: { _node: ChildNode; _uncover: () => void }[] = [];
  let mine: ChildNode[] = [];
  let owner: Layer | undefined;
  /** The data of the text node that ends fx's content: the parser appends to whatever text comes last. */
  let tail = '';
  /** The data of a lone text node before fx wrote it. */
  let lone: string | undefined;

  const isMineThere = (): boolean => !!mine[0] && mine.every((node) => get(node, 'parentNode') === element);
  const isCovered = (node: ChildNode): boolean => kept.some((one) => one._node === node);
  const strangers = (): ChildNode[] => childrenOf(element).filter((node) => !mine.includes(node) && !isCovered(node));
  const last = (): ChildNode | undefined => mine[mine.length - 1];
  /** What was appended to fx's own last text is the page's. */
  const surplus = (): string | undefined => {
    const end = last();
    return isText(end) && end.data !== tail && end.data.startsWith(tail) ? end.data.slice(tail.length) : undefined;
  };
  const restore = (): void => {
    const end = last();
    if (lone !== undefined) {
      if (isText(end) && end.data === tail) end.data = lone;
    } else if (isMineThere()) {
      for (const { _node: node, _uncover: uncover } of kept) {
        uncover();
        if (!get(node, 'parentNode')) call(element, 'insertBefore', node, mine[0] as ChildNode);
      }
      for (const node of mine) node.remove();
    }
    mine = [];
    kept = [];
    lone = undefined;
  };

  return {
    _holds: () => isMineThere() && !strangers().length && (!isText(last()) || (last() as Text).data === tail),
    _put(top) {
      const extra = surplus();
      const end = last();
      if (extra !== undefined && isText(end)) {
        end.data = tail;
        if (lone !== undefined) lone += extra;
        else {
          const before = kept[kept.length - 1]?._node;
          if (isText(before) && !isReact(before)) before.data += extra;
          else kept.push({ _node: document.createTextNode(extra), _uncover: () => undefined });
        }
      } else if (lone !== undefined && isText(end) && end.data !== tail) {
        // the page has written the node anew: that is what will be put back
        lone = end.data;
        end.data = tail;
      }
      if (!isMineThere()) {
        mine = [];
        kept = [];
        lone = undefined;
      } else if (owner !== top || (lone !== undefined && strangers()[0])) restore();
      owner = top;
      const found = strangers();
      if (!mine[0]) {
        const made = top._make();
        const only = found[0];
        if (found.length === 1 && isText(only) && made.length === 1 && isText(made[0]) && top._value !== null) {
          lone = only.data;
          mine = [only];
          only.data = top._value;
        } else mine = made;
      }
      if (lone === undefined) {
        kept.push(...found.map((node) => ({ _node: node, _uncover: cover(element, node) })));
        // an empty text stands for empty markup, so that there always is a place to come back to
        if (!mine[0]) mine = [document.createTextNode('')];
        if (!isMineThere()) call(element, 'append', ...mine);
      }
      top._mine = lone === undefined ? mine : [];
      const now = last();
      tail = isText(now) ? now.data : '';
    },
    _back() {
      const extra = surplus();
      if (extra !== undefined && lone !== undefined) {
        lone += extra;
        tail += extra;
      }
      restore();
      return true;
    },
  };
};

/** Nodes put in beside or inside an element; those of several experiments lie as if each had been put in, in order. */
export const insertSlot = (element: Element, position: string): Slot => {
  const isInside = position === 'afterbegin' || position === 'beforeend';
  const isBefore = position.includes('before') ? position === 'beforebegin' : position === 'afterbegin';
  const parent = (): ParentNode | null => (isInside ? element : get(element, 'parentNode'));
  const inPlace = (layer: Layer): boolean =>
    !!layer._mine[0] && layer._mine.every((node) => get(node, 'parentNode') === parent());
  const put = (layers: readonly Layer[]): void => {
    let isMoved = false;
    for (const layer of layers) {
      if (!isMoved && inPlace(layer)) continue;
      isMoved = true;
      if (!layer._mine[0]) layer._mine = layer._make();
      if (!layer._mine[0]) layer._mine = [document.createTextNode('')];
      const where = parent();
      if (!where) continue;
      const anchor = isInside
        ? isBefore
          ? get(element, 'firstChild')
          : null
        : isBefore
          ? element
          : get(element, 'nextSibling');
      for (const node of layer._mine) call(where as Node, 'insertBefore', node, anchor);
    }
  };
  return {
    _holds: (_, layers) => layers.every(inPlace),
    _put: (_, layers) => put(layers),
    _drop: (layer) => layer._mine.forEach((node) => node.remove()),
    _back: () => true,
  };
};

/** An element's absence; one that React owns is hidden instead. */
export const absenceSlot = (element: Element, slots: Slots): Slot => {
  if (isReact(element)) {
    const slot = hidden(element);
    return { ...slot, _put: () => slot._put(HIDE, []) };
  }
  let parent: ParentNode | null = null;
  const slot: Slot = {
    _isGone: () => !element.isConnected && !parent?.isConnected,
    _holds: () => !element.isConnected,
    _put() {
      if (!element.isConnected) return;
      parent = get(element, 'parentNode');
      slot._next = get(element, 'nextSibling');
      element.remove();
    },
    _back() {
      if (element.isConnected || !parent) return true;
      let next = slot._next ?? null;
      // its neighbour may have been removed after it: then whatever followed that one
      for (let other = slots._find(next, ABSENCE); other && !next?.parentNode; other = slots._find(next, ABSENCE)) {
        next = other._next ?? null;
      }
      if (!parent.isConnected) return false;
      call(parent as Node, 'insertBefore', element, next && get(next, 'parentNode') === parent ? next : null);
      return true;
    },
  };
  return slot;
};

/** The name of the slot for an element's absence. */
export const ABSENCE = 'remove';
