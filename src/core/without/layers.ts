/** Leaves out layers: nobody is in one. */

import type * as decide from '../decide.js';

export const isInLayer: typeof decide.isInLayer = ({ layer }) => !layer;
