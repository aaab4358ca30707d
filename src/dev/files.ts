/** Finds the file that a path of an address means, and never one outside its folder. */

import type { Stats } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';

/** What a path turned out to be. */
export type Found =
  | { readonly kind: 'file'; readonly file: string; readonly type: string }
  | { readonly kind: 'redirect'; readonly to: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'malformed' };

/**
 * Finds a file in a folder. A folder means its `index.html`, and `/about` finds `about.html`, as on static hosts.
 * Names that begin with a dot are not there, and neither is what a symbolic link brings in from outside.
 *
 * @param root the folder, as `realpath` gives it
 * @param path the path of the address, still percent-encoded
 * @param isHidden for files that belong to the folder and are not for visitors
 */
export async function findFile(root: string, path: string, isHidden: (file: string) => boolean): Promise<Found> {
  const segments = decode(path);
  if (!segments) return { kind: 'malformed' };
  if (segments.some((segment) => segment.startsWith('.'))) return { kind: 'missing' };
  const named = join(root, ...segments);
  const stats = await statOrNull(named);
  if (stats?.isDirectory()) {
    if (segments.length > 0 && !path.endsWith('/')) return { kind: 'redirect', to: `/${encode(segments)}/` };
    return inside(root, join(named, 'index.html'), isHidden);
  }
  if (stats?.isFile() && !path.endsWith('/')) return inside(root, named, isHidden);
  if (!stats && extname(named) === '' && segments.length > 0) return inside(root, `${named}.html`, isHidden);
  return { kind: 'missing' };
}

/** The segments of a path, or null where one is no name: `..`, a hidden slash, a NUL, broken encoding. */
function decode(path: string): string[] | null {
  try {
    const segments = path
      .split('/')
      .filter((segment) => segment !== '')
      .map(decodeURIComponent);
    return segments.some((segment) => segment === '.' || segment === '..' || /[/\\\0:]/.test(segment))
      ? null
      : segments;
  } catch {
    return null; // decodeURIComponent throws on %ff and the like
  }
}

const encode = (segments: readonly string[]): string => segments.map(encodeURIComponent).join('/');

async function inside(root: string, file: string, isHidden: (file: string) => boolean): Promise<Found> {
  const real = await realpath(file).catch(() => null);
  if (!real?.startsWith(root + sep) || isHidden(real)) return { kind: 'missing' };
  const type = TYPES[extname(file).toLowerCase()] ?? 'application/octet-stream';
  return (await statOrNull(real))?.isFile() ? { kind: 'file', file: real, type } : { kind: 'missing' };
}

const statOrNull = (file: string): Promise<Stats | null> => stat(file).catch(() => null);

const TYPES: Readonly<Record<string, string>> = {
  '.avif': 'image/avif',
  '.css': 'text/css; charset=utf-8',
  '.gif': 'image/gif',
  '.htm': 'text/html; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.mp4': 'video/mp4',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webm': 'video/webm',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.xml': 'application/xml; charset=utf-8',
};
