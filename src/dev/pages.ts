/** Lists the HTML pages of a folder. */

import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { hasTag } from './inject.js';
import type { SitePage } from './views.js';

const MOST = 100;

/**
 * The pages of a folder, at most a hundred, shallow folders first.
 *
 * @param isHidden for files and folders that are not for visitors
 */
export async function listPages(root: string, isHidden: (file: string) => boolean): Promise<SitePage[]> {
  const files: string[] = [];
  let folders = [root];
  while (folders.length > 0 && files.length < MOST) {
    const entries = (await Promise.all(folders.map(list))).flat().filter(({ file }) => !isHidden(file));
    files.push(...entries.filter(({ kind }) => kind === 'page').map(({ file }) => file));
    folders = entries.filter(({ kind }) => kind === 'folder').map(({ file }) => file);
  }
  return Promise.all(files.slice(0, MOST).map((file) => describe(root, file)));
}

interface Entry {
  readonly file: string;
  readonly kind: 'page' | 'folder' | 'other';
}

async function list(folder: string): Promise<Entry[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter(({ name }) => !name.startsWith('.') && name !== 'node_modules')
    .sort((a, b) => (rank(a.name) < rank(b.name) ? -1 : 1))
    .map((entry) => ({
      file: join(folder, entry.name),
      kind: entry.isDirectory() ? 'folder' : entry.isFile() && /\.html?$/i.test(entry.name) ? 'page' : 'other',
    }));
}

/** The page that a folder shows goes before the others. */
const rank = (name: string): string => (/^index\.html?$/i.test(name) ? '' : name);

async function describe(root: string, file: string): Promise<SitePage> {
  const path = relative(root, file).split(sep).map(encodeURIComponent).join('/');
  const html = await readFile(file, 'utf8').catch(() => '');
  return { path: `/${path}`.replace(/\/index\.html$/, '/'), hasTag: hasTag(html) };
}
