/** Puts the pictures of variants into a page, so that it can be sent by itself. */

import { readFile, stat } from 'node:fs/promises';
import { dirname, extname, resolve } from 'node:path';
import type { Source } from '../authoring/index.js';
import type { Entry } from '../results/index.js';
import { shotPath } from '../shot/index.js';

const TYPES: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.webp': 'image/webp',
  '.avif': 'image/avif',
  '.gif': 'image/gif',
};
/** Mail servers refuse more than some ten of these. */
const MOST_BYTES = 2 * 2 ** 20;

/**
 * The entries with pictures that need no file: the one that a variant names, else the one that `fx shot` took. A variant without
 * either has none.
 */
export const embedPictures = (
  entries: readonly Entry[],
  sources: ReadonlyMap<string, Pick<Source, 'path'>>,
): Promise<Entry[]> =>
  Promise.all(
    entries.map(async (entry) => {
      const path = sources.get(entry.id)?.path;
      const variants = entry.variants.map(async (variant) => ({
        ...variant,
        image: path === undefined ? null : await firstOf(placesOf(path, entry.id, variant)),
      }));
      return { ...entry, variants: await Promise.all(variants) };
    }),
  );

const placesOf = (path: string, id: string, { key, image }: Entry['variants'][number]): string[] => [
  ...(image === null ? [] : [resolve(dirname(path), image)]),
  shotPath(path, id, key, 'desktop'),
];

/** The first that is there, as an address that holds all of it. */
async function firstOf(paths: readonly string[]): Promise<string | null> {
  for (const path of paths) {
    const type = TYPES[extname(path).toLowerCase()];
    if (type === undefined || path.includes('\0')) continue;
    try {
      const found = await stat(path);
      if (!found.isFile() || found.size > MOST_BYTES) continue;
      return `data:${type};base64,${(await readFile(path)).toString('base64')}`;
    } catch {
      // A file that is not there, or may not be read, is no picture: the page does without.
    }
  }
  return null;
}
