/** Takes a commit over into what is staged, under git's own lock: what somebody stages meanwhile stays. */

import { randomBytes } from 'node:crypto';
import { constants, copyFile, link, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { codeOf } from '../files/index.js';
import { git } from './gitcommand.js';
import { blobOf, modeIn } from './gitfiles.js';

/** A commit of one file to the branch that is checked out. */
export interface Followed {
  readonly root: string;
  /** The folder of git itself. */
  readonly own: string;
  readonly path: string;
  readonly sha: string;
  /** Null where the branch did not hold the file. */
  readonly parent: string | null;
  /** The change in a text that somebody staged; null where it cannot be made there for sure. */
  readonly carry: ((staged: string) => Promise<string | null>) | null;
}

/** Whether the change is staged: `locked` is by another git, `theirs` where somebody has staged another text. */
export type Staged = 'followed' | 'locked' | 'theirs';

/**
 * Without this git would show the commit as taken back in what is staged, and the next one of a person would do so.
 * What somebody staged of the file besides stays theirs.
 */
export async function followIndex({ root, own, path, sha, parent, carry }: Followed): Promise<Staged> {
  const index = join(own, 'index');
  const was = parent === null ? null : await git(root, ['rev-parse', `${parent}:${path}`]);
  const blob = await git(root, ['rev-parse', `${sha}:${path}`]);
  if (!blob.ok) return 'followed';
  const mode = await modeIn(root, sha, path);
  const next = join(own, `${NEXT}${randomBytes(8).toString('hex')}`);
  const env = { GIT_INDEX_FILE: next };
  try {
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const seen = await readFile(index).catch(() => null); // null: nothing was staged here yet
      if (seen) await writeFile(next, seen);
      const staged = await git(root, ['ls-files', '-s', '--', path], { env });
      const isOurs = staged.ok && (was?.ok ? staged.out.includes(` ${was.out.trim()} `) : staged.out === '');
      const put = isOurs ? blob.out.trim() : await blobCarried(root, path, staged.ok ? staged.out : '', carry);
      if (put === null) return 'theirs';
      const added = await git(root, ['update-index', '--add', '--cacheinfo', `${mode},${put},${path}`], { env });
      if (added.ok && (await replaceIndex(index, next, seen))) return 'followed';
      await setTimeout(PAUSE_MS);
    }
    return 'locked';
  } finally {
    await rm(next, { force: true });
  }
}

/** Of what is staged with the change in it; null where nothing of the file is, or a merge is not done yet. */
async function blobCarried(
  root: string,
  path: string,
  staged: string,
  carry: Followed['carry'],
): Promise<string | null> {
  const [, theirs] = /^\d+ ([0-9a-f]+) 0\t[^\n]*\n$/.exec(staged) ?? [];
  if (theirs === undefined || !carry) return null;
  const found = await git(root, ['cat-file', '--filters', `--path=${path}`, theirs]);
  const text = found.ok ? await carry(found.out) : null;
  const blob = text === null ? null : await blobOf(root, path, text);
  return blob?.ok ? blob.out.trim() : null;
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
