/** Leaves out ops that replace what is inside an element. */

import type * as content from '../content.js';

export const changeContent: typeof content.changeContent = () => {
  throw new TypeError('text');
};
