/** The pictures of variants that an experiment's file names: read from the folder of experiments, and from nowhere else. */

import { readFile, realpath, stat } from 'node:fs/promises';
import { dirname, extname, resolve, sep } from 'node:path';
import type { FiledExperiment } from '../workspace.js';

const TYPES: ReadonlyMap<string, string> = new Map([
  ['.png', 'image/png'],
  ['.jpg', 'image/jpeg'],
  ['.jpeg', 'image/jpeg'],
  ['.webp', 'image/webp'],
  ['.avif', 'image/avif'],
  ['.gif', 'image/gif'],
  ['.svg', 'image/svg+xml'],
]);
const MOST_BYTES = 10 * 2 ** 20;

/** A picture that may be shown. */
interface PictureFile {
  readonly file: string;
  readonly type: string;
}

/** Where the picture of a variant lies; null where there is none that may be shown. */
export async function pictureOf(
  { source }: FiledExperiment,
  key: string,
  directory: string,
): Promise<PictureFile | null> {
  const image = source.raw.variants.find((variant) => variant.key === key)?.image;
  if (image === undefined || image.includes('\0')) return null;
  const type = TYPES.get(extname(image).toLowerCase());
  if (type === undefined) return null;
  try {
    // Links are followed before the place is judged: one may lead out of the folder, to a file of another kind.
    const [root, file] = await Promise.all([realpath(directory), realpath(resolve(dirname(source.path), image))]);
    if (!file.startsWith(root + sep) || TYPES.get(extname(file).toLowerCase()) !== type) return null;
    const { size, isFile } = await stat(file).then((found) => ({ size: found.size, isFile: found.isFile() }));
    return isFile && size <= MOST_BYTES ? { file, type } : null;
  } catch {
    // A file that is not there, or may not be read, is no picture: the page says so.
    return null;
  }
}

/** The keys of those variants that have one. */
export async function picturedVariants(filed: FiledExperiment, directory: string): Promise<ReadonlySet<string>> {
  const keys = filed.source.raw.variants.map(({ key }) => key);
  const found = await Promise.all(keys.map((key) => pictureOf(filed, key, directory)));
  return new Set(keys.filter((_, at) => found[at] !== null));
}

/** The picture as an answer; an SVG that is opened by itself runs nothing. */
export async function pictureAnswer({ file, type }: PictureFile): Promise<Response> {
  const bytes = await readFile(file);
  return new Response(new Uint8Array(bytes), {
    headers: {
      'Content-Type': type,
      'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'no-cache',
    },
  });
}
