/** Hides the page for a moment, and never for longer. */

import { changeSheet } from './changes.js';
import { listen } from './dom.js';

/**
 * Hides everything, through a constructed style sheet where the browser has them.
 *
 * @param ms after which it is shown whatever happens
 * @returns shows it; so does coming back to it by the history
 */
export const hidePage = (nonce: () => string | undefined, ms: number): (() => void) => {
  const cover = changeSheet('html{visibility:hidden!important}', '', nonce);
  cover._put();
  setTimeout(cover._back, ms);
  listen(window, 'pageshow', (event) => (event as PageTransitionEvent).persisted && cover._back());
  return cover._back;
};
