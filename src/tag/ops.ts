/** One table: op -> the kind of slot that it claims of an element; and the life of an op from its first look to its undo. */

import type { Op } from '../core/index.js';
import type { Capability } from './capability.js';
import {
  changeAttribute,
  changeClass,
  changeContent,
  changeNodes,
  changePresence,
  changeStyle,
  HIDDEN,
  isOwned,
  type Kind,
} from './changes.js';
import { every, get, isComplete } from './dom.js';
import { type Hold, lay, type Slots } from './slots.js';
import type { Styles } from './styles.js';
import type { Watch } from './watch.js';

/** What an op works with: shared by all the ops of a page. */
export interface Workshop {
  readonly _capability: Capability;
  readonly _slots: Slots;
  readonly _styles: Styles;
  readonly _watch: Watch;
}

/** Told what went wrong with an op. */
export interface Trouble {
  /** It threw. */
  _onError(error: unknown, selector?: string): void;
  _onTimeout(selector: string): void;
  _onConflict(selector: string): void;
}

export type ElementOp = Exclude<Op, { op: 'injectCSS' }>;

/** The fields of any op. */
type Fields = ElementOp & { readonly name?: string; readonly position?: string; readonly value?: string };

const MOST_ELEMENTS = 1000;

/** Begins the keys of styles. */
const STYLE = ':';

const KINDS: Readonly<Record<ElementOp['op'], Kind>> = {
  replaceText: changeContent,
  replaceHTML: changeContent,
  setAttr: changeAttribute,
  addClass: changeClass,
  removeClass: changeClass,
  setStyle: changeStyle,
  remove: changePresence,
  injectHTML: changeNodes,
};

/**
 * Applies an op, from its start on as long as it lives.
 *
 * @param op one class at a time
 * @param order where it lies among those of others
 * @param undos gets how to undo it
 * @returns how to start it: to look, and to start the clock of one that has found nothing yet; also how to start it anew
 */
export const createOp = (
  op: ElementOp,
  order: string,
  { _capability: capability, _slots: slots, _watch: watch }: Workshop,
  trouble: Trouble,
  undos: (() => void)[],
): (() => void) => {
  const { all, op: kind, position, selector, value = '', waitForMs = 2000 } = op as Fields;
  const { name = position ?? value } = op as Fields;
  /** A node put in there would come before children that the parser has yet to add, or make them look complete. */
  const isBehind = position?.endsWith('end');
  const key = /^rep/.test(kind)
    ? '<'
    : position
      ? (/rb|ee/.test(position) ? '<' : '|') + order
      : kind === 'setStyle'
        ? STYLE + name
        : `${kind.slice(-5)} ${name} `;
  const { _makers: makers } = slots;
  const held = new Map<Element, Hold>();
  /** What matched at the last look. */
  let seen: Element[] = [];
  let isFound = false;
  let end: (() => void) | undefined;

  const make = (context: Element): ChildNode[] => {
    const nodes = capability._nodes(value, context);
    for (const node of nodes) makers.set(node, held);
    return nodes;
  };
  const isMade = (node: Node | null): boolean =>
    !!node && (makers.get(node) === held || isMade(get(node, 'parentNode')));
  const isThere = (element: Element): boolean => get(element, 'isConnected');
  const take = (element: Element): void => {
    const wish = /HTML$|^removeC/.test(kind) ? null : value;
    const isHidden = kind === 'remove' && isOwned(element);
    const hold = lay(slots, element, {
      ...(isHidden ? changeStyle(element, 'display', HIDDEN) : KINDS[kind](element, name, wish, make, makers)),
      _order: order,
      _key: isHidden ? `${STYLE}display` : key,
      _onConflict: () => trouble._onConflict(selector),
    });
    held.set(element, hold);
    isFound = true;
    hold._put();
  };
  const look = (): boolean => {
    let isHeld = false;
    for (const [element, hold] of held) {
      const isHere = isThere(element);
      if (isHere || kind === 'remove') hold._check();
      else {
        held.delete(element);
        hold._release();
      }
      isHeld = isHeld || isHere;
    }
    if (!all && isHeld) return true;
    const matches = every(selector);
    for (const element of matches) {
      if (held.size >= MOST_ELEMENTS) break;
      if (held.has(element) || isMade(element) || !isThere(element)) continue;
      // what takes the place of a removed element is rendered anew; its neighbours were there before
      if ((!isBehind || isComplete(element)) && (all || !held.size || !seen.includes(element))) {
        if (!all) held.clear();
        take(element);
      }
      if (!all) break;
    }
    seen = matches;
    return isFound;
  };

  undos.push(() => {
    end?.();
    for (const hold of held.values()) hold._release();
    held.clear();
  });
  return () => {
    end?.();
    end = watch._add(
      look,
      `${selector}[${/Style|remove/.test(kind) ? 'style' : name}]`,
      (error) => trouble._onError(error, selector),
      waitForMs,
      () => trouble._onTimeout(selector),
    );
  };
};
