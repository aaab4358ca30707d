/** Finds and reads the files of a directory of experiments. */

import { closeSync, type Dirent, fstatSync, openSync, readSync } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { findOverlooked, YAML } from './overlooked.js';
import { unreadText } from './read.js';
import { codeOf, Refusal, shown } from './refusal.js';

/** One file of experiments, as it was read. */
export interface LoadedFile {
  /** Relative to the working directory, with forward slashes. */
  readonly path: string;
  readonly text: Uint8Array;
}

/**
 * No more is read of a file, bytes: one more than the 1 MB that may be, so that the validator sees that it is too big.
 */
const READ_LIMIT = 2 ** 20 + 1;

/** Hears of what is left out: the path as it is shown, and the rest of the sentence. */
export type OnLeftOut = (path: string, why: string) => void;

const CONFIG = 'fx.config.yaml';

/**
 * Every YAML file of a directory and those below it, by path; of a file that is named itself, that one. Names that
 * begin with a dot, `node_modules` and `fx.config.yaml` are left aside.
 *
 * @param onLeftOut hears of a file or folder that cannot be read, or not safely, such as a link that leads out, in
 *   place of a Refusal
 * @throws Refusal where the directory is not there, holds no such file, something in it cannot be read, or a link leads
 *   out of it
 */
export async function loadExperiments(directory: string, onLeftOut?: OnLeftOut): Promise<LoadedFile[]> {
  const root = await realpath(directory).catch(() => {
    throw new Refusal(
      YAML.test(directory)
        ? `There is no file ${directory}: name one that is there, or make one with fx create.`
        : `There is no directory ${directory}: run fx init to make experiments/, or name another directory.`,
      'no-directory',
    );
  });
  const walking: Walking = { root, onLeftOut };
  if ((await stat(root)).isFile()) return loadOr(walking, resolve(directory));
  const paths = (await walk(resolve(directory), walking, new Set([root]))).sort();
  if (!paths.length) {
    const [overlooked] = await findOverlooked(directory);
    const way = overlooked
      ? `rename ${overlooked.path} to ${overlooked.meant}`
      : 'run fx create to make one, or name another directory';
    throw new Refusal(`${directory} holds no .yaml or .yml file: ${way}.`, 'no-files');
  }
  return loadAll(paths, walking);
}

/** What others wait for in the same process, milliseconds. */
const TURN_MS = 5;

/** A thousand small files one after another: waiting for each of their four steps would cost more than the steps. */
async function loadAll(paths: readonly string[], walking: Walking): Promise<LoadedFile[]> {
  const files: LoadedFile[] = [];
  let since = performance.now();
  for (const path of paths) {
    files.push(...loadOr(walking, path));
    if (performance.now() - since < TURN_MS) continue;
    await setImmediate();
    since = performance.now();
  }
  return files;
}

interface Walking {
  /** The real path of the directory. */
  readonly root: string;
  readonly onLeftOut: OnLeftOut | undefined;
}

function leaveOut({ onLeftOut }: Walking, path: string, why: string, code: string): [] {
  if (!onLeftOut) throw new Refusal(`${shown(path)} ${why}`, code);
  onLeftOut(shown(path), why);
  return [];
}

/** @param seen real paths of what is read already, so that nothing is read twice and no link leads round in a circle */
async function walk(directory: string, walking: Walking, seen: Set<string>): Promise<string[]> {
  const found: string[] = [];
  const entries = await readdir(directory, { withFileTypes: true }).catch((error: unknown): Dirent[] =>
    leaveOut(walking, directory, unreadText(error), 'unreadable'),
  );
  for (const entry of entries) {
    const path = join(directory, entry.name);
    if (entry.name.startsWith('.') || entry.name === 'node_modules' || entry.name === CONFIG) continue;
    if (entry.isSymbolicLink()) found.push(...(await follow(path, walking, seen)));
    else if (entry.isDirectory()) found.push(...(await walk(path, walking, seen)));
    else if (YAML.test(entry.name)) {
      if (entry.isFile()) found.push(path);
      else leaveOut(walking, path, 'is not a regular file: take it out.', 'not-a-file');
    }
  }
  return found;
}

/**
 * What a link leads to is read where it lies. Where that is a folder that is left aside, as Kubernetes mounts a
 * ConfigMap by way of `..data`, it is read under the name of the link.
 */
async function follow(path: string, walking: Walking, seen: Set<string>): Promise<string[]> {
  const { root } = walking;
  const target = await realpath(path).catch(() => null);
  if (target === null) return leaveOut(walking, path, 'is a link that leads nowhere: delete it.', 'link');
  if (target !== root && !target.startsWith(root + sep))
    return leaveOut(walking, path, 'is a link out of the directory: put the file itself there.', 'link');
  const isReadThere = !relative(root, target)
    .split(sep)
    .some((part) => part.startsWith('.') || part === 'node_modules');
  if (isReadThere || seen.has(target)) return [];
  seen.add(target);
  if ((await stat(target)).isDirectory()) return walk(path, walking, seen);
  return YAML.test(path) ? [path] : [];
}

/** What went between being listed and being read, as when git changes a branch, is not there any more. */
function loadOr(walking: Walking, path: string): LoadedFile[] {
  try {
    return [load(path)];
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    return leaveOut(walking, path, unreadText(error), 'unreadable');
  }
}

function load(path: string): LoadedFile {
  const file = openSync(path, 'r');
  try {
    const buffer = new Uint8Array(Math.min(fstatSync(file).size, READ_LIMIT));
    let length = 0;
    while (length < buffer.length) {
      const bytes = readSync(file, buffer, length, buffer.length - length, null);
      if (!bytes) break;
      length += bytes;
    }
    return { path: shown(path), text: buffer.subarray(0, length) };
  } finally {
    closeSync(file);
  }
}
