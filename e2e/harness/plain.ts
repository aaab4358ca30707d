/** Runs in pages built with a framework: what an op does, in the plainest words, and what there is to see of a page. */

import type { Op } from '../../src/core/index.js';

/** As long as fx may take to see what happened: it looks at once, or in the next frame. */
export const settled = (): Promise<void> =>
  new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));

/** An op that changes elements. */
export type ElementOp = Exclude<Op, { op: 'injectCSS' }>;

/** An op in the plainest words. */
export const apply = (element: HTMLElement, op: ElementOp): void => {
  if (op.op === 'replaceText') element.textContent = op.value;
  else if (op.op === 'replaceHTML') element.innerHTML = op.value;
  else if (op.op === 'setAttr') element.setAttribute(op.name, op.value);
  else if (op.op === 'addClass') element.classList.add(...op.value.split(' '));
  else if (op.op === 'removeClass') element.classList.remove(...op.value.split(' '));
  else if (op.op === 'setStyle') element.style.setProperty(op.name, op.value);
  else if (op.op === 'injectHTML') element.insertAdjacentHTML(op.position, op.value);
  else element.style.setProperty('display', 'none', 'important');
};

/** The elements that an op means. */
export const meant = (root: Element, op: ElementOp): HTMLElement[] => {
  const matches = [...root.querySelectorAll<HTMLElement>(op.selector)];
  return op.all ? matches : matches.slice(0, 1);
};

/**
 * What there is to see of an element: how it is spelt, how fx marks its own, and what is out of sight, means nothing to
 * a visitor.
 */
export const visible = (root: Element): string => {
  const copy = root.cloneNode(true) as Element;
  for (const box of copy.querySelectorAll('fx-text')) box.replaceWith(...box.childNodes);
  for (const element of copy.querySelectorAll<HTMLElement>('*')) {
    if (element.style.display === 'none') element.remove();
    if (element.hasAttribute('style')) element.setAttribute('style', element.style.cssText);
    const all = [...element.attributes].map(({ name, value }) => [name, value.split(/;? /).sort().join(' ')] as const);
    for (const [name] of all) element.removeAttribute(name);
    for (const [name, value] of all.sort()) if (value && name !== 'data-fx-of') element.setAttribute(name, value);
  }
  const walker = document.createTreeWalker(copy, NodeFilter.SHOW_COMMENT);
  const comments: Node[] = [];
  while (walker.nextNode()) comments.push(walker.currentNode);
  for (const comment of comments) comment.parentNode?.removeChild(comment);
  copy.normalize();
  return copy.innerHTML;
};
