/** Makes ids and keys of what Mojito allowed to be named in any way. */

import { ID } from '../../authoring/index.js';

const ID_LIMIT = 64;
const KEY = /^[a-z0-9_-]{1,32}$/;
const KEY_LIMIT = 32;

/** The id of an experiment, unlike those that are taken: the wave's own where it can be. */
export function toId(mojitoId: string, taken: ReadonlySet<string>): string {
  if (ID.test(mojitoId) && mojitoId.length <= ID_LIMIT) return unlike(mojitoId, taken, ID_LIMIT);
  const words = plain(mojitoId)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  const named = /^[a-z]/.test(words) ? words : `wave-${words}`.replace(/-$/, '');
  return unlike(named.slice(0, ID_LIMIT).replace(/-+$/, ''), taken, ID_LIMIT);
}

/** The key of a variant, unlike those that are taken: the recipe's id where it can be. */
export function toVariantKey(recipeId: string, taken: ReadonlySet<string>): string {
  if (KEY.test(recipeId)) return unlike(recipeId, taken, KEY_LIMIT);
  const words = plain(recipeId)
    .replace(/[^a-z0-9_-]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, KEY_LIMIT);
  return unlike(words || 'recipe', taken, KEY_LIMIT);
}

/** Lower-case letters without their accents. */
const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase();

function unlike(name: string, taken: ReadonlySet<string>, limit: number): string {
  let candidate = name;
  for (let count = 2; taken.has(candidate); count++) {
    const ending = `-${count}`;
    candidate = `${name.slice(0, limit - ending.length).replace(/-+$/, '')}${ending}`;
  }
  return candidate;
}
