/** Lets somebody pick an element of the page, by mouse or keyboard, without the page noticing. */

import { type Covers, createCovers } from './covers.js';
import { isWithin } from './within.js';

/** What the picker tells. */
export interface PickerEvents {
  /** The element under the mouse or the arrow keys; null where there is none. */
  onAim(element: Element | null): void;
  onPick(element: Element): void;
  /** Escape was pressed: whoever started it stops it. */
  onLeave(): void;
}

/** A picker; it is off until it is started. */
export interface Picker {
  start(): void;
  stop(): void;
  isOn(): boolean;
}

/** Everything besides clicks by which a page could notice a pick, or do something about it. */
const SWALLOWED = [
  'pointerdown',
  'pointerup',
  'pointercancel',
  'mousedown',
  'mouseup',
  'dblclick',
  'auxclick',
  'contextmenu',
  'touchstart',
  'touchend',
  'submit',
  'focusin',
  'dragstart',
] as const;

/**
 * Makes a picker.
 *
 * @param host the editor's own element: what happens on it is its own
 * @param root of that element
 */
export function createPicker(host: Element, root: ShadowRoot, { onAim, onPick, onLeave }: PickerEvents): Picker {
  let isOn = false;
  let aim: Element | null = null;
  let covers: Covers | null = null;

  const isOwn = (event: Event): boolean => event.composedPath().includes(host);
  const aimAt = (element: Element | null): void => {
    if (element === aim) return;
    aim = element;
    covers?.over(element);
    onAim(element);
  };
  const swallow = (event: Event): void => {
    if (isOwn(event)) return;
    // A touch that does nothing neither scrolls nor becomes a click, by which it picks.
    if (!event.type.startsWith('touch')) event.preventDefault();
    event.stopImmediatePropagation();
  };
  const hover = (event: Event): void => {
    if (!isOwn(event)) event.stopImmediatePropagation();
    aimAt(isOwn(event) ? null : targetOf(event));
  };
  const click = (event: Event): void => {
    const target = isOwn(event) ? null : targetOf(event);
    swallow(event);
    if (target) pick(target);
  };
  /** A control that is disabled hears no click, nor does what is in it, and the window is told of none. */
  const release = (event: Event): void => {
    const target = isOwn(event) ? null : targetOf(event);
    if (!target?.closest(':disabled:not(fieldset)')) return;
    swallow(event);
    pick(target);
  };
  const pick = (element: Element): void => {
    stop();
    onPick(element);
  };
  const key = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      swallow(event);
      onLeave();
    }
    if (!isOn || isOwn(event)) return;
    // What a page has taken away since is aimed at no longer.
    if (!aim?.isConnected) aim = null;
    const next = step(aim ?? document.body, event.key);
    if (next && next !== host) aimAt(next);
    else if (event.key === 'Enter' && aim) pick(aim);
    else if (event.key === 'Tab') return;
    swallow(event);
  };

  /** A release is looked at before it is swallowed. */
  const heard = [
    ['pointerup', release],
    ...SWALLOWED.map((type) => [type, swallow] as const),
    ...['pointermove', 'mouseover', 'mousemove'].map((type) => [type, hover] as const),
    ['click', click],
    ['keydown', key as EventListener],
  ] as const;

  const start = (): void => {
    if (isOn) return;
    isOn = true;
    for (const [type, hear] of heard) window.addEventListener(type, hear, CAPTURE);
    covers = createCovers(root, aimAt, pick);
  };
  const stop = (): void => {
    if (!isOn) return;
    isOn = false;
    for (const [type, hear] of heard) window.removeEventListener(type, hear, CAPTURE);
    aimAt(null);
    covers?.clear();
    covers = null;
  };
  return { start, stop, isOn: () => isOn };
}

/** In capture the page's own listeners, which are deeper, hear nothing; passive ones could not stop a drag. */
const CAPTURE = { capture: true, passive: false };

/** The innermost element, in open shadow roots too. */
const targetOf = (event: Event): Element | null => {
  const told = event.composedPath().find((node): node is Element => node instanceof Element);
  return told ? seenIn(told, event as MouseEvent) : null;
};

/** The innermost that is seen there: of what is inert, or lets the mouse through, only what lies around it is told. */
function seenIn(element: Element, event: MouseEvent): Element {
  const deeper = [...element.children].find(
    (child) =>
      isWithin(child, event) &&
      (child.closest('[inert]') || getComputedStyle(child).pointerEvents === 'none') &&
      child.checkVisibility?.({ opacityProperty: true, visibilityProperty: true }),
  );
  return deeper ? seenIn(deeper, event) : element;
}

/** Up to the parent, down to the first child, left and right to the siblings. */
function step(element: Element, key: string): Element | null {
  switch (key) {
    case 'ArrowUp':
      return element.parentElement ?? hostOf(element);
    case 'ArrowDown':
      return element.shadowRoot?.firstElementChild ?? element.firstElementChild;
    case 'ArrowLeft':
      return element.previousElementSibling;
    case 'ArrowRight':
      return element.nextElementSibling;
    default:
      return null;
  }
}

/** The host of the shadow root that an element is in. */
export function hostOf(element: Element): Element | null {
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? root.host : null;
}
