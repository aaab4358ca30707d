/** Without holdouts: none has looked at anybody. */

import type * as experiments from '../experiments.js';

export const exposeHoldouts: typeof experiments.exposeHoldouts = () => undefined;
