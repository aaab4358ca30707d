/** Remembers which conversions were counted, for those that are counted once. */

import { hash } from '../core/index.js';
import { isRecent, listItems, ONCE, toKey, writeItem } from './storage.js';

/** Whether this is the first of its kind in 7 days, for a subject; from then on it is not. */
export const isFirstKey = (subject: string, eventName: string, key: string): boolean => {
  const name = hash(subject, '\n', eventName, '\n', key);
  let isNew = true;
  for (const item of listItems(ONCE)) {
    if (!isRecent(item)) writeItem(item, '');
    else if (item.endsWith(`.${name}`)) isNew = false;
  }
  if (isNew) writeItem(toKey(ONCE, 0, Date.now(), name), '1');
  return isNew;
};
