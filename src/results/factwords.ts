/** Says the facts by which subjects are told apart in words: events and JSON keep their keys. */

import { inLine } from '../pages/index.js';

/** What the tag finds out by itself. */
const FACTS: Readonly<Record<string, string>> = {
  device: 'kind of device',
  language: 'language',
  isNew: 'new or returning',
};

/** Of `isNew` the values are the words. */
const NEWNESS: Readonly<Record<string, string>> = { true: 'new visitors', false: 'returning visitors' };

/** `new or returning`, for whoever chooses one; a fact of the site is called as the site calls it. */
export const factText = (by: string): string => (Object.hasOwn(FACTS, by) ? (FACTS[by] as string) : inLine(by));

/** `device mobile`, `new visitors`. */
export function segmentText(by: string, value: string | null): string {
  if (by === 'isNew') return value === null ? `${factText(by)} not known` : (NEWNESS[value] ?? inLine(value));
  return `${inLine(by)} ${value === null ? 'not known' : inLine(value)}`;
}
