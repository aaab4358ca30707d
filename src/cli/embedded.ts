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
  '.svg': 'image/svg+xml',
};
/** Mail servers refuse more than some ten of these. */
const MOST_BYTES = 2 * 2 ** 20;

/** The entries with their pictures, and the files that are too large for a page. */
export interface Embedded {
  readonly entries: readonly Entry[];
  readonly tooLarge: readonly string[];
}

/**
 * The entries with pictures that need no file: the one that a variant names, else the one that `fx shot` took. A
 * variant without either has none; an address on the web stays one.
 */
export async function embedPictures(
  entries: readonly Entry[],
  sources: ReadonlyMap<string, Pick<Source, 'path'>>,
): Promise<Embedded> {
  const tooLarge = new Set<string>();
  const imageOf = async (id: string, variant: Entry['variants'][number]): Promise<string | null> => {
    if (variant.image !== null && /^https?:\/\//i.test(variant.image)) return variant.image;
    const path = sources.get(id)?.path;
    return path === undefined ? null : firstOf(placesOf(path, id, variant), tooLarge);
  };
  const embedded = entries.map(async (entry) => {
    const variants = entry.variants.map(async (one) => ({ ...one, image: await imageOf(entry.id, one) }));
    return { ...entry, variants: await Promise.all(variants) };
  });
  return { entries: await Promise.all(embedded), tooLarge: [...tooLarge] };
}

const placesOf = (path: string, id: string, { key, image }: Entry['variants'][number]): string[] => [
  ...(image === null ? [] : [resolve(dirname(path), image)]),
  shotPath(path, id, key, 'desktop'),
];

/** The first that is there, as an address that holds all of it. */
async function firstOf(paths: readonly string[], tooLarge: Set<string>): Promise<string | null> {
  for (const path of paths) {
    const type = TYPES[extname(path).toLowerCase()];
    if (type === undefined || path.includes('\0')) continue;
    try {
      const found = await stat(path);
      if (found.isFile() && found.size > MOST_BYTES) tooLarge.add(path);
      if (!found.isFile() || found.size > MOST_BYTES) continue;
      return `data:${type};base64,${(await readFile(path)).toString('base64')}`;
    } catch {
      // A file that is not there, or may not be read, is no picture: the page does without.
    }
  }
  return null;
}
