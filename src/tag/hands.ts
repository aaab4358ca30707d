/** Knows the elements that the visitor is at, while an event of real input is under way. */

import { call, get, listen } from './dom.js';

export interface Hands {
  /** Whose change was repaired last; undefined once the visitor did something. */
  _last: unknown;
  /** How many times the page was looked at. */
  _turn: number;
  /**
   * Whether a view began before its router had rendered anything: what then comes into an element is what the
   * navigation brought, until the visitor does something else. `null` once that was seen, until all elements were
   * looked at.
   */
  _isLate: boolean | null;
  /** Begins to listen, once: a page on which nothing can be the visitor's choice has no listener. */
  _listen(): void;
  /** Whether an event of the visitor's is under way. */
  _isBusy(): unknown;
  /**
   * Whether the visitor is at an element: on it, inside it, at its heading right before it, at a control that names it,
   * on the ground that it lies on or the backdrop beside it, at an element that `shows` what it has shown, or at the
   * Escape key.
   */
  _isAt(node: Node, shows: (other: Element) => boolean): boolean;
}

export const createHands = (): Hands => {
  let path: readonly Element[] = [];
  let isListening = false;
  const hear = (event: Event): void => {
    if (!event.isTrusted) return;
    // What it closes may be anywhere.
    const nodes =
      (event as KeyboardEvent).key === 'Escape'
        ? [document.documentElement]
        : event.composedPath().filter((one) => one instanceof Element);
    path = nodes;
    hands._last = undefined;
    // What lets go of a key or a button belongs to the navigation itself.
    if (/down|input/.test(event.type)) hands._isLate = false;
    // Handlers and the microtasks of frameworks are over by then.
    setTimeout(() => {
      if (path === nodes) path = [];
    });
  };
  const hands: Hands = {
    _last: undefined,
    _turn: 0,
    _isLate: false,
    _listen() {
      if (!isListening)
        for (const type of 'pointerdown pointerup click keydown keyup input change submit beforematch'.split(' '))
          listen(document, type, hear, true);
      isListening = true;
    },
    _isBusy: () => path[0],
    _isAt: (node, shows) =>
      path.some(
        (one, index): unknown =>
          one === node ||
          isControl(one, node) ||
          // What is pressed to do something is no ground, but for one in which there is more to press.
          (call(one, 'contains', node)
            ? !index &&
              (!call(one, 'closest', '[role=button],a,button,label,summary') ||
                call(node as Element, 'querySelector', 'a,button'))
            : shows(one) || (!index && isBackdrop(one, node))),
      ),
  };
  return hands;
};

const isControl = (control: Element, node: Node): boolean => {
  const id = get(node as Element, 'id');
  return (
    control === get(node as Element, 'previousElementSibling') ||
    // aria-controls, href and the attributes that libraries have for it
    (!!id && [...get(control, 'attributes')].some(({ value }) => value.replace('#', '') === id))
  );
};

/** With nothing in it; what comes before an element is its heading. */
const isBackdrop = (pressed: Element, node: Node): boolean =>
  pressed === get(node as Element, 'nextElementSibling') && !get(pressed, 'firstChild');
