/** Leaves out the operator `glob`: its rule fails. */

import type * as glob from '../glob.js';

export const pathGlob: typeof glob.pathGlob = (text) => {
  throw text;
};
