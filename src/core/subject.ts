/** Tells what a host gives as its subject from what is none. */

import { fitText } from './event.js';

/** What a careless template makes of nobody. */
const NOBODY = /^\s*(undefined|null|NaN|true|false|0|\[object Object\])?\s*$/;

/** The most characters of a subject. */
export const LONGEST_SUBJECT = 256;

/**
 * A subject as decisions and events take it: a string or a number, of 1 to 256 characters.
 *
 * @returns undefined for what is none: another type, a text such as `null` that a template has made of nobody, or one
 * that no event could carry
 */
export const readSubject = (given: unknown): string | undefined => {
  if (typeof given !== 'string' && typeof given !== 'number') return undefined;
  const text = `${given}`;
  return fitText(text, LONGEST_SUBJECT) === text && !NOBODY.test(text) ? text : undefined;
};
