/** Leaves out triggers that wait: the address fires, or nothing has to. */

import { isOnPage } from '../page.js';
import type * as triggers from '../triggers.js';

export const createTrigger: typeof triggers.createTrigger = (trigger) => ({
  _isOn: () => trigger.kind === 'auto' || (trigger.kind === 'urlMatch' && isOnPage(trigger)),
  _start: () => undefined,
  _stop: () => undefined,
  _activate: () => false,
});
