/**
 * Layers what fx changed on elements: the changes of one element lie on each other in the order of experiments,
 * whatever came first.
 */

import type { FailureCode, Keep } from '../core/index.js';
import type { Capability } from './capability.js';
import { isComplete } from './dom.js';
import type { Watch } from './watch.js';

/** The page shows the change, or what it showed before, or something of its own. */
export type Standing = typeof HOLDS | typeof FOUND | typeof OTHER;
export const HOLDS = 0;
export const FOUND = 1;
export const OTHER = 2;

/**
 * A change of an element, or of the document: it maps what it found to its wish, and leaves any other value to the
 * page.
 */
export interface Change {
  /**
   * What it changes: it hides changes below it whose key begins with its own, and may move those of the same first
   * letter.
   */
  readonly _key: string;
  /** The nodes that it put in, where these are the change. */
  readonly _nodes?: readonly Node[];
  /** What keeps the place of an element that is out. */
  readonly _place?: Comment;
  /** What it found, undefined as long as it found nothing, and what it shows in its place. */
  _found?: string | null | undefined;
  _shown?: string | null | undefined;
  _stand(): Standing;
  /**
   * Makes it so where the page shows what was found; `isAnew`: whatever it shows, which is what was found from then on.
   */
  _put(isAnew?: boolean): void;
  /** Puts back what was there, where the change still stands; false where there is no place left for it. */
  _back(): unknown;
  /** What the page shows there, as text; also on another element, as far as the change is of one value. */
  _read?(other?: Element): string | null;
  /** Told that the page shows something of its own: nothing of the change may be left in it. */
  _yield?(): void;
}

/** A change as it lies on those below it. */
export interface Layered extends Change {
  /** The experiment's id and the place of the op in it. */
  readonly _order: string;
  readonly _keep: Keep;
  /** Told when the page won, or has a value of its own. */
  _onTrouble(code: FailureCode): void;
}

/** An op's hold on an element. */
export interface Hold {
  /** Puts the change in again where the page has undone it, until the page or the visitor has won. */
  _put(): void;
  /** Begins another view: a value that a navigation brought is one to begin with. */
  _renew(): void;
  /** What keeps the place of an element that is out. */
  readonly _place: Comment | undefined;
  /** The elements that this place lay between. */
  _around?: (Element | null)[];
  /**
   * Takes it away and leaves the others; `isGone`: from an element that is another now, or not in the page, where
   * nothing has to succeed and nothing is remembered.
   */
  _back(isGone?: boolean): void;
}

/** What an undone change knew of a page that had a value of its own: begun anew, it does not overwrite it. */
interface Past extends Pick<Change, '_found' | '_shown'> {
  readonly _seen: string | null | undefined;
}

interface Stack {
  _layers: Layered[];
  readonly _pasts: Map<string, Past>;
  /** Repairs within the last second, of this view, and in a row. */
  _repairs: number;
  _sum: number;
  _row: number;
  /** The look in which it was last counted: whatever one render has undone is one repair. */
  _turn?: number;
}

/** An op, as far as it stands for the nodes that it put in. */
export interface Maker {
  readonly _order: string;
  readonly _position: string | undefined;
  /** What an element that it changed had shown before, as new nodes: what a copy of that gets back. */
  _original?: () => Iterable<Node>;
  /** The look in which it changed the first one: what showed its wish by then is no copy. */
  _turn?: number;
}

/** What an op works with: shared by all the ops of a page. */
export interface Workshop {
  readonly _capability: Capability;
  readonly _nonce: () => string | undefined;
  readonly _watch: Watch;
  /** What lies on an element. */
  readonly _stacks: WeakMap<Node, Stack>;
  /** By whom a node was put in. */
  readonly _makers: WeakMap<Node, Maker>;
}

/** After so many repairs of an element within a second, or with nothing else in between, the page has won. */
const MOST_REPAIRS = 10;
const MOST_IN_VIEW = 60;

/**
 * What a visitor opens, closes and ticks, by its key and what is shown, but for what is hidden; and whatever an element
 * says that can be edited: `true` ends it.
 */
const CHOICES = /^(\.|:display[^n]|@(open|hidden|checked|selected|value|aria-))|true$/;

/** Puts a change in, below those that lie above it. */
export const lay = ({ _stacks: stacks, _watch: watch }: Workshop, element: Node, layer: Layered): Hold => {
  const { _key: key, _keep: keep, _nodes: nodes, _order: order } = layer;
  const { _hands: hands } = watch;
  const stack: Stack = stacks.get(element) ?? {
    _layers: [],
    _pasts: new Map(),
    _repairs: 0,
    _sum: 0,
    _row: 0,
  };
  let isOver = false;
  let isTold = false;
  /** The last value of the page's own. */
  let last: string | null | undefined;
  const above = (): Layered[] => stack._layers.filter((one) => one._order > order && one._key[0] === key[0]);
  const lift = (run: () => void): void => {
    const layers = above()
      .filter((one) => !one._nodes)
      .reverse();
    for (const one of layers) one._back();
    run();
    for (const one of layers.reverse()) one._put();
  };
  const put = (isAnew?: boolean): void => lift(() => layer._put(isAnew));
  const isLost = (): boolean => isOver || stack._repairs > MOST_REPAIRS;
  /** Also by what changes part of it, as margin-top does of margin. */
  const isHidden = (): boolean =>
    above().some((one) => (key.startsWith(one._key) || one._key.startsWith(`${key}-`)) && one._stand() === HOLDS);
  /**
   * Whether another element has now, by no op, what the change gave to this one: a tab, a plan, one of several
   * `<details>`.
   */
  const isMoved = (other: Element): boolean =>
    (layer._shown ?? layer) === layer._read?.(other) &&
    !stacks.get(other)?._layers.some((one) => one._shown === layer._shown);
  const count = (): void => {
    hands._listen();
    if (stack._turn === hands._turn) return;
    stack._turn = hands._turn;
    stack._row = hands._last === stack ? stack._row + 1 : 1;
    hands._last = stack;
    stack._repairs++;
    // Style sheets, which a page replaces all at once, are put back ten times and that is all.
    if (key[0] !== '{') setTimeout(() => stack._repairs--, 1000);
    if (stack._repairs <= MOST_REPAIRS && stack._row <= MOST_REPAIRS && ++stack._sum <= MOST_IN_VIEW) return;
    // For good: whoever fights for this element costs the visitor more than the test is worth.
    stack._repairs = Infinity;
    for (const one of stack._layers) {
      // What the page has won holds nothing of fx.
      one._yield?.();
      one._onTrouble('conflict');
    }
  };
  const past = stack._pasts.get(order + key);
  if (past && past._seen === layer._read?.()) {
    Object.assign(layer, past);
    last = past._seen;
  }
  stacks.set(element, stack);
  put();
  const touched =
    nodes ?? (CHOICES.test(key + layer._shown + (element as HTMLElement).isContentEditable) ? [element] : []);
  if (touched[0]) hands._listen();
  stack._layers.push(layer);
  stack._layers.sort((a, b) => (a._order < b._order ? -1 : 1));
  return {
    _put() {
      const stand = isLost() ? HOLDS : layer._stand();
      if (stand === HOLDS || isHidden()) return;
      if (keep !== 'always') {
        const now = layer._read?.();
        if (stand === OTHER && hands._isLate !== false && now !== last) hands._isLate = null;
        else if (stand === OTHER) {
          last = now;
          lift(() => layer._yield?.());
          if (!isTold) layer._onTrouble('yielded');
          isTold = true;
          return;
        }
        isOver = touched.some((node) => hands._isAt(node, isMoved));
      }
      // What its parser adds is no fight.
      if (isComplete(element) && !isOver) count();
      if (!isLost()) put(stand === OTHER);
    },
    _renew() {
      stack._sum = 0;
      stack._row = 0;
      if (!isLost() && layer._stand() === OTHER && layer._read?.() !== last) put(true);
    },
    _place: layer._place,
    _back: (isGone) =>
      lift(() => {
        const { _found, _shown } = layer;
        stack._layers = stack._layers.filter((one) => one !== layer);
        if (!isGone && layer._stand() === OTHER)
          stack._pasts.set(order + key, { _found, _shown, _seen: layer._read?.() });
        if (layer._back() === false && !isGone) layer._onTrouble('conflict');
        for (const one of above()) if (one._key === key && one._found === _shown) one._found = _found;
      }),
  };
};
