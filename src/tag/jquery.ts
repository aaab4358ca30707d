/** Listens through the page's jQuery, whose own events are none of the DOM. */

import { listen } from './dom.js';

/** What is used of jQuery. */
type Jquery = (target: object) => Record<'on' | 'off', (name: string, run: () => void) => void>;

/** Listens as soon as jQuery has come, and returns how to stop. */
export const listenByJquery = (target: object, name: string, run: () => void): (() => void) => {
  let jquery: Jquery | undefined;
  const look = (): void => {
    if (jquery) return;
    jquery = (window as { jQuery?: Jquery }).jQuery;
    // What jQuery has of a page's own events, it tells as well.
    jquery?.(target).on(name, run);
  };
  // Scripts that come later have run when they say that they were loaded, and modules when the page says so.
  const stops = ['load', 'readystatechange'].map((type) => listen(document, type, look, true));
  look();
  return () => {
    for (const stop of stops) stop();
    jquery?.(target).off(name, run);
  };
};
