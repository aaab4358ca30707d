/** One table: op -> the slots of an element that it claims; and the life of an op from its first look to its undo. */

import type { Op } from '../core/index.js';
import type { Capability } from './capability.js';
import { ABSENCE, absenceSlot, attributeSlot, classSlot, contentSlot, insertSlot, styleSlot } from './changes.js';
import { every, first, get, isComplete } from './dom.js';
import type { Layer, Slot, Slots } from './slots.js';
import type { Styles } from './styles.js';
import { attributesOf, deadline, type Look, type Watch } from './watch.js';

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
  _undo(): void;
  /** Starts the clock of an op that has found nothing yet anew. */
  _restart(): void;
}

type ElementOp = Exclude<Op, { op: 'injectCSS' }>;
type Claim = readonly [name: string, value: string | null, make: () => Slot];

const MOST_ELEMENTS = 1000;

const words = (text: string): string[] => text.split(/\s+/).filter(Boolean);

/** What each op claims of an element. */
const claims: {
  readonly [K in ElementOp['op']]: (element: Element, op: Extract<ElementOp, { op: K }>, slots: Slots) => Claim[];
} = {
  replaceText: (element, { value }) => [['content', value, () => contentSlot(element)]],
  replaceHTML: (element) => [['content', null, () => contentSlot(element)]],
  setAttr: (element, { name, value }) => [[`@${name}`, `${value}`, () => attributeSlot(element, name)]],
  addClass: (element, { value }) => words(value).map((name) => [`.${name}`, '', () => classSlot(element, name)]),
  removeClass: (element, { value }) => words(value).map((name) => [`.${name}`, null, () => classSlot(element, name)]),
  setStyle: (element, { name, value }) => [[`:${name}`, value, () => styleSlot(element, name)]],
  remove: (element, _, slots) => [[ABSENCE, null, () => absenceSlot(element, slots)]],
  injectHTML: (element, { position }) => [[position, null, () => insertSlot(element, position)]],
};

/** Whether an op puts its nodes outside of the element that it names. */
const isBeside = (op: ElementOp): boolean =>
  op.op === 'injectHTML' && (op.position === 'beforebegin' || op.position === 'afterend');

/** The attributes that an op changes: it is asked again when they do. */
const changed = (op: ElementOp): string[] =>
  op.op === 'setAttr' ? [op.name] : op.op === 'setStyle' ? ['style'] : op.op.endsWith('Class') ? ['class'] : [];

/**
 * Applies an op, now and as long as it lives.
 *
 * @param order where its layers lie among those of others
 * @throws where its selector, its value or the page's policy does not let it; later troubles are told to `trouble`
 */
export const applyOp = (op: Op, order: string, workshop: Workshop, trouble: Trouble): Work => {
  const { _capability: capability, _slots: slots, _styles: styles, _watch: watch } = workshop;
  if (op.op === 'injectCSS') return { _undo: styles._add(op.value, order), _restart: () => undefined };

  const { selector, waitForMs = 2000 } = op;
  const held = new Map<Element, { readonly _name: string; readonly _layer: Layer }[]>();
  let isFound = false;
  let cancel: (() => void) | undefined;

  const nodes = (element: Element): (() => ChildNode[]) =>
    op.op === 'replaceText'
      ? () => [document.createTextNode(op.value)]
      : () => capability._nodes((op as { value: string }).value, element);

  const take = (element: Element): void => {
    const mine: { _name: string; _layer: Layer }[] = [];
    held.set(element, mine);
    isFound = true;
    const context = isBeside(op) ? get(element, 'parentElement') : element;
    for (const [name, value, make] of (claims[op.op] as (e: Element, o: ElementOp, s: Slots) => Claim[])(
      element,
      op,
      slots,
    )) {
      const layer: Layer = {
        _order: order,
        _value: value,
        _make: nodes(context ?? element),
        _mine: [],
        _onConflict: () => trouble._onConflict(selector),
      };
      mine.push({ _name: name, _layer: layer });
      slots._claim(element, name, layer, make);
    }
  };
  const leave = (element: Element): void => {
    for (const { _name: name, _layer: layer } of held.get(element) ?? []) slots._release(element, name, layer);
    held.delete(element);
  };
  /** Whether fx put an element there for this very op. */
  const isOwn = (element: Element): boolean =>
    held.has(element) ||
    (op.op.endsWith('HTML') &&
      [...held.values()].some((mine) => mine.some((one) => one._layer._mine.some((node) => node.contains(element)))));
  const isReady = (element: Element): boolean =>
    !(op.op === 'injectHTML' && op.position === 'beforeend') || isComplete(element);
  const lookUnsafe = (): void => {
    for (const [element, mine] of held) {
      if (!mine.every(({ _name: name }) => slots._hold(element, name))) leave(element);
    }
    if (!op.all && held.size) return;
    const one = first(selector);
    if (!one) return;
    for (const element of op.all || isOwn(one) ? every(selector) : [one]) {
      if (held.size >= MOST_ELEMENTS) return;
      if (isOwn(element) || !isReady(element)) continue;
      take(element);
      if (!op.all) return;
    }
  };
  const look: Look = {
    _attributes: [...attributesOf(selector), ...changed(op)],
    _text: op.op.startsWith('replace'),
    _look() {
      try {
        lookUnsafe();
      } catch (error) {
        trouble._onError(error, selector);
      }
    },
  };
  const restart = (): void => {
    cancel?.();
    cancel = undefined;
    if (isFound) return;
    watch._add(look);
    cancel = deadline(waitForMs, () => {
      if (!isFound) look._look();
      if (isFound) return;
      watch._remove(look);
      trouble._onTimeout(selector);
    });
  };

  lookUnsafe();
  watch._add(look);
  restart();
  return {
    _restart() {
      if (!isFound) look._look();
      restart();
    },
    _undo() {
      cancel?.();
      watch._remove(look);
      for (const element of [...held.keys()].reverse()) leave(element);
    },
  };
};

/** Where the layers of one op lie: in the order of ids, then of ops. */
export const orderOf = (id: string, index: number): string => `${id} ${String.fromCharCode(index + 33)}`;
