/**
 * Moves an element by the changes that the format has: by the order of a row or column, else by a copy in place of the
 * original.
 */

import type { Op, Position } from '../core/index.js';
import { findSelector } from './selector.js';

/** Where an element goes, seen from another one. */
export interface MoveTarget {
  readonly target: Element;
  readonly position: Position;
}

/** What moving takes. */
export interface Moving {
  readonly ops: readonly Op[];
  /** What should be known of it. */
  readonly words: string;
}

/** Marks a copy. */
const MOVED = 'data-fx-moved';

/**
 * The changes that show an element elsewhere. Within one parent nothing but the order on the screen changes, so that
 * the element and all that scripts attached to it stay. Null where an element would go into itself.
 *
 * @param shown as the changes before have made it
 * @param selector of the element
 */
export function moveOps(
  element: Element,
  shown: Element,
  selector: string,
  { target, position }: MoveTarget,
): Moving | null {
  if (target === element || element.contains(target)) return null;
  const parent = element.parentElement;
  const isBeside = position === 'beforebegin' || position === 'afterend';
  if (parent && isBeside && target.parentElement === parent && canOrder(parent))
    return {
      ops: [{ op: 'injectCSS', value: orderCss(element, selector, target, position) }],
      words: 'Moved on the screen. The element stays, with all that scripts do with it.',
    };
  return {
    ops: [
      // Where the place comes first on a page, the copy is there before the original, and must not be taken for it.
      { op: 'setStyle', selector: `${selector}:not([${MOVED}])`, name: 'display', value: 'none !important' },
      { op: 'injectHTML', selector: findSelector(target).selector, position, value: copyOf(shown) },
    ],
    words: 'Moved as a copy, and the original is hidden: scripts do not know the copy.',
  };
}

/** A row or column, or blocks one below the other, which can be made a column without looking different. */
function canOrder(parent: Element): boolean {
  if (parent.getRootNode() !== document) return false;
  const { display } = getComputedStyle(parent);
  const children = [...parent.children].map((child) => getComputedStyle(child));
  if (children.some(({ order, position }) => order !== '0' && position === 'static')) return false;
  if (/^(?:inline-)?(?:flex|grid)$/.test(display)) return true;
  return (
    display === 'block' &&
    children.every((child) => child.float === 'none' && !/^inline|^table-/.test(child.display)) &&
    ![...parent.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim())
  );
}

/**
 * All have order 0 and stand as the page has them: those that come after the place get 1, with the element among them
 * where it came before it.
 */
function orderCss(element: Element, selector: string, target: Element, position: Position): string {
  const parent = element.parentElement as Element;
  const box = findSelector(parent).selector;
  const to = findSelector(target).selector;
  const isDown = !!(element.compareDocumentPosition(target) & Node.DOCUMENT_POSITION_FOLLOWING);
  const behind = position === 'beforebegin' ? [to, `${to} ~ *`] : [`${to} ~ *`];
  const rules = isDown
    ? [`${[selector, ...behind].join(', ')} { order: 1 }`]
    : [`${behind.map((one) => `${one}:not(${selector})`).join(', ')} { order: 1 }`];
  const { display } = getComputedStyle(parent);
  const column = display === 'block' ? [`${box} { display: flex; flex-direction: column }`] : [];
  return [...column, ...rules].join('\n');
}

/** Without ids, which would be there twice. */
function copyOf(copy: Element): string {
  for (const one of [copy, ...copy.querySelectorAll('*')])
    for (const name of ['id', 'data-fx', 'data-fx-of']) one.removeAttribute(name);
  copy.setAttribute(MOVED, '');
  for (const script of copy.querySelectorAll('script')) script.remove();
  return copy.outerHTML;
}
