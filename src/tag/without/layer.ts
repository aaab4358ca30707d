/** Without pushes to the dataLayer. */

import type * as layer from '../layer.js';

export const createLayer: typeof layer.createLayer = () => () => undefined;
