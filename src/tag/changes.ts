/** Makes the kinds of changes but those of nodes: of a value, of an element's presence, of the style sheets. */

import { attach, call, create, get } from './dom.js';
import { attempt } from './guard.js';
import { GUARD, isHeld } from './held.js';
import { type Change, FOUND, HOLDS, type Hold, type Maker, OTHER, type Workshop } from './slots.js';

type Value = string | null;

/**
 * Begins a change.
 *
 * @param name what it is about, such as an attribute or a place
 * @param value the wish as text; null: not there, or nodes
 * @param make the wish as new nodes, as they would be inside `context`
 * @param by the op, which stands for its nodes
 */
export type Kind = (
  element: Element,
  name: string,
  value: Value,
  make: (context: Node) => ChildNode[],
  by: Maker,
  workshop: Workshop,
) => Change;

/** What everything that fx puts in carries, so that it knows it again: cloned, or written as text and parsed. */
export const MARK = 'data-fx-of';

export const parentOf = (node: Node): ParentNode | null => get(node, 'parentNode');
export const drop = (node: ChildNode): void => call(node, 'remove');

/** Whether it is an element that lost its mark: the page has made another of it, as those who morph a page do. */
export const isUnmarked = (node: Node): boolean => node instanceof Element && !call(node, 'getAttribute', MARK);

/** Changes a text that can be read and written, such as an attribute or a style property. */
const changeValue = (
  key: string,
  value: Value,
  read: (other?: Element) => Value,
  write: (value: Value) => void,
): Change => {
  const it: Change = {
    _key: key,
    _stand() {
      const now = read();
      return now === it._shown ? HOLDS : now === it._found ? FOUND : OTHER;
    },
    _put(isAnew) {
      const now = read();
      if (it._shown === undefined || (isAnew && now !== it._shown)) it._found = now;
      else if (it._stand() === OTHER) return;
      write(value);
      // As the browser spells it: comparing with what was asked for would never end.
      it._shown = read();
    },
    _back() {
      if (read() !== it._shown) return;
      write(it._found as Value);
      // Else the same value of another's would be taken for its own when it is put in again.
      it._shown = undefined;
    },
    _read: read,
  };
  return it;
};

export const changeText = (node: CharacterData, value: string): Change =>
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
    (other = element) => call(other, 'getAttribute', name),
    (text) => call(element, text === null ? 'removeAttribute' : 'setAttribute', name, text as string),
  );

/**
 * An attribute; where it is the address of an image, what the browser would take instead of it is set aside: it is
 * emptied, as an attribute that is taken away comes back behind the others.
 */
export const changeSource: Kind = (element, name, value, ...rest) => {
  const it = changeAttribute(element, name, value, ...rest);
  if (!(element instanceof HTMLImageElement) || !/^src(set)?$/.test(name)) return it;
  const { _back, _put, _stand } = it;
  const aside = new Map<Element, Change>();
  const rivals = (): Element[] => {
    const parent = parentOf(element);
    const sources = parent instanceof HTMLPictureElement ? [...parent.querySelectorAll('source')] : [];
    return [...sources, ...(name === 'src' ? [element] : [])].filter((one) => call(one, 'getAttribute', 'srcset'));
  };
  return Object.assign(it, {
    _stand: () => _stand() || (rivals()[0] ? FOUND : HOLDS),
    _put(isAnew?: boolean) {
      _put(isAnew);
      if (_stand() !== HOLDS) return;
      for (const one of rivals()) {
        const change = aside.get(one) ?? changeAttribute(one, 'srcset', '', ...rest);
        aside.set(one, change);
        change._put(true);
      }
    },
    _back() {
      _back();
      for (const change of aside.values()) change._back();
      aside.clear();
    },
  });
};

/** An undo leaves no attribute behind that holds nothing. */
const tidy = (element: Element, name: string): void => {
  if (!call(element, 'getAttribute', name)) call(element, 'removeAttribute', name);
};

/** A class, there or not: its name or null. */
export const changeClass: Kind = (element, name, value) => {
  return changeValue(
    `.${name} `,
    value,
    (other = element) => (get(other, 'classList').contains(name) ? name : null),
    (text) => {
      get(element, 'classList').toggle(name, text !== null);
      if (text !== value) tidy(element, 'class');
    },
  );
};

type StylePart = readonly [name: string, value: string, priority: string];

/** A style property with its priority, as `red !important`. */
export const changeStyle = (element: Element, name: string, value: Value): Change => {
  const style = get(element as HTMLElement, 'style');
  /** What a shorthand, as margin is, found of its parts, and writes over. */
  let parts: StylePart[] = [];
  return changeValue(
    `:${name}`,
    value,
    () => style.getPropertyValue(name) + (style.getPropertyPriority(name) && ' !important'),
    (text) => {
      const [plain, priority] = (text as string).trim().split(/!\s*(?=important$)/i) as [string, string?];
      const before = Array.from(
        style,
        (one): StylePart => [one, style.getPropertyValue(one), style.getPropertyPriority(one)],
      );
      style.setProperty(name, plain, priority);
      if (text === value) {
        parts = before.filter(([one, old]) => old && old !== style.getPropertyValue(one));
        return;
      }
      for (const [one, old, rank] of parts) style.setProperty(one, old, rank);
      tidy(element, 'style');
    },
  );
};

export const hide = (element: Element): Change => changeStyle(element, 'display', 'none !important');

/**
 * Takes an element out: while it is out a comment keeps its place, which no parser writes on and no `normalize()` takes
 * away. What a framework owns is hidden.
 */
export const changePresence: Kind = (element, _name, _value, _make, by, { _makers: makers }) => {
  if (isHeld(element)) return hide(element);
  const place = new Comment(GUARD);
  let parent: ParentNode | null;
  makers.set(place, by);
  return {
    _key: '-',
    _place: place,
    _stand: () => (parentOf(element) ? FOUND : HOLDS),
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

/** Whether what keeps the place of an element that is out is there for it, and not given up by the page. */
export const holdsPlace = (hold: Hold, all: boolean | undefined): boolean => {
  const { _place: place } = hold;
  if (!place || !all) return !!place;
  const now = [place.previousElementSibling, place.nextElementSibling];
  hold._around = now.map((one, index) => hold._around?.[index] ?? one);
  // The page has dropped whatever a removed element stood between: then it is done with this one, too.
  if (hold._around.every((one) => one && !get(one, 'isConnected'))) drop(place);
  return get(place, 'isConnected');
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
      _stand: () => (document.adoptedStyleSheets.includes(sheet) ? HOLDS : FOUND),
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
  return {
    _key: key,
    _stand: () => (style.isConnected ? HOLDS : FOUND),
    _put: () => attach(style),
    _back: () => style.remove(),
  };
};
