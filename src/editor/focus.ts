/** Keeps the keyboard where it is, and buttons under the mouse, while parts of the panel are made anew. */

/**
 * The same, where what had the focus is gone or can do nothing afterwards: its like by name gets it, else the next that
 * can.
 */
export const keepingFocus =
  <Value>(node: Element, run: (value: Value) => void) =>
  (value: Value): void => {
    const root = node.getRootNode();
    const held = root instanceof ShadowRoot ? root.activeElement : null;
    const before = [...node.querySelectorAll<HTMLElement>(FOCUSABLE)];
    const place = held ? before.indexOf(held as HTMLElement) : -1;
    run(value);
    if (place < 0 || !held || canHold(held)) return;
    const now = [...node.querySelectorAll<HTMLElement>(FOCUSABLE)];
    const named = now.findIndex((one) => nameOf(one) === nameOf(held));
    now.find((one, at) => at >= (named < 0 ? place : named) && canHold(one))?.focus();
  };

const FOCUSABLE = 'button, input, select, textarea';
const nameOf = (element: Element): string => element.getAttribute('aria-label') ?? element.textContent ?? '';
const canHold = (element: Element): boolean =>
  element.isConnected && !element.matches(':disabled') && !element.closest('[hidden]');

/** Runs only for values that differ: a button that is made anew while somebody presses it would not be pressed. */
export function whenOther<Value>(key: (value: Value) => unknown, run: (value: Value) => void): (value: Value) => void {
  let last = '';
  return (value) => {
    const now = JSON.stringify(key(value));
    if (now !== last) run(value);
    last = now;
  };
}
