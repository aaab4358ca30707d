/** Reads a directory of Mojito waves: the files that a wave may be made of. */

import { readdir, realpath, stat } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { Refusal, readBytes, shown } from '../files/index.js';
import type { WavesInput } from '../importers/index.js';

/** What a wave is recognised by. */
const WAVE_FILES = ['config.yml', 'test-object.js'];
const PART = /\.(js|css|ya?ml)$/i;

/** A directory of waves, and those of its directories that hold none. */
export interface Waves extends WavesInput {
  readonly others: readonly string[];
}

/**
 * Reads the waves in a directory, or the directory as one wave where it is one. Deeper ones are left aside, as Mojito
 * does.
 *
 * @throws Refusal where the directory is not there, or holds no wave
 */
export async function loadWaves(directory: string): Promise<Waves> {
  const path = resolve(directory);
  const isDirectory = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isDirectory)
    throw new Refusal(
      `There is no directory ${directory}: name the one that holds the waves, such as lib/waves.`,
      'no-directory',
    );
  const files = new Map<string, Uint8Array>();
  await readAll(path, await realpath(path), files);
  const root = shown(path);
  const names = (await readdir(path, { withFileTypes: true })).filter(
    ({ name }) => !name.startsWith('.') && name !== 'node_modules',
  );
  const isWave = (folder: string): boolean => WAVE_FILES.some((name) => files.has(shown(join(folder, name))));
  if (isWave(path)) return { root, folders: [root], files, others: [] };
  const children = names.filter((entry) => entry.isDirectory()).map(({ name }) => join(path, name));
  const folders = children.filter(isWave).map(shown);
  const others = children.map(shown).filter((folder) => !folders.includes(folder));
  if (folders.length) return { root, folders, files, others: others.sort() };
  throw new Refusal(
    `${root} holds no directory with a config.yml or test-object.js: name the one that holds the waves, such as lib/waves.`,
    'no-waves',
  );
}

/** A link that leads out of the directory is not followed: what it names is then missing, and the report says so. */
async function readAll(directory: string, root: string, files: Map<string, Uint8Array>): Promise<void> {
  for (const { name } of await readdir(directory, { withFileTypes: true })) {
    if (name.startsWith('.') || name === 'node_modules') continue;
    const path = join(directory, name);
    const target = await realpath(path).catch(() => '');
    if (!target.startsWith(root + sep)) continue;
    const found = await stat(target);
    // A link to a folder above it would lead round for ever.
    if (found.isDirectory() && target === join(await realpath(directory), name)) await readAll(path, root, files);
    const bytes = found.isFile() && PART.test(name) ? await readBytes(path) : null;
    if (bytes) files.set(shown(path), bytes);
  }
}
