/** Leaves out style sheets. */

import type * as changes from '../changes.js';

export const changeSheet: typeof changes.changeSheet = () => {
  throw new TypeError('css');
};
