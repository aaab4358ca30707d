/** Leaves out triggers that wait until an element is seen. */

import type * as seen from '../seen.js';

export const createSeen: typeof seen.createSeen = () => ({ _watch: () => undefined, _stop: () => undefined });
