/** Tells when the page was painted for the first time, so that work can wait until then. */

import { get, listen } from './dom.js';
import { attempt } from './guard.js';

/**
 * Runs once after first paint, or with `isLeaving` where the page goes away unpainted.
 * A page in the background is not painted before it is looked at.
 */
export const afterPaint = (run: (isLeaving: boolean) => void): void => {
  let isDone = false;
  const once = (isLeaving = false): void => {
    if (isDone) return;
    isDone = true;
    observer?.disconnect();
    stop();
    run(isLeaving);
  };
  const stop = listen(window, 'pagehide', () => once(true));
  const observer = attempt(() => {
    // throws where the type is unknown: no entry would ever come
    if (!PerformanceObserver.supportedEntryTypes.includes('paint')) throw 0;
    const made = new PerformanceObserver(() => once());
    made.observe({ type: 'paint', buffered: true });
    return made;
  });
  if (!observer) frame(() => setTimeout(once));
};

/** Runs in the next frame, before it is painted; after a moment where there are no frames. */
export const frame = (run: () => void): void => {
  if (get(document, 'visibilityState') === 'hidden') setTimeout(run);
  else requestAnimationFrame(run);
};
