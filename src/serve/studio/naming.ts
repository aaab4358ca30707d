/** Makes an id out of a name that people read, and says why a text is none. */

import { ID } from '../../authoring/index.js';

const LONGEST = 32;

/** `Headline of the home page` → `headline-of-the-home-page`; empty where the name has no letter for it. */
export function idOf(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('æ', 'ae')
    .replaceAll('ø', 'o');
  const words = plain
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, LONGEST);
  return words.replace(/-+$/, '');
}

/** Why a text is no id, with one that would do; undefined where it is one, or empty. */
export function idFault(typed: string | undefined): string | undefined {
  const id = (typed ?? '').trim();
  if (id === '' || ID.test(id)) return undefined;
  const right = idOf(id);
  return `${id} is no id: it is lower-case letters and digits in words joined by hyphens, and begins with a letter${right === '' ? '' : `. ${right} would do`}`;
}

/** The id, or the same with a number where it is taken. */
export function freeId(id: string, isTaken: (id: string) => boolean): string {
  for (let count = 2; ; count++) {
    const next = `${id.replace(/-\d+$/, '')}-${count}`;
    if (!isTaken(next)) return next;
  }
}
