/** Leaves out functions of the host in place of triggers. */

import type * as experiments from '../experiments.js';
import type * as triggers from '../triggers.js';

export const createHostTrigger: typeof triggers.createHostTrigger = () => ({
  _isOn: () => false,
  _start: () => undefined,
  _stop: () => undefined,
  _activate: () => false,
});

export const hostTriggerOf: typeof experiments.hostTriggerOf = () => undefined;
