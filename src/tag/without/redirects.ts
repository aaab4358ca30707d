/** Leaves out redirects: nothing leads anywhere. */

import type * as capability from '../capability.js';
import type * as redirect from '../redirect.js';

export const leads: typeof capability.leads = () => false;
export const holdsHere: typeof redirect.holdsHere = () => false;
export const arrivedAt: typeof redirect.arrivedAt = () => undefined;
export const barOf: typeof redirect.barOf = () => undefined;
export const notesArrival: typeof redirect.notesArrival = () => false;
export const leave: typeof redirect.leave = () => false;
