/** Leaves out `explain`. */

import type * as explained from '../explained.js';
import { tellLack } from '../lack.js';

export const explainTo: typeof explained.explainTo = (site) => {
  tellLack(site, 'explain()', 'explain');
  return undefined;
};
