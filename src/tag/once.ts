/** Remembers which conversions were counted, for those that are counted once. */

import { hash } from '../core/index.js';
import { listItems, ONCE, readItem, writeItem } from './storage.js';

/** 7 days, in milliseconds. */
const LONGEST_MS = 7 * 864e5;

/** Whether this is the first of its kind in 7 days, for a subject; from then on it is not. */
export const isFirst = (subject: string, eventName: string, key: string): boolean => {
  const now = Date.now();
  for (const item of listItems(ONCE)) if (now - Number(readItem(item)) > LONGEST_MS) writeItem(item, null);
  const text = `${subject}\n${eventName}\n${key}`;
  const item = `${ONCE}${hash(text).toString(36)}${hash(`${text}\n`).toString(36)}`;
  const isNew = readItem(item) === null;
  if (isNew) writeItem(item, `${now}`);
  return isNew;
};
