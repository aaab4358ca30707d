/** The kinds of changes: of a value, of an element's content, of nodes beside or inside it, of its presence, of the style sheets. */

import { attach, call, create, get, isComplete } from './dom.js';
import { attempt } from './guard.js';
import type { Change, Workshop } from './slots.js';

type Value = string | null;

/**
 * Begins a change.
 *
 * @param name what it is about, such as an attribute or a place
 * @param value the wish as text; null: not there, or nodes
 * @param make the wish as new nodes, as they would be inside `context`
 * @param order of the op among others
 */
export type Kind = (
  element: Element,
  name: string,
  value: Value,
  make: (context: Node) => ChildNode[],
  order: string,
  workshop: Workshop,
) => Change;

const parentOf = (node: Node): ParentNode | null => get(node, 'parentNode');
const drop = (node: ChildNode): void => call(node, 'remove');

/** A text that can be read and written, such as an attribute or a style property. */
const changeValue = (key: string, value: Value, read: () => Value, write: (value: Value) => void): Change => {
  let original: Value;
  let written: Value | undefined;
  return {
    _key: key,
    _holds: () => read() === written,
    _put() {
      if (read() !== written) original = read();
      write(value);
      // as the browser spells it: comparing with what was asked for would never end
      written = read();
    },
    _back() {
      if (read() === written) write(original);
      // else the same value of another's would be taken for its own when it is put in again
      written = undefined;
    },
  };
};

const changeText = (node: Text, value: string): Change =>
  changeValue(
    '',
    value,
    () => node.data,
    (text) => {
      node.data = text as string;
    },
  );

export const changeAttribute: Kind = (element, name, value) =>
  changeValue(
    `@${name} `,
    value,
    () => call(element, 'getAttribute', name),
    (text) => call(element, text === null ? 'removeAttribute' : 'setAttribute', name, text as string),
  );

/** An undo leaves no attribute behind that holds nothing. */
const tidy = (element: Element, name: string): void => {
  if (!call(element, 'getAttribute', name)) call(element, 'removeAttribute', name);
};

/** A class, there or not: its name or null. */
export const changeClass: Kind = (element, name, value) => {
  const list = get(element, 'classList');
  return changeValue(
    `.${name} `,
    value,
    () => (list.contains(name) ? name : null),
    (text) => {
      list.toggle(name, text !== null);
      if (text !== value) tidy(element, 'class');
    },
  );
};

/** A style property with its priority, as `red !important`. */
export const changeStyle = (element: Element, name: string, value: Value): Change => {
  const style = get(element as HTMLElement, 'style');
  return changeValue(
    `:${name}`,
    value,
    () => style.getPropertyValue(name) + (style.getPropertyPriority(name) && ' !important'),
    (text) => {
      const [plain, priority] = (text as string).trim().split(/!\s*(?=important$)/i) as [string, string?];
      style.setProperty(name, plain, priority);
      if (text !== value) tidy(element, 'style');
    },
  );
};

const hide = (element: Element): Change => changeStyle(element, 'display', 'none !important');

/**
 * A framework takes its own nodes away itself, and throws where they are gone. React marks each of them and its root with a
 * key that begins so, Vue its root.
 */
const isOwned = (node: Node | null): boolean =>
  !!node && (/__react|__vue/.test(`${Object.keys(node)}`) || isOwned(parentOf(node)));

/**
 * What is inside an element: fx's nodes, the last of which the parser does not write on. The nodes that were there are kept,
 * and the same ones are put back. A lone text is written over: a framework which holds on to it still finds it.
 */
export const changeContent: Kind = (element, _, value, make, _order, { _makers: makers }) => {
  const made = make(element);
  let mine: ChildNode[] = [];
  /** The nodes that were there, and what covers those that stay in their places. */
  const kept = new Map<ChildNode, Change | undefined>();

  const children = (): ChildNode[] => [...get(element, 'childNodes')];
  const isInside = (node: Node): boolean => parentOf(node) === element;
  const strangers = (): ChildNode[] => children().filter((node) => !(kept.get(node)?._holds() ?? mine.includes(node)));
  /** Takes a child that has to stay in its place out of sight; a comment is out of sight. */
  const cover = (node: ChildNode): Change =>
    node instanceof Element ? hide(node) : changeText(node instanceof Text ? node : new Text(), '');
  const back = (): void => {
    const place = mine.find(isInside);
    // else the page has rendered anew: what was kept is its past
    if (place) {
      for (const [node, covered] of kept) {
        if (covered) covered._back();
        else if (!parentOf(node)) call(element, 'insertBefore', node, kept.has(place) ? null : place);
      }
    }
    for (const node of mine) if (!kept.has(node)) drop(node);
    kept.clear();
    mine = [];
  };

  return {
    _key: '<',
    // what others of fx have put in since is none of the page
    _holds: () => mine.every(isInside) && strangers().every((node) => makers.has(node)),
    _put() {
      if (!mine.some(isInside)) {
        back();
        const [text, ...more] = children();
        const isDone = isComplete(element);
        if (isDone && value !== null && text instanceof Text && !more[0]) {
          mine = [text];
          kept.set(text, changeText(text, value));
        } else mine = [...made, isDone ? new Text() : new Comment()];
      }
      for (const node of strangers()) {
        const covered = kept.get(node) ?? (isOwned(node) ? cover(node) : undefined);
        kept.set(node, covered);
        if (covered) covered._put();
        else drop(node);
      }
      if (!mine.every(isInside)) call(element, 'append', ...mine);
    },
    _back: back,
  };
};

/** Nodes put in beside or inside an element. */
export const changeNodes: Kind = (element, position, _value, make, order, { _makers: makers }) => {
  const isEnd = position.endsWith('end');
  // afterbegin and beforeend are
  const isInside = isEnd === position.startsWith('before');
  const way = isInside ? (isEnd ? 'append' : 'prepend') : isEnd ? 'after' : 'before';
  const next = isInside === isEnd ? 'previousSibling' : 'nextSibling';
  const nearest = isInside ? (isEnd ? 'lastChild' : 'firstChild') : next;
  const home = (): Node | null => (isInside ? element : parentOf(element));
  const nodes = make(home() as Node);
  return {
    _key: (isInside ? '<' : '|') + order,
    _holds() {
      let node: ChildNode | null = get(element, nearest);
      // what others of fx have put in may lie between
      while (node && makers.has(node) && !nodes.includes(node)) node = get(node, next);
      return nodes.every((one) => parentOf(one) === home()) && (!nodes[0] || nodes.includes(node as ChildNode));
    },
    _put: () => call(element, way, ...nodes),
    _back: () => nodes.forEach(drop),
  };
};

/** An element's presence: while it is out an empty text keeps its place. What React owns is hidden. */
export const changePresence: Kind = (element, _name, _value, _make, _order, { _makers: makers }) => {
  if (isOwned(element)) return hide(element);
  const place = new Text();
  let parent: ParentNode | null;
  makers.set(place, place);
  return {
    _key: '-',
    _holds: () => !parentOf(element),
    _put() {
      parent = parentOf(element);
      call(element, 'replaceWith', place);
    },
    _back() {
      if (!parentOf(element)) {
        if (!parentOf(place)) call(parent as ParentNode, 'append', place);
        call(place, 'replaceWith', element);
      }
      drop(place);
      return get(element, 'isConnected');
    },
  };
};

/** A style sheet: constructed where the browser can, so that no style-src forbids it. */
export const changeSheet = (css: string, order: string, nonce: () => string | undefined): Change => {
  const key = `{${order}`;
  const sheet = attempt(() => {
    const made = new CSSStyleSheet();
    // Safari before 16.4 and Firefox before 101 have no constructed sheets
    made.replaceSync(css);
    return made;
  });
  if (sheet) {
    const others = (): CSSStyleSheet[] => document.adoptedStyleSheets.filter((one) => one !== sheet);
    return {
      _key: key,
      _holds: () => document.adoptedStyleSheets.includes(sheet),
      _put() {
        document.adoptedStyleSheets = [...others(), sheet];
      },
      _back() {
        document.adoptedStyleSheets = others();
      },
    };
  }
  const style = create('style');
  style.nonce = nonce() ?? '';
  style.textContent = css;
  return { _key: key, _holds: () => style.isConnected, _put: () => attach(style), _back: () => style.remove() };
};
