/** Says what an address alone can tell of a trigger. */

import { type Address, matchesAddress } from './address.js';
import type { Trigger } from './types.js';

/** Whether a trigger may fire at an address: one that waits for something else may. */
export const mayFireAt = (trigger: Trigger | undefined, address: Address): boolean => {
  if (trigger?.kind === 'urlMatch') return matchesAddress(trigger, address);
  const isOpen = (part: Trigger): boolean => mayFireAt(part, address);
  return (
    !trigger || !('of' in trigger) || (trigger.kind === 'all' ? trigger.of.every(isOpen) : trigger.of.some(isOpen))
  );
};
