/** Remembers which conversions were counted, for those that are counted once. */

import { hash } from '../core/index.js';
import { listRecent, ONCE, toKey, writeItem } from './storage.js';

/** Whether this is the first of its kind in 7 days, for a subject; from then on it is not. */
export const isFirst = (subject: string, eventName: string, key: string): boolean => {
  const text = `${subject}\n${eventName}\n${key}`;
  const name = `.${hash(text)}.${hash(text, text)}`;
  if (listRecent(ONCE).some((item) => item.endsWith(name))) return false;
  writeItem(toKey(ONCE, 0, Date.now(), name.slice(1)), '1');
  return true;
};
