/** Tells when the page shows another address without being loaded. */

import { listen } from './dom.js';
import { frame } from './paint.js';

/**
 * @param seesHash whether it counts where nothing but the part behind `#` changes
 * @param onLeave at once, inside the router's call: nothing but a note may be made here
 * @param onView after the router's own work, before the next paint
 * @returns how to stop
 */
export const watchNavigation = (seesHash: () => boolean, onLeave: () => void, onView: () => void): (() => void) => {
  let seen = location.href;
  let isDue = false;
  let isOver = false;
  const notice = (): void => {
    const from = seen;
    seen = location.href;
    const isSame = from === seen || (from.split('#')[0] === seen.split('#')[0] && !seesHash());
    if (isSame || isOver || isDue) return;
    isDue = true;
    onLeave();
    frame(() => {
      isDue = false;
      onView();
    });
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
  // history stays as it is: who patched it since calls ours, which from now on only passes on
  return () => {
    isOver = true;
  };
};
