/** Says what somebody would wonder about: that nothing of an element is to be seen, or not what it holds. */

import type { Op } from '../core/index.js';

const UNSEEN = 'Nothing of it is shown here: perhaps at another width, or in print.';
const CLOSED = 'Nothing in it can be read (perhaps a closed shadow root): hide, move or style it as a whole.';

/**
 * Words for it; '' where the page shows what the element holds.
 *
 * @param op what was done to it just now: a content that it got would be seen
 */
export function sightWords(element: Element, op?: Op): string {
  if (element.shadowRoot || !isBlank(element)) return '';
  if (!element.getClientRects().length && getComputedStyle(element).display !== 'contents') return UNSEEN;
  // A menu that is not open is no secret.
  if ([...element.children].some((child) => getComputedStyle(child).display === 'none')) return '';
  // An element of no component may be a mere box.
  const isOdd = op && /^replace/.test(op.op) && 'value' in op ? op.value.trim() : element.localName.includes('-');
  return isOdd ? CLOSED : '';
}

/** Whether nothing of what it holds is shown; what a shadow root of it shows nobody counts. */
export function isBlank(element: Element): boolean {
  const content = document.createRange();
  content.selectNodeContents(element);
  return !content.getClientRects().length;
}
