/** The kinds of changes: of a value, of an element's content, of nodes beside or inside it, and of its presence. */

import { call, get, isComplete } from './dom.js';
import type { Change, Slots } from './slots.js';

type Value = string | null;

/**
 * Begins a change.
 *
 * @param name what it is about, such as an attribute or a place
 * @param value the wish as text; null: not there, or nodes
 * @param make the wish as new nodes, as they would be inside `context`
 * @param makers by whom a node was put in
 */
export type Kind = (
  element: Element,
  name: string,
  value: Value,
  make: (context: Element) => ChildNode[],
  makers: Slots['_makers'],
) => Change;

/** How an element is hidden. */
export const HIDDEN = 'none !important';

const parentOf = (node: Node): ParentNode | null => get(node, 'parentNode');
const drop = (node: ChildNode): void => call(node, 'remove');

interface ValueChange extends Change {
  _original: Value;
}

/**
 * A text that can be read and written, such as an attribute or a style property.
 *
 * @param isOpen whether the parser may still append to it: that is the page's, not a change of what fx wrote
 */
const changeValue = (
  value: Value,
  read: () => Value,
  write: (value: Value) => void,
  isOpen = () => false,
): ValueChange => {
  let written: Value | undefined;
  let wasOpen = false;
  const change: ValueChange = {
    _original: null,
    _holds: () => read() === written,
    _put() {
      const now = read();
      if (now !== written) {
        change._original =
          wasOpen && now?.startsWith(written as string)
            ? change._original + now.slice((written as string).length)
            : now;
      }
      write(value);
      // as the browser spells it: comparing with what was asked for would never end
      written = read();
      wasOpen = isOpen();
    },
    _back() {
      if (read() === written) write(change._original);
    },
  };
  return change;
};

const changeText = (node: Text, value: Value, isOpen?: () => boolean): ValueChange =>
  changeValue(
    value ?? '',
    () => node.data,
    (text) => {
      node.data = text as string;
    },
    isOpen,
  );

export const changeAttribute: Kind = (element, name, value) =>
  changeValue(
    value,
    () => call(element, 'getAttribute', name),
    (text) => {
      if (text === null) call(element, 'removeAttribute', name);
      else call(element, 'setAttribute', name, text);
    },
  );

/** Part of an attribute, which an undo does not leave behind empty. */
const changePart = (element: Element, attribute: string, change: Change): Change => {
  const isEmpty = (): boolean => call(element, 'getAttribute', attribute) === '';
  const wasEmpty = isEmpty();
  return {
    ...change,
    _back() {
      change._back();
      if (!wasEmpty && isEmpty()) call(element, 'removeAttribute', attribute);
    },
  };
};

/** A class, there or not: its name or null. */
export const changeClass: Kind = (element, name, value) => {
  const list = get(element, 'classList');
  return changePart(
    element,
    'class',
    changeValue(
      value,
      () => (list.contains(name) ? name : null),
      (text) => list.toggle(name, text !== null),
    ),
  );
};

/** A style property with its priority, as `red !important`. */
export const changeStyle = (element: Element, name: string, value: Value): Change => {
  const style = get(element as HTMLElement, 'style');
  return changePart(
    element,
    'style',
    changeValue(
      value,
      () => style.getPropertyValue(name) + (style.getPropertyPriority(name) && ' !important'),
      (text) => {
        const [plain = '', priority] = (text as string).trim().split(/\s*!\s*(?=important$)/i);
        style.setProperty(name, plain, priority);
      },
    ),
  );
};

/**
 * A framework takes its own nodes away itself, and throws where they are gone. React marks each of them and its root with a
 * key that begins so, Vue its root.
 */
export const isOwned = (node: Node | null): boolean =>
  !!node && (/__react|__vue/.test(`${Object.keys(node)}`) || isOwned(parentOf(node)));

/** Takes a child that has to stay in its place out of sight; a comment is out of sight. */
const cover = (node: ChildNode): Change =>
  node instanceof Element
    ? changeStyle(node, 'display', HIDDEN)
    : changeText(node instanceof Text ? node : new Text(), '');

/**
 * What is inside an element: fx's nodes and, behind them, a text which ends them, so that what the parser appends to it can
 * be told apart. The nodes that were there are kept, and the same ones are put back. A lone text node becomes that text
 * itself: a framework which holds on to it still finds it.
 */
export const changeContent: Kind = (element, _, value, make, makers) => {
  let made: ChildNode[] | undefined;
  let mine: ChildNode[] = [];
  let end: ValueChange;
  let isLone = false;
  /** The nodes that were there, and what covers those that stay in their places. */
  const kept = new Map<ChildNode, Change | undefined>();

  const isInside = (node: Node): boolean => parentOf(node) === element;
  const strangers = (): ChildNode[] =>
    [...get(element, 'childNodes')].filter((node) => !mine.includes(node) && !kept.get(node)?._holds());
  const back = (): void => {
    const place = mine.find(isInside);
    // else the page has rendered anew: what was kept is its past
    if (place) {
      for (const [node, covered] of kept) {
        if (covered) covered._back();
        else if (!parentOf(node)) call(element, 'insertBefore', node, place);
      }
      end._back();
    }
    const text = mine.pop() as Text | undefined;
    if (text && !isLone && !text.data) drop(text);
    mine.forEach(drop);
    mine = [];
    kept.clear();
  };

  return {
    // what others of fx have put in since is none of the page
    _holds: () => mine.every(isInside) && end._holds() && strangers().every((node) => makers.has(node)),
    _put() {
      if (!mine.some(isInside) || ((isLone || end._original) && strangers()[0])) back();
      const found = strangers();
      if (!mine[0]) {
        const isText = value !== null;
        isLone = isText && found.length === 1 && found[0] instanceof Text;
        made ??= isText ? [] : make(element);
        const text = (isLone ? found.pop() : new Text()) as Text;
        end = changeText(text, value, () => !isComplete(element));
        mine = [...made, text];
      }
      for (const node of found) {
        const covered = kept.get(node) ?? (isOwned(node) ? cover(node) : undefined);
        kept.set(node, covered);
        if (covered) covered._put();
        else drop(node);
      }
      if (!mine.every(isInside)) call(element, 'append', ...mine);
      end._put();
    },
    _back: back,
  };
};

/** How nodes are put in at each position, where the nearest of them is then, and the next. */
const WAYS = {
  beforebegin: ['before', 'previousSibling', 'previousSibling'],
  afterbegin: ['prepend', 'firstChild', 'nextSibling'],
  beforeend: ['append', 'lastChild', 'previousSibling'],
  afterend: ['after', 'nextSibling', 'nextSibling'],
} as const;

/** Nodes put in beside or inside an element. */
export const changeNodes: Kind = (element, position, _, make, makers) => {
  const [way, nearest, next] = WAYS[position as keyof typeof WAYS];
  const home = (): ParentNode | null => (way.endsWith('pend') ? element : parentOf(element));
  let nodes: ChildNode[] = [];
  return {
    _holds() {
      let node: ChildNode | null = get(element, nearest);
      // what others of fx have put in may lie between
      while (node && makers.has(node) && !nodes.includes(node)) node = get(node, next);
      return nodes.every((one) => parentOf(one) === home()) && (!nodes[0] || nodes.includes(node as ChildNode));
    },
    _put() {
      if (!nodes[0]) nodes = make(home() as Element);
      call(element, way, ...nodes);
    },
    _back: () => nodes.forEach(drop),
  };
};

/** An element's presence: while it is out an empty text keeps its place. */
export const changePresence: Kind = (element, _name, _value, _make, makers) => {
  const place = new Text();
  let parent: ParentNode | null;
  let next: Node | null;
  return {
    _holds: () => !parentOf(element),
    _put() {
      if (!parentOf(element)) return;
      parent = parentOf(element);
      next = get(element, 'nextSibling');
      // whoever goes after it finds that fx has taken its neighbour
      makers.set(place, place).set(element, place);
      call(element, 'replaceWith', place);
    },
    _back() {
      if (!parentOf(element)) {
        // at the end where the page has taken its old neighbour
        if (parentOf(place) && (!next || parentOf(next) || makers.has(next))) call(place, 'replaceWith', element);
        else if (parent) call(parent, 'append', element);
      }
      drop(place);
      return get(element, 'isConnected');
    },
  };
};
