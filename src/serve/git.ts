/**
 * Commits single files with git's plumbing and an index of its own: what somebody has not saved in the work tree stays
 * as it is.
 */

import { existsSync, realpathSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { createLockWatch, holdLock, type LockWatch, watchLock } from '../files/index.js';
import { baseHere, basesForReview, type ReviewBase, remoteOf, tipsAt, titlesAlong } from './gitbases.js';
import { git } from './gitcommand.js';
import { type CommitMade, type CommitOutcome, type CommitRequest, makeCommit, notPossible } from './gitcommits.js';
import { textIn } from './gitfiles.js';
import { clearLeft, followIndex, leftIn, type Staged } from './gitindex.js';
import { wordsOfGit } from './gitwords.js';

/** What was committed in the branch that is checked out. */
export interface CommitHere extends CommitMade {
  /** Whether the next commit of a person keeps it. */
  readonly staged: Staged;
}

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
  commit(request: CommitRequest): Promise<CommitOutcome<CommitHere>>;
  /** What a commit of a file to a branch for review may be made on, the best first; null where that is checked out. */
  bases(file: string, branch: string): Promise<readonly ReviewBase[] | null>;
  /** Titles of commits before one that the remote would get with it on this branch, and has not yet. */
  along(made: CommitMade, review: string): Promise<readonly string[]>;
  /** A file as a branch has it; null where it has none. */
  textOn(file: string, branch: string): Promise<string | null>;
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
        if (made.ok || made.reason !== 'moved' || request.on || tries === MOST_TRIES) return made;
      }
    },
    settle: (file, text) => alone(lock, watch, () => settle({ root, own }, file, text)),
    bases: (file, branch) => basesForReview(root, pathOf(root, file), branch),
    along: (made, review) => along(root, made, review),
    textOn: (file, branch) => textIn(root, `refs/heads/${branch}`, pathOf(root, file)),
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
    ...{ bases: async () => [], along: async () => [], textOn: async () => null },
    ...{ settle: async () => undefined, push: async () => ({ ok: true }) },
  };
}

async function settle({ root, own }: Place, file: string, text: string): Promise<void> {
  const path = pathOf(root, file);
  if ((await textIn(root, 'HEAD', path)) !== text) return;
  const before = await git(root, ['rev-parse', '-q', '--verify', `HEAD^:${path}`]);
  await followIndex({ root, own, path, sha: 'HEAD', parent: before.ok ? 'HEAD^' : null, carry: null });
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
  const remote = await remoteOf(root);
  if (remote === null) return { ok: true };
  const ref = `refs/heads/${branch}`;
  const pushed = await git(root, ['push', '--quiet', remote, `${sha ?? ref}:${ref}`]);
  if (pushed.ok) return pushed;
  return { ok: false, isBarred: BARRED.test(pushed.said), said: wordsOfGit(pushed.said) };
}

async function along(root: string, { commit, branch }: CommitMade, review: string): Promise<readonly string[]> {
  const remote = await remoteOf(root);
  if (remote === null) return [];
  const tips = await tipsAt(root, remote, [branch, review]);
  return titlesAlong(root, `${commit}^`, [tips.get(branch) ?? null, tips.get(review) ?? null], remote);
}

/** A hook or a rule of the remote. What is merely behind is `[rejected]`, and a second push at once finds a lock. */
const BARRED = /\[remote rejected\](?!.*\((?:cannot lock|failed to|incorrect old value|reference already exists))/;

/** The folder of the work tree, and git's own. */
interface Place {
  readonly root: string;
  readonly own: string;
}

async function commit({ root, own }: Place, request: CommitRequest): Promise<CommitOutcome<CommitHere>> {
  const path = pathOf(root, request.file);
  if (path.startsWith('../')) return notPossible('The file is outside of the repository.');
  const here = await baseHere(root);
  const base = request.on ?? here;
  if (base === null) return notPossible('No branch is checked out.');
  const made = await makeCommit(root, path, base, request);
  if (!made.ok) return made;
  if (base.ref !== here?.ref) return { ...made, staged: 'followed' };
  const carry = async (theirs: string): Promise<string | null> => {
    const text = await request.text(theirs);
    return typeof text === 'string' ? text : null;
  };
  const parent = made.before === null ? null : base.parent;
  const follow = { root, own, path, sha: made.commit, parent, carry: parent === null ? null : carry };
  return { ...made, staged: await followIndex(follow) };
}

/** While somebody else commits. */
const MOST_TRIES = 10;
