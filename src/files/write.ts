/** Writes files whole or not at all, and says in one sentence why it cannot. */

import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { codeOf, Refusal, shown } from './refusal.js';

/** What names of unfinished files begin with. */
const UNFINISHED = '.fx-';

/**
 * Writes a file so that its name holds the old bytes or the new ones, whole, whenever the process or the machine stops.
 * A name that is a link stays one: the file that it leads to is replaced, as a server may read that.
 *
 * @param mode who may read it, from its first byte on; by default as before, and a new file as the system makes files
 * @throws Refusal where the directory cannot be written, or the name is a link that leads nowhere
 */
export function writeAtomic(name: string, content: string | Uint8Array, mode?: number): void {
  writeFrom(name, content, mode, undefined);
}

/**
 * The same, unless somebody else wrote the file since it was read.
 *
 * @param before what was read; null where there was no file
 * @returns whether it was written
 */
export const writeOver = (path: string, before: string | null, content: string, mode?: number): boolean =>
  writeFrom(path, content, mode, before);

/**
 * Writes a file that is not there yet, whole or not at all: half of one would keep the next try from its name.
 *
 * @returns false where there is a file of that name; it stays as it is
 */
export function writeNew(path: string, content: string, mode = 0o666): boolean {
  let isMade = false;
  try {
    const file = openSync(path, 'wx', mode);
    isMade = true;
    try {
      writeFileSync(file, content);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    return true;
  } catch (error) {
    if (isMade) remove(path);
    else if (codeOf(error) === 'EEXIST') return false;
    throw cannotWrite(path, error);
  }
}

/** Adds a line to a file, whole or not at all; without one it makes it. What is there stays, byte for byte. */
export function appendLine(path: string, line: string): void {
  const before = statSync(path, { throwIfNoEntry: false }) ? readFileSync(path) : Buffer.alloc(0);
  const isOpen = before.length > 0 && before.at(-1) !== 0x0a;
  writeAtomic(path, Buffer.concat([before, Buffer.from(`${isOpen ? '\n' : ''}${line}\n`)]));
}

/** Nothing waits between the last look and the rename. @param before undefined: whatever is there is written over */
function writeFrom(
  name: string,
  content: string | Uint8Array,
  mode: number | undefined,
  before: string | null | undefined,
): boolean {
  const path = throughLinks(name);
  const unfinished = join(dirname(path), `${UNFINISHED}${randomBytes(6).toString('hex')}`);
  try {
    const file = openSync(unfinished, 'wx', mode ?? statSync(path, { throwIfNoEntry: false })?.mode ?? 0o666);
    try {
      writeFileSync(file, content);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    if (before !== undefined && textNow(path) !== before) {
      remove(unfinished);
      return false;
    }
    renameSync(unfinished, path);
    return true;
  } catch (error) {
    remove(unfinished);
    throw cannotWrite(path, error);
  }
}

const textNow = (path: string): string | null =>
  statSync(path, { throwIfNoEntry: false }) ? readFileSync(path, 'utf8') : null;

/**
 * Writes over a file where it lies, for a disk without room for a second copy. Killed in the middle it is broken, so
 * this is for content that is worth more now than whole, and of the same length or nearly.
 *
 * @throws Refusal where the file is not there or cannot be written
 */
export function overwrite(path: string, content: string | Uint8Array): void {
  try {
    const file = openSync(path, 'r+');
    try {
      writeFileSync(file, content);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw cannotWrite(path, error);
  }
}

/** The file that a name leads to. */
function throughLinks(path: string): string {
  if (!lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) return path;
  try {
    return realpathSync(path);
  } catch (error) {
    throw new Refusal(
      `${shown(path)} is a link that leads nowhere: delete it, or make the file that it leads to.`,
      'link',
      {},
      error,
    );
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
        // Another process may have been faster.
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

/**
 * Deletes what a killed process left unfinished.
 *
 * @param restMs how long it has to lie there: another process may be writing it. By default nobody else may
 */
export function removeUnfinished(directory: string, restMs?: number): void {
  for (const name of readdirSync(directory)) {
    if (!/^\.fx-[0-9a-f]{12}$/.test(name)) continue;
    const path = join(directory, name);
    const writtenMs = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (restMs === undefined || Date.now() - writtenMs > restMs) remove(path);
  }
}

/** The sentence for a file that could not be written; its code is `no-space` where room is what was missing. */
export function cannotWrite(path: string, error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const code = codeOf(error);
  const reasons: Readonly<Record<string, string>> = {
    EEXIST: 'a file of that name is in the way',
    ENOTDIR: 'a file is in the way',
    EISDIR: 'it is a folder, so name a file in it',
    ENOSPC: 'the disk is full, so free some space',
    EDQUOT: 'your share of the disk is full, so free some space',
    EFBIG: 'a file may not grow so large here, so raise the limit',
    EROFS: 'the disk is read-only, so mount it for writing',
    EACCES: 'permission is denied, so let this user write there',
    EIO: 'the disk fails, so look into the log of the system',
    EMFILE: 'too many files are open, so raise the limit',
    ENFILE: 'too many files are open, so raise the limit',
    EPERM: 'permission is denied, so let this user write there',
    full: 'the disk is too slow for what comes in',
    ENOENT: 'no directory can be made there',
  };
  const where = shown(basename(path).startsWith(UNFINISHED) ? dirname(path) : path);
  const kind = code === 'ENOSPC' || code === 'EDQUOT' ? 'no-space' : 'not-writable';
  return new Refusal(`${where} cannot be written: ${reasons[code] ?? code}.`, kind, {}, error);
}
