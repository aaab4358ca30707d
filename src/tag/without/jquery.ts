/** Leaves out events of jQuery. */

import type * as jquery from '../jquery.js';

export const listenByJquery: typeof jquery.listenByJquery = () => () => undefined;
