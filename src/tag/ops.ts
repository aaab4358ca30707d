/** Maps each op to the kind of change that it makes, and leads an op from its first look and its wait to its undo. */

import type { FailureCode, Keep, Op } from '../core/index.js';
import {
  changeClass,
  changePresence,
  changeSheet,
  changeSource,
  changeStyle,
  holdsPlace,
  type Kind,
} from './changes.js';
import { changeContent, fold } from './content.js';
import { call, every, get, INTO, isComplete, isParsed } from './dom.js';
import { changeNodes, isMade, makeNodes, sweep } from './nodes.js';
import { frame } from './paint.js';
import { type Hold, type Layered, lay, type Maker, type Workshop } from './slots.js';
import { type Look, NAMES } from './watch.js';

/** Told what went wrong. */
export type Trouble = (code: FailureCode, error?: unknown, selector?: string) => void;

/** The fields of any op. */
interface Fields {
  readonly op: Op['op'];
  readonly all?: boolean;
  readonly keep?: Keep;
  readonly name?: string;
  readonly position?: string;
  readonly selector?: string;
  readonly value?: string;
  readonly waitForMs?: number;
  readonly was?: string;
}

const MOST_ELEMENTS = 1000;

const KINDS: Readonly<Record<Op['op'], Kind>> = {
  replaceText: changeContent,
  replaceHTML: changeContent,
  setAttr: changeSource,
  addClass: changeClass,
  removeClass: changeClass,
  setStyle: changeStyle,
  remove: changePresence,
  injectCSS: (_element, css, _value, _make, { _order: order }, { _nonce: nonce }) => changeSheet(css, order, nonce),
  injectHTML: changeNodes,
};

/**
 * Applies an op, from its start on as long as it lives.
 *
 * @param op one class at a time
 * @param order where it lies among those of others
 * @param title what its nodes are marked with: experiment and op
 * @param undos gets how to undo it
 * @returns how to start it: to look, and to start the clock of one that has found nothing yet; also how to start it
 * anew
 */
export const createOp = (
  op: Fields,
  order: string,
  title: string,
  workshop: Workshop,
  trouble: Trouble,
  undos: (() => void)[],
): (() => void) => {
  const { all, keep = 'render', op: kind, position, selector, value = '', waitForMs = 2000, was } = op;
  const { name = position ?? value } = op;
  const { _makers: makers } = workshop;
  const held = new Map<Node, Hold>();
  const names = new WeakMap<Node, string>();
  /** What matched at the last look. */
  let seen: Node[] = [];
  let isFound = false;
  /** Whether a layout has been asked which match is the one that is seen. */
  let isChosen = false;
  /** What stood in the place of what should have been there. */
  let stood: string | undefined;
  let end: (() => void) | undefined;

  const by: Maker = { _order: order, _position: position };
  const isMarkup = kind.endsWith('HTML');
  const make = (context: Node): ChildNode[] => {
    const nodes = makeNodes(isMarkup, value, context, workshop, title, position);
    for (const node of nodes) makers.set(node, by);
    return nodes;
  };
  const isThere = (node: Node): boolean => get(node, 'isConnected');
  const changeOf = (element: Node): Layered => {
    // A selector does not always say what it reaches.
    if (!workshop._capability._mayChange(element as Element)) throw Error('data-js');
    return Object.assign(
      KINDS[kind](element as Element, name, isMarkup || kind === 'removeClass' ? null : value, make, by, workshop),
      { _order: order, _keep: keep, _onTrouble: (code: FailureCode) => trouble(code, undefined, selector) },
    );
  };
  /**
   * Whether a list has made another item of an element: it no longer matches as it did, or another item's name is on
   * it.
   */
  const isReused = (element: Node): boolean => {
    if (selector === undefined) return false;
    const name = nameOf(element as Element, selector.split(INTO).pop() as string);
    const before = names.get(element) ?? name;
    names.set(element, name);
    // what fx itself changed may be why it does not match at first
    return before !== name && before[0] === '+';
  };
  /** Keeps what it has, lets go of what is gone, and says whether some of it is in the page. */
  const tend = (): boolean => {
    let isHeld = false;
    for (const [element, hold] of held) {
      const { _place: place } = hold;
      const isPlaced = holdsPlace(hold, all);
      if (!place && isReused(element)) {
        held.delete(element);
        hold._back(true);
        seen = [];
        continue;
      }
      if (isThere(element) || isPlaced) {
        if (keep !== 'once') hold._put();
      } else {
        held.delete(element);
        // Where its place went with all around it, what is put back is not in the page.
        if (!place || get(place, 'parentNode')) hold._back(!!place);
      }
      isHeld ||= isThere(element);
    }
    return isHeld;
  };
  const look: Look = () => {
    const isHeld = tend();
    if (!all && held.size && !isChosen && isParsed()) {
      // found before there was a layout; in a frame there is one anyway
      isChosen = true;
      if (selector && every(selector).some((one) => !held.has(one))) frame(choose);
    }
    // no record tells of a style sheet that was thrown out
    if (!all && isHeld) return selector === undefined || held;
    const matches: Node[] = selector === undefined ? [document] : every(selector);
    isChosen = isParsed();
    for (const element of all || !isChosen ? matches : byRendering(matches)) {
      if (held.size >= MOST_ELEMENTS || held.has(element) || (isMarkup && isMade(element, title)) || !isThere(element))
        continue;
      // A node at the element's end waits for the parser: it would stand before children that are still to come.
      // A new element where one was removed was rendered anew, and is taken; neighbours that were there before are not.
      if ((!position?.endsWith('end') || isComplete(element)) && (all || !held.size || !seen.includes(element))) {
        // Several copies each get back what the element had shown that stood in their place, and is gone.
        const past = seen[matches.indexOf(element)];
        if (past && !isThere(past)) by._original = () => get(past.cloneNode(true), 'childNodes');
        const change = changeOf(element);
        const other = otherThan(was, change);
        if (other !== undefined) {
          stood ??= other;
          continue;
        }
        if (!all) held.clear();
        isFound = true;
        held.set(element, lay(workshop, element, change));
        names.delete(element);
      }
      if (!all) break;
    }
    seen = matches;
    return isFound;
  };

  /** Of several matches the first that is rendered is meant, which is not known before the page is parsed. */
  const choose = (): void => {
    if (held.has(byRendering(every(selector as string))[0] as Node)) return;
    for (const hold of held.values()) hold._back();
    held.clear();
    look();
  };

  const tellMissing = (): void => trouble(stood === undefined ? 'timeout' : 'changed', stood, selector);
  undos.push(() => {
    // Of what may come at any time only the end of a view says that it never came.
    if (all && !isFound) tellMissing();
    end?.();
    for (const hold of held.values()) hold._back();
    held.clear();
    if (isMarkup) sweep(workshop);
  });
  return () => {
    workshop._watch._tidies ||= isMarkup;
    for (const hold of held.values()) hold._renew();
    if (end && all && !isFound) tellMissing();
    end?.();
    end = workshop._watch._add(
      look,
      selector ?? '',
      kind === 'setAttr' ? `[${name}][srcset]` : kind === 'setStyle' || kind === 'remove' ? '[style]' : '',
      (error) => (error ? trouble('error', error, selector) : tellMissing()),
      all ? undefined : waitForMs,
    );
  };
};

/** What stands there, where that is not what the author has seen. */
export const otherThan = (was: string | undefined, { _read: read, _shown: shown }: Layered): string | undefined => {
  if (was === undefined) return undefined;
  const text = fold(read?.() ?? '');
  return text === fold(was) || text === shown ? undefined : text;
};

/**
 * Closed content, as in a `<details>`, has boxes too, so that boxes alone do not tell. Safari before 17.4 and Firefox
 * before 106 have nothing better.
 */
const isRendered = (element: Element): boolean =>
  (element.checkVisibility?.() ?? !!call(element, 'getClientRects')[0]) ||
  // One without a box of its own is seen by what is in it; all else that is hidden may hold thousands.
  (getComputedStyle(element).display === 'contents' && [...get(element, 'children')].some(isRendered));

/** Those that are rendered before those that are not; a single one needs no layout. */
const byRendering = (matches: readonly Node[]): readonly Node[] => {
  const found = matches[1] && matches.find((node) => isRendered(node as Element));
  return found ? [found, ...matches] : matches;
};

/** What tells an item of a list from another, where it still matches. */
const nameOf = (element: Element, selector: string): string =>
  (call(element, 'matches', selector) ? '+' : '-') + NAMES.map((name) => call(element, 'getAttribute', name)).join();
