/** Leaves out gates but those of every experiment: who was given a variant keeps it, all others get one by weight. */

import type * as decide from '../decide.js';
import { find, pick, statusOf } from '../decide.js';

export const prepare: typeof decide.prepare = (experiment) => (question) => {
  const { enabled, sticky } = question;
  const isKept = sticky != null && experiment.sticky !== false;
  const shut = enabled === false ? 'disabled' : statusOf(experiment) === 'running' ? null : 'paused';
  const variant = shut ? undefined : isKept ? find(experiment, sticky) : pick(experiment, question);
  const isIn = !!variant;
  const reason = shut ?? (isIn ? (isKept ? 'sticky' : 'assigned') : isKept ? 'removed' : 'sample');
  return { variant: variant?.key ?? null, recipe: isIn, exposure: isIn, reason };
};
