/**
 * Commits single files with git's plumbing and an index of its own: what somebody has not saved in the work tree stays
 * as it is.
 */

import { randomBytes } from 'node:crypto';
import { existsSync, realpathSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { createLockWatch, holdLock, type LockWatch, watchLock } from '../files/index.js';
import { type Answered, git } from './gitcommand.js';
import { blobOf, modeIn, textIn } from './gitfiles.js';
import { clearLeft, followIndex, leftIn } from './gitindex.js';

/** Somebody, as git names people. */
export interface Author {
  readonly name: string;
  readonly email: string;
}

/** A text to commit, or why there is none, in a sentence. */
export type Fitting = string | { readonly said: string };

/** A commit that is to be made. */
export interface CommitRequest {
  /** The file, anywhere below the repository. */
  readonly file: string;
  /** The new text, given the one that the branch holds; null where it holds none. */
  readonly text: (before: string | null) => Fitting | Promise<Fitting>;
  readonly message: string;
  readonly author: Author;
  /** Commits to this branch in place of the one that is checked out; made where it is not there. */
  readonly branch?: string | undefined;
}

/** What was committed. */
export interface CommitMade {
  readonly commit: string;
  readonly branch: string;
  /** Somebody's git held the index all the time: there the file still is as it was before. */
  readonly isIndexBehind: boolean;
}

/** Whether a commit was made, and if not, why. */
export type CommitOutcome =
  | ({ readonly ok: true } & CommitMade)
  | { readonly ok: false; readonly reason: 'not-possible' | 'moved' | 'failed'; readonly said: string };

/** Whether a remote took what was sent, and if not, why. */
export type PushOutcome =
  | { readonly ok: true }
  /** `isBarred`: the remote has it that nobody sends to this branch, and may take the same on another. */
  | { readonly ok: false; readonly isBarred: boolean; readonly said: string };

/** A git repository. */
export interface Repository {
  readonly root: string;
  /** What git says where there is a repository that it does not open; null where it does. */
  readonly trouble: string | null;
  /**
   * Runs what writes a file and commits it while no other Studio does. Of two that change one field, git would have the
   * older value in the end, where whoever wrote first committed last.
   */
  alone<T>(work: () => Promise<T>): Promise<T>;
  commit(request: CommitRequest): Promise<CommitOutcome>;
  /**
   * Takes the last commit over into what is staged, where a process that was killed made it of this text of a file and
   * did not come so far: git would show it as taken back, and the next commit of a person would do so.
   */
  settle(file: string, text: string): Promise<void>;
  /**
   * Sends a branch to the first remote, or a commit to a branch of it. Where there is no remote, nothing is to be done.
   */
  push(what: { readonly branch: string; readonly commit?: string }): Promise<PushOutcome>;
}

const COMMITTER = { GIT_COMMITTER_NAME: 'fx', GIT_COMMITTER_EMAIL: 'fx@localhost' };

/** The repository that a folder is in; null where there is none. */
export async function openRepository(directory: string): Promise<Repository | null> {
  const found = await git(directory, ['rev-parse', '--show-toplevel', '--absolute-git-dir']);
  if (!found.ok) return isInRepository(resolve(directory)) ? closedRepository(directory, found.said) : null;
  const [root = '', own = ''] = found.out.trim().split('\n');
  const lock = join(own, 'fx.lock');
  const watch = createLockWatch();
  // One that another machine left behind is known to be so by the time that somebody changes something.
  watchLock(lock, watch);
  await tidyIndex(own, lock, watch);
  return {
    root,
    trouble: null,
    alone: (work) => alone(lock, watch, work),
    async commit(request) {
      // A second Studio, or a person, may commit while this one thinks: then it thinks again.
      for (let tries = 1; ; tries++) {
        const made = await commit({ root, own }, request);
        if (made.ok || made.reason !== 'moved' || tries === MOST_TRIES) return made;
      }
    },
    settle: (file, text) => alone(lock, watch, () => settle({ root, own }, file, text)),
    push: (what) => push(root, what),
  };
}

/** What cannot be taken away stays: a change then says that git's index is behind, and what to do. */
async function tidyIndex(own: string, lock: string, watch: LockWatch): Promise<void> {
  try {
    if ((await leftIn(own)).length)
      await holdLock(lock, { waitMs: MOST_WAIT_MS, goneAfterMs: GONE_MS, watch }, () => clearLeft(own));
  } catch {
    // Somebody else works here, or nobody may write.
  }
}

/** Without git, which may not be installed, or may not trust who owns the folder. */
function isInRepository(folder: string): boolean {
  return existsSync(join(folder, '.git')) || (dirname(folder) !== folder && isInRepository(dirname(folder)));
}

/** Files are changed, and whoever changes one hears why there is no commit. */
function closedRepository(root: string, trouble: string): Repository {
  const said = trouble.replace(/\s+/g, ' ');
  return {
    ...{ root, trouble: said, alone: (work) => work(), commit: async () => notPossible(said) },
    ...{ settle: async () => undefined, push: async () => ({ ok: true }) },
  };
}

async function settle({ root, own }: Place, file: string, text: string): Promise<void> {
  const path = pathOf(root, file);
  if ((await textIn(root, 'HEAD', path)) !== text) return;
  const before = await git(root, ['rev-parse', '-q', '--verify', `HEAD^:${path}`]);
  await followIndex({ root, own, path, sha: 'HEAD', parent: before.ok ? 'HEAD^' : null });
}

/** Git tells where the repository is, links followed, and so does this of the file. */
function pathOf(root: string, file: string): string {
  const whole = resolve(file);
  const folder = dirname(whole);
  const real = existsSync(folder) ? join(realpathSync(folder), basename(whole)) : whole;
  return relative(root, real).split(sep).join('/');
}

/** A lock that cannot be had keeps nobody from a change: that git has it in its order is worth less. */
async function alone<T>(lock: string, watch: LockWatch, work: () => Promise<T>): Promise<T> {
  let isBegun = false;
  const begin = (): Promise<T> => {
    isBegun = true;
    return work();
  };
  try {
    return await holdLock(lock, { waitMs: MOST_WAIT_MS, goneAfterMs: GONE_MS, watch }, begin);
  } catch (error) {
    if (isBegun) throw error;
    return work();
  }
}

const MOST_WAIT_MS = 10_000;
/** Each git takes a minute at most, and nearly all of them a moment. */
const GONE_MS = 10 * 60_000;

async function push(root: string, { branch, commit: sha }: Parameters<Repository['push']>[0]): Promise<PushOutcome> {
  const remotes = await git(root, ['remote']);
  const [remote] = remotes.ok ? remotes.out.split('\n').filter(Boolean) : [];
  if (remote === undefined) return { ok: true };
  const ref = `refs/heads/${branch}`;
  const pushed = await git(root, ['push', '--quiet', remote, `${sha ?? ref}:${ref}`]);
  if (pushed.ok) return pushed;
  return { ok: false, isBarred: BARRED.test(pushed.said), said: pushed.said };
}

/** A hook or a rule of the remote. What is merely behind is `[rejected]`, and a second push at once finds a lock. */
const BARRED = /\[remote rejected\](?!.*\((?:cannot lock|failed to|incorrect old value|reference already exists))/;

/** The folder of the work tree, and git's own. */
interface Place {
  readonly root: string;
  readonly own: string;
}

async function commit({ root, own }: Place, request: CommitRequest): Promise<CommitOutcome> {
  const path = pathOf(root, request.file);
  if (path.startsWith('../')) return notPossible('The file is outside of the repository.');
  const head = await git(root, ['symbolic-ref', '-q', 'HEAD']);
  const checkedOut = head.ok ? head.out.trim() : null;
  const ref = request.branch === undefined ? checkedOut : `refs/heads/${request.branch}`;
  if (ref === null) return notPossible('No branch is checked out.');
  const tip = await git(root, ['rev-parse', '-q', '--verify', `${ref}^{commit}`]);
  const base = tip.ok ? tip : await git(root, ['rev-parse', '-q', '--verify', 'HEAD^{commit}']);
  const parent = base.ok ? base.out.trim() : null;
  const before = parent === null ? null : await textIn(root, parent, path);
  const text = await request.text(before);
  if (typeof text !== 'string') return notPossible(text.said);
  const made = await makeCommit(root, { path, text, parent, request });
  if (!made.ok) return { ok: false, reason: 'failed', said: made.said };
  const sha = made.out.trim();
  const old = tip.ok ? tip.out.trim() : '0'.repeat(40);
  const moved = await git(root, ['update-ref', '-m', `fx: ${request.message.split('\n')[0]}`, ref, sha, old]);
  if (!moved.ok) return { ok: false, reason: 'moved', said: moved.said };
  const isFollowed =
    ref !== checkedOut || (await followIndex({ root, own, path, sha, parent: before === null ? null : parent }));
  return { ok: true, commit: sha, branch: ref.replace('refs/heads/', ''), isIndexBehind: !isFollowed };
}

const notPossible = (said: string): CommitOutcome => ({ ok: false, reason: 'not-possible', said });

interface NewCommit {
  readonly path: string;
  readonly text: string;
  readonly parent: string | null;
  readonly request: CommitRequest;
}

async function makeCommit(root: string, { path, text, parent, request }: NewCommit): Promise<Answered> {
  const index = join(tmpdir(), `fx-index-${randomBytes(8).toString('hex')}`);
  const env = {
    GIT_INDEX_FILE: index,
    ...COMMITTER,
    GIT_AUTHOR_NAME: wordFor(request.author.name) || 'somebody',
    GIT_AUTHOR_EMAIL: wordFor(request.author.email),
  };
  try {
    const blob = await blobOf(root, path, text);
    if (!blob.ok) return blob;
    if (parent !== null) {
      const read = await git(root, ['read-tree', parent], { env });
      if (!read.ok) return read;
    }
    const entry = `${await modeIn(root, parent, path)},${blob.out.trim()},${path}`;
    const added = await git(root, ['update-index', '--add', '--cacheinfo', entry], { env });
    if (!added.ok) return added;
    const tree = await git(root, ['write-tree'], { env });
    if (!tree.ok) return tree;
    const parents = parent === null ? [] : ['-p', parent];
    return await git(root, ['commit-tree', tree.out.trim(), ...parents], { env, input: request.message });
  } finally {
    await rm(index, { force: true });
  }
}

/** As git takes it: without what ends a line or an address, and '' where no letter is left, which git refuses. */
const wordFor = (text: string): string => (/[\p{L}\p{N}]/u.test(text) ? text.replace(/[\p{Cc}<>]+/gu, ' ').trim() : '');

/** While somebody else commits. */
const MOST_TRIES = 10;
