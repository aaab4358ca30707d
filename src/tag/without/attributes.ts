/** Leaves out ops that set attributes. */

import type * as changes from '../changes.js';

export const changeSource: typeof changes.changeSource = () => {
  throw new TypeError('attributes');
};
