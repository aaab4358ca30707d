/** Tells when the page shows another address without being loaded. */

import { listen } from './dom.js';
import { frame } from './paint.js';

/**
 * @param seesHash whether it counts where nothing but the part behind `#` changes, from one address to the other
 * @param onLeave at once, inside the router's call: nothing but a note may be made here
 * @param isRendered whether the page has changed since: some routers render in a task of their own
 * @param onView after the router's own work, before that is painted; in the second frame where nothing has changed
 * @returns how to stop
 */
export const watchNavigation = (
  seesHash: (from: URL, to: URL) => boolean,
  onLeave: () => void,
  isRendered: () => boolean,
  onView: () => void,
): (() => void) => {
  let seen = location.href;
  let isDue = false;
  let isOver = false;
  const begin = (): void => {
    isDue = false;
    onView();
  };
  const notice = (): void => {
    const from = seen;
    seen = location.href;
    const isSame =
      from === seen || (from.split('#')[0] === seen.split('#')[0] && !seesHash(new URL(from), new URL(seen)));
    if (isSame || isOver || isDue) return;
    isDue = true;
    onLeave();
    frame(() => (isRendered() ? begin() : frame(begin)));
  };
  const { navigation } = window as { navigation?: EventTarget };
  if (navigation && 'currentEntry' in navigation) listen(navigation, 'currententrychange', notice);
  else {
    listen(window, 'popstate', notice);
    listen(window, 'hashchange', notice);
    for (const name of ['pushState', 'replaceState'] as const) {
      const original = history[name];
      history[name] = function (this: History, ...rest) {
        original.apply(this, rest);
        notice();
      };
    }
  }
  // Our methods stay on history: a script that patched it later calls them. From now on they only pass on.
  return () => {
    isOver = true;
  };
};
