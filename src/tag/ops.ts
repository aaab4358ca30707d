/** One table: op -> the kind of slot that it claims of an element; and the life of an op from its first look to its undo. */

import type { Op } from '../core/index.js';
import type { Capability } from './capability.js';
import { absenceSlot, attributeSlot, classSlot, contentSlot, insertSlot, isReact, styleSlot } from './changes.js';
import { every, get, isComplete } from './dom.js';
import { claim, type Hold, type Kind, type Layer, type Slots } from './slots.js';
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

/** An op at work. */
export interface Work {
  /** Looks, and starts the clock of an op that has found nothing yet (anew). */
  _start(): void;
  _undo(): void;
}

export type ElementOp = Exclude<Op, { op: 'injectCSS' }>;

/** The fields of any op. */
type Fields = ElementOp & { readonly name?: string; readonly position?: string; readonly value?: string };

const MOST_ELEMENTS = 1000;

const KINDS: Readonly<Record<ElementOp['op'], Kind>> = {
  replaceText: contentSlot,
  replaceHTML: contentSlot,
  setAttr: attributeSlot,
  addClass: classSlot,
  removeClass: classSlot,
  setStyle: styleSlot,
  remove: absenceSlot,
  injectHTML: insertSlot,
};

/**
 * Applies an op, from its start on as long as it lives.
 *
 * @param op one class at a time
 * @param order where it lies among those of others
 */
export const createWork = (op: ElementOp, order: string, workshop: Workshop, trouble: Trouble): Work => {
  const { _capability: capability, _slots: slots, _watch: watch } = workshop;
  // what is missing hides an element of React
  const { all, op: kind, position, selector, value = 'none !important', waitForMs = 2000 } = op as Fields;
  const { name = kind.endsWith('Class') ? value : (position ?? 'display') } = op as Fields;
  /** A node put in there would come before children that the parser has yet to add, or make them look complete. */
  const isBehind = position?.endsWith('end');
  const held = new Map<Element, Hold>();
  const made = new WeakSet<Node>();
  /** What matched at the last look. */
  let seen: Element[] = [];
  let isFound = false;
  let end: (() => void) | undefined;

  const layer: Layer = {
    _order: order,
    _value: /HTML$|^removeC/.test(kind) ? null : value,
    _make(context) {
      const nodes = capability._nodes(value, context);
      for (const node of nodes) made.add(node);
      return nodes;
    },
    _onConflict: () => trouble._onConflict(selector),
  };
  const isMade = (node: Node | null): boolean => !!node && (made.has(node) || isMade(get(node, 'parentNode')));
  const isThere = (element: Element): boolean => get(element, 'isConnected');
  const take = (element: Element): void => {
    const hold = claim(slots, element, kind === 'remove' && isReact(element) ? styleSlot : KINDS[kind], name, layer);
    held.set(element, hold);
    isFound = true;
    hold._put();
  };
  const look = (): boolean => {
    for (const [element, hold] of held) {
      if (kind === 'remove' || isThere(element)) hold._check();
      else {
        held.delete(element);
        hold._release();
      }
    }
    if (!all && [...held.keys()].some(isThere)) return true;
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
  return {
    _start() {
      end?.();
      end = watch._add(
        look,
        `${selector}[${/Style|remove/.test(kind) ? 'style' : name}]`,
        (error) => trouble._onError(error, selector),
        waitForMs,
        () => trouble._onTimeout(selector),
      );
    },
    _undo() {
      end?.();
      for (const hold of held.values()) hold._release();
      held.clear();
    },
  };
};
