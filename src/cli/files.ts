/** Reads and writes files for every command, and says in one sentence why it cannot. */

import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { open, readdir, readFile, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Refusal } from './print.js';

/** One file of experiments, as it was read. */
export interface LoadedFile {
  /** Relative to the working directory, with forward slashes. */
  readonly path: string;
  readonly text: Uint8Array;
}

/** No more is read of a file, bytes: one more than the 1 MB that may be, so that the validator sees that it is too big. */
const READ_LIMIT = 2 ** 20 + 1;

const YAML = /\.ya?ml$/i;
const CONFIG = 'fx.config.yaml';

/** What names of unfinished files begin with. */
const UNFINISHED = '.fx-';

/**
 * Every YAML file of a directory and those below it, by path; of a file that is named itself, that one. Names that begin
 * with a dot, `node_modules` and `fx.config.yaml` are left aside.
 *
 * @throws Refusal where the directory is not there, holds no such file, or a link leads out of it
 */
export async function loadExperiments(directory: string): Promise<LoadedFile[]> {
  const root = await realpath(directory).catch(() => {
    throw new Refusal(
      `There is no directory ${directory}: run fx init to make experiments/, or name another directory.`,
      'no-directory',
    );
  });
  if ((await stat(root)).isFile()) return [await load(resolve(directory))];
  const paths = (await walk(resolve(directory), root)).sort();
  if (!paths.length) {
    throw new Refusal(
      `${directory} holds no .yaml or .yml file: run fx create to make one, or name another directory.`,
      'no-files',
    );
  }
  const files: LoadedFile[] = [];
  for (const path of paths) files.push(await load(path));
  return files;
}

async function walk(directory: string, root: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries) {
    const path = join(directory, entry.name);
    if (entry.name.startsWith('.') || entry.name === 'node_modules' || entry.name === CONFIG) continue;
    if (entry.isSymbolicLink()) await checkLink(path, root);
    else if (entry.isDirectory()) found.push(...(await walk(path, root)));
    else if (YAML.test(entry.name)) {
      if (!entry.isFile()) throw new Refusal(`${shown(path)} is not a regular file: take it out.`, 'not-a-file');
      found.push(path);
    }
  }
  return found;
}

/** What a link inside the tree leads to is read where it lies. */
async function checkLink(path: string, root: string): Promise<void> {
  const target = await realpath(path).catch(() => null);
  if (target === null) throw new Refusal(`${shown(path)} is a link that leads nowhere: delete it.`, 'link');
  if (target !== root && !target.startsWith(root + sep)) {
    throw new Refusal(`${shown(path)} is a link out of the directory: put the file itself there.`, 'link');
  }
}

async function load(path: string): Promise<LoadedFile> {
  const file = await open(path).catch((error: unknown) => {
    throw new Refusal(`${shown(path)} cannot be read (${codeOf(error)}): check its permissions.`, 'unreadable');
  });
  try {
    const { size } = await file.stat();
    const buffer = new Uint8Array(Math.min(size, READ_LIMIT));
    let length = 0;
    while (length < buffer.length) {
      const { bytesRead } = await file.read(buffer, length, buffer.length - length);
      if (!bytesRead) break;
      length += bytesRead;
    }
    return { path: shown(path), text: buffer.subarray(0, length) };
  } finally {
    await file.close();
  }
}

/** A path as messages show it: relative to the working directory, with forward slashes. */
export const shown = (path: string): string => relative(process.cwd(), path).replaceAll(sep, '/') || '.';

/** The text of a file, null where there is none. */
export async function readText(path: string): Promise<string | null> {
  return (await readBytes(path))?.toString('utf8') ?? null;
}

/** The bytes of a file, null where there is none. */
export async function readBytes(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return null;
    throw new Refusal(`${shown(path)} cannot be read (${codeOf(error)}): check its permissions.`, 'unreadable');
  }
}

/**
 * The lines of a file, many at a time, `.gz` unpacked, or of standard input for `-`.
 *
 * @throws Refusal, at the first line, where it is not there or cannot be read
 */
export async function* readLines(path: string): AsyncGenerator<string[]> {
  try {
    const bytes = path === '-' ? process.stdin : (await open(path)).createReadStream();
    // as a pipeline, for which an error of the file is one of what unpacks it
    const text = path.endsWith('.gz') ? pipeline(bytes, createGunzip(), () => undefined) : bytes;
    let rest = '';
    for await (const part of text.setEncoding('utf8')) {
      const lines = (rest + part).split('\n');
      rest = lines.pop() ?? '';
      yield lines;
    }
    if (rest) yield [rest];
  } catch (error) {
    if (codeOf(error) === 'ENOENT') throw new Refusal(`There is no file ${shown(path)}.`, 'no-file');
    throw new Refusal(`${shown(path)} cannot be read (${codeOf(error)}): name a file of lines.`, 'unreadable');
  }
}

/** Names in a directory, sorted; none where there is no directory. */
export async function listNames(directory: string): Promise<string[]> {
  try {
    return (await readdir(directory)).sort();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    const why = codeOf(error) === 'ENOTDIR' ? 'is a file, not a directory' : `cannot be read (${codeOf(error)})`;
    throw new Refusal(`${shown(directory)} ${why}: name another directory.`, 'unreadable');
  }
}

/** Whether there is anything under a name. */
export const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/**
 * Writes a file so that its name holds the old bytes or the new ones, whole, whenever the process or the machine stops.
 *
 * @throws Refusal where the directory cannot be written
 */
export function writeAtomic(path: string, content: string | Uint8Array): void {
  const unfinished = join(dirname(path), `${UNFINISHED}${randomBytes(6).toString('hex')}`);
  try {
    const file = openSync(unfinished, 'wx', statSync(path, { throwIfNoEntry: false })?.mode ?? 0o666);
    try {
      writeFileSync(file, content);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(unfinished, path);
  } catch (error) {
    remove(unfinished);
    throw cannotWrite(path, error);
  }
}

/** Makes sure that renames in a directory outlive a power cut, where the system can. */
export function syncDirectory(directory: string): void {
  try {
    const handle = openSync(directory, 'r');
    fsyncSync(handle);
    closeSync(handle);
  } catch {
    // Windows cannot open a directory, and has nothing to be told
  }
}

/** Makes a directory and those above it. Step by step, as Node's own `recursive` never returns below `/proc`. */
export function makeDirectory(directory: string): void {
  const isThere = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  try {
    const missing: string[] = [];
    for (let path = resolve(directory); !isThere(path); path = dirname(path)) missing.unshift(path);
    for (const path of missing) {
      try {
        mkdirSync(path);
      } catch (error) {
        // another process may have been faster
        if (codeOf(error) !== 'EEXIST' || !isThere(path)) throw error;
      }
    }
  } catch (error) {
    throw cannotWrite(directory, error);
  }
}

/** Deletes a file, if it is there. */
export function remove(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT' && codeOf(error) !== 'ENOTDIR') throw cannotWrite(path, error);
  }
}

/** Deletes what a killed process left unfinished. */
export function removeUnfinished(directory: string): void {
  for (const name of readdirSync(directory)) if (/^\.fx-[0-9a-f]{12}$/.test(name)) remove(join(directory, name));
}

/** The system's word for what went wrong, such as `EACCES`. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown error';

function cannotWrite(path: string, error: unknown): Refusal {
  const code = codeOf(error);
  const reasons: Readonly<Record<string, string>> = {
    EEXIST: 'a file of that name is in the way',
    ENOTDIR: 'a file is in the way',
    ENOSPC: 'the disk is full',
    EROFS: 'the disk is read-only',
    EACCES: 'permission is denied',
    EPERM: 'permission is denied',
    ENOENT: 'no directory can be made there',
  };
  const where = shown(basename(path).startsWith(UNFINISHED) ? dirname(path) : path);
  return new Refusal(`${where} cannot be written: ${reasons[code] ?? code}.`, 'not-writable');
}
