/** Leaves out ops that take elements out. */

import type * as changes from '../changes.js';

export const holdsPlace: typeof changes.holdsPlace = () => false;
export const changePresence: typeof changes.changePresence = () => {
  throw new TypeError('removal');
};
