/** Keeps texts for as long as this tab is open, where its browser allows it. */

import { attempt } from '../tag/rehearsal.js';

/** What was kept under a name; null where nothing was, or nothing may be read. */
export const readTab = (name: string): string | null => attempt(() => sessionStorage.getItem(name)) ?? null;

/** Keeps it; '' forgets it. False where that is forbidden, or has no room. */
export const writeTab = (name: string, text: string): boolean =>
  !!attempt(() => {
    sessionStorage[text ? 'setItem' : 'removeItem'](name, text);
    return true;
  });
