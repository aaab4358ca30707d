/** Leaves out facts of the host: no rule reads them, and no exposure carries them. */

import type * as life from '../life.js';

export const setContext: typeof life.setContext = () => undefined;
