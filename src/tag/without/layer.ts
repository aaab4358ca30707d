/** Leaves out pushes to the dataLayer. */

import type * as layer from '../layer.js';

export const pushExposures: typeof layer.pushExposures = () => undefined;
