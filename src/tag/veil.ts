/** Hides the page until experiments are decided, for those who asked for it, and never for long. */

import { get } from './dom.js';
import { createStyles } from './styles.js';

const LONGEST_MS = 3000;

/** Puts up the veil, unless there is a body: a page that shows is not hidden again. Returns how to lift it. */
export const putVeil = (ms: number, nonce: string | undefined): (() => void) => {
  if (get(document, 'body')) return () => undefined;
  const lift = createStyles(nonce)._add('html{visibility:hidden!important}', '');
  setTimeout(lift, Math.min(ms, LONGEST_MS));
  return lift;
};
