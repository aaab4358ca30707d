/** Tells, in a composed container, what that was made without. */

import { warn } from '../guard.js';
import type * as lack from '../lack.js';
import { sayLack } from '../lack.js';

/**
 * By attribute or option the word of `tag:` that serves it, as `name:word`; filled in when the container is composed.
 */
const LACKS = 'FX_LACKS';

export const hasAll: typeof lack.hasAll = (options) => {
  const given = options as Readonly<Record<string, unknown>>;
  const lacks = LACKS.split(' ').map((pair) => pair.split(':'));
  const [name, word] = lacks.find(([one = '']) => given[one] !== undefined) ?? [];
  if (name && word) warn(`starts nothing: ${sayLack(name, word)}`);
  return !name;
};
