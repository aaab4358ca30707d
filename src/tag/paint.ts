/** Tells when the page is prerendered, painted, and put away, so that work can wait for it. */

import { get, listen } from './dom.js';
import { attempt } from './guard.js';

/** Whether the page is being rendered before anybody asked for it. */
export const isPrerendered = (): boolean => !!get(document as Document & { prerendering?: boolean }, 'prerendering');

/** Runs whenever the page is hidden, from where it may never come back. */
export const whenHidden = (run: () => void): void => {
  listen(window, 'pagehide', run);
  listen(document, 'visibilitychange', () => get(document, 'hidden') && run());
};

/**
 * Runs once after first paint, or with `isLeaving` where the page is hidden unpainted.
 * A page in the background is not painted before it is looked at.
 */
export const afterPaint = (run: (isLeaving: boolean) => void): void => {
  let isDone = false;
  const once = (isLeaving: boolean): void => {
    if (!isDone) run(isLeaving);
    isDone = true;
  };
  whenHidden(() => once(true));
  const isObserved = attempt(() => {
    new PerformanceObserver(() => once(false)).observe({ type: 'paint', buffered: true });
    // where the type is unknown no entry ever comes
    return PerformanceObserver.supportedEntryTypes.includes('paint');
  });
  if (!isObserved) frame(() => setTimeout(once, 0, false));
};

/** Runs in the next frame, before it is painted; after a moment where there are no frames. */
export const frame = (run: () => void): void => {
  if (get(document, 'hidden')) setTimeout(run);
  else requestAnimationFrame(run);
};
