/** Takes a commit over into what is staged, under git's own lock: what somebody stages meanwhile stays. */

import { randomBytes } from 'node:crypto';
import { constants, copyFile, link, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { codeOf } from '../files/index.js';
import { git } from './gitcommand.js';
import { modeIn } from './gitfiles.js';

/** A commit of one file to the branch that is checked out. */
export interface Followed {
  readonly root: string;
  /** The folder of git itself. */
  readonly own: string;
  readonly path: string;
  readonly sha: string;
  /** Null where the branch did not hold the file. */
  readonly parent: string | null;
}

/**
 * Without this git would show the commit as taken back in what is staged. What somebody staged of the file is theirs.
 */
export async function followIndex({ root, own, path, sha, parent }: Followed): Promise<boolean> {
  const index = join(own, 'index');
  const was = parent === null ? null : await git(root, ['rev-parse', `${parent}:${path}`]);
  const blob = await git(root, ['rev-parse', `${sha}:${path}`]);
  if (!blob.ok) return true;
  const entry = `${await modeIn(root, sha, path)},${blob.out.trim()},${path}`;
  const next = join(own, `${NEXT}${randomBytes(8).toString('hex')}`);
  const env = { GIT_INDEX_FILE: next };
  try {
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const seen = await readFile(index).catch(() => null); // null: nothing was staged here yet
      if (seen) await writeFile(next, seen);
      const staged = await git(root, ['ls-files', '-s', '--', path], { env });
      const isOurs = staged.ok && (was?.ok ? staged.out.includes(` ${was.out.trim()} `) : staged.out === '');
      if (!isOurs) return true;
      const added = await git(root, ['update-index', '--add', '--cacheinfo', entry], { env });
      if (added.ok && (await replaceIndex(index, next, seen))) return true;
      await setTimeout(PAUSE_MS);
    }
    return false;
  } finally {
    await rm(next, { force: true });
  }
}

/**
 * Puts the next index in the place of the one that was seen, under git's own lock: what somebody stages meanwhile is
 * not written over, and git waits for no longer than two calls of the disk.
 */
async function replaceIndex(index: string, next: string, seen: Buffer | null): Promise<boolean> {
  const lock = `${index}.lock`;
  try {
    // Whole at once, so that it is known by its bytes should this process be killed; some file systems have no links.
    await link(next, lock).catch(async (error) => {
      if (codeOf(error) === 'EEXIST') throw error;
      await copyFile(next, lock, constants.COPYFILE_EXCL);
    });
  } catch {
    return false; // another git has it, or nobody may write here
  }
  const now = await readFile(index).catch(() => null);
  const isSame = now === null || seen === null ? now === seen : now.equals(seen);
  await (isSame ? rename(lock, index) : rm(lock, { force: true }));
  return isSame;
}

/** What the next index is called until it is the index. */
const NEXT = 'index-fx-';

/** Names of what a process that was killed left here. */
export const leftIn = async (own: string): Promise<string[]> =>
  (await readdir(own)).filter((name) => name.startsWith(NEXT));

/**
 * Takes away what a process that was killed left, and git's lock where it is that process's: nobody else would ever let
 * it go. Only for who has the repository alone: what somebody is about to put in place looks the same.
 */
export async function clearLeft(own: string): Promise<void> {
  const lock = join(own, 'index.lock');
  for (const name of await leftIn(own)) {
    const left = join(own, name);
    const held = await readFile(lock).catch(() => null); // null: nobody holds the index
    if (held?.length && held.equals(await readFile(left))) await rm(lock);
    await rm(left);
  }
}

/** While another git holds the index: a moment, or for ever, where that git was killed. */
const MOST_TRIES = 10;
const PAUSE_MS = 100;
