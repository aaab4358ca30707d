/** What a host gives as its subject, and what is none. */

import { warn } from './guard.js';

/** What a careless template makes of nobody. */
const NOBODY = /^\s*(undefined|null|NaN|true|false|0|\[object Object\])?\s*$/;

/** A subject as fx takes it; undefined where there is none. */
export const toSubject = (given: unknown): string | undefined => {
  if (given == null) return undefined;
  const text = `${given}`;
  if (/^(string|number)$/.test(typeof given) && text.length < 257 && !NOBODY.test(text)) return text;
  warn(`no subject: ${text.slice(0, 99)}`);
  return undefined;
};
