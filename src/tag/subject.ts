/** Takes the subject that a host gives, and says so where it is none. */

import { readSubject } from '../core/index.js';
import { attempt, warn } from './guard.js';

/** A subject as fx takes it; undefined where there is none. */
export const toSubject = (given: unknown): string | undefined => {
  const subject = readSubject(given);
  if (subject === undefined && given != null) warn(`no subject: ${attempt(() => `${given}`.slice(0, 99))}`);
  return subject;
};
