/** Leaves out holdouts: none concerns any experiment. */

import type * as decide from '../decide.js';
import type * as manifest from '../manifest.js';

export const holdoutsFor: typeof manifest.holdoutsFor = () => [];
export const isHeldOut: typeof decide.isHeldOut = () => true;
