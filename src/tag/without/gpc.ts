/** Leaves out Global Privacy Control. */

import type * as life from '../life.js';

export const isRefused: typeof life.isRefused = () => false;
