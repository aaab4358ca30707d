/**
 * Serves the pictures of variants, those that a file names and those of `fx shot`: read from the folder of experiments
 * alone.
 */

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, realpath, stat } from 'node:fs/promises';
import { basename, dirname, extname, resolve, sep } from 'node:path';
import { SHOT_SIZES, type ShotSize, shotPath } from '../../shot/index.js';
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
  readonly bytes: number;
}

/**
 * Where the picture of a variant lies; null where there is none that may be shown. The file's own `image` comes first.
 */
export async function pictureOf(
  { id, source }: FiledExperiment,
  key: string,
  directory: string,
  size: ShotSize = 'desktop',
): Promise<PictureFile | null> {
  const variant = source.raw.variants.find((one) => one.key === key);
  if (!variant) return null;
  const own = size === 'desktop' && variant.image !== undefined ? [resolve(dirname(source.path), variant.image)] : [];
  for (const path of [...own, shotPath(source.path, id, key, size)]) {
    const found = await judgePicture(path, directory);
    if (found) return found;
  }
  return null;
}

async function judgePicture(path: string, directory: string): Promise<PictureFile | null> {
  const type = TYPES.get(extname(path).toLowerCase());
  if (type === undefined || path.includes('\0')) return null;
  try {
    // Links are followed before the place is judged: one may lead out of the folder, to a file of another kind.
    const [root, file] = await Promise.all([realpath(directory), realpath(path)]);
    if (!file.startsWith(root + sep) || TYPES.get(extname(file).toLowerCase()) !== type) return null;
    const { size, isFile } = await stat(file).then((found) => ({ size: found.size, isFile: found.isFile() }));
    return isFile && size <= MOST_BYTES ? { file, type, bytes: size } : null;
  } catch {
    // A file that is not there, or may not be read, is no picture: the page says so.
    return null;
  }
}

/** The pictures that there are: `<key of a variant>:<size>`. */
export async function picturesOf(filed: FiledExperiment, directory: string): Promise<ReadonlySet<string>> {
  const wanted = filed.source.raw.variants.flatMap(({ key }) => SHOT_SIZES.map((size) => ({ key, size })));
  const found = await Promise.all(wanted.map(({ key, size }) => pictureOf(filed, key, directory, size)));
  return new Set(wanted.flatMap(({ key, size }, at) => (found[at] ? [`${key}:${size}`] : [])));
}

/**
 * The pictures of `fx shot` that are those of a variant before, byte for byte: `<key>:<size>` to the name of that
 * variant. Of a picture that the file names nobody asks what it changes.
 *
 * @param digest what stands for the bytes of a file. Only of files that are as large as another it is asked: the loop
 *   that reads them collects events, too
 */
export async function likenessesOf(
  filed: FiledExperiment,
  directory: string,
  digest = pictureDigest,
): Promise<ReadonlyMap<string, string>> {
  const { id, source } = filed;
  const byLength = new Map<string, { readonly key: string; readonly name: string; readonly file: string }[]>();
  for (const { key, name } of source.raw.variants)
    for (const size of SHOT_SIZES) {
      const found = await pictureOf(filed, key, directory, size);
      if (found === null || basename(found.file) !== basename(shotPath(source.path, id, key, size))) continue;
      const length = `${size} ${found.bytes}`;
      byLength.set(length, [...(byLength.get(length) ?? []), { key: `${key}:${size}`, name, file: found.file }]);
    }
  const alike = new Map<string, string>();
  for (const pictures of byLength.values()) {
    if (pictures.length < 2) continue;
    const seen = new Map<string, string>();
    for (const { key, name, file } of pictures) {
      const bytes = await digest(file);
      const first = bytes === null ? undefined : seen.get(bytes);
      if (first !== undefined) alike.set(key, first);
      else if (bytes !== null) seen.set(bytes, name);
    }
  }
  return alike;
}

/** What stands for the bytes of a file, read piece by piece; null where it is gone since, or may not be read. */
export async function pictureDigest(file: string): Promise<string | null> {
  const hash = createHash('sha256');
  try {
    for await (const piece of createReadStream(file)) hash.update(piece as Buffer);
    return hash.digest('base64');
  } catch {
    return null;
  }
}

/** The picture as an answer; an SVG that is opened by itself runs nothing. Null where it is gone since. */
export async function pictureAnswer({ file, type }: PictureFile): Promise<Response | null> {
  const bytes = await readFile(file).catch(() => null);
  if (bytes === null) return null;
  return new Response(new Uint8Array(bytes), {
    headers: {
      'Content-Type': type,
      'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'no-cache',
    },
  });
}
