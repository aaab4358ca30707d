/** Tells when the page is prerendered, painted, and put away, so that work can wait for it. */

import { get, listen } from './dom.js';
import { attempt, lazy } from './guard.js';

/** Whether the page is being rendered before anybody asked for it. */
export const isPrerendered = (): boolean => !!get(document as Document & { prerendering?: boolean }, 'prerendering');

/** Runs whenever the page is hidden, from where it may never come back. */
export const whenHidden = (run: () => void): void => {
  listen(window, 'pagehide', run);
  listen(document, 'visibilitychange', () => get(document, 'hidden') && run());
};

/**
 * Runs once: after first paint, or where the page is hidden unpainted.
 * A page in the background is not painted before it is looked at.
 */
export const afterPaint = (run: () => void): void => {
  const once = lazy(run);
  whenHidden(once);
  // where paints are not told of, hidden is all that there is
  attempt(() => new PerformanceObserver(once).observe({ type: 'paint', buffered: true }));
};

/** Runs in the next frame, before it is painted; after a moment where there are no frames. */
export const frame = (run: () => void): void => {
  if (get(document, 'hidden')) setTimeout(run);
  else requestAnimationFrame(run);
};
