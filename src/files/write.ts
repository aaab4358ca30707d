/** Writes files whole or not at all, and says in one sentence why it cannot. */

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
import { basename, dirname, join, resolve } from 'node:path';
import { codeOf, Refusal, shown } from './refusal.js';

/** What names of unfinished files begin with. */
const UNFINISHED = '.fx-';

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
