/** Makes a commit of one file, with an index of its own, and moves a branch to it. */

import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CommitBase } from './gitbases.js';
import { type Answered, git } from './gitcommand.js';
import { blobOf, modeIn, textIn } from './gitfiles.js';
import { wordsOfGit } from './gitwords.js';

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
  /** Commits onto this, and moves its branch, in place of the one that is checked out. */
  readonly on?: CommitBase | undefined;
}

/** What was committed. */
export interface CommitMade {
  readonly commit: string;
  readonly branch: string;
  readonly before: string | null;
  readonly text: string;
}

/** Whether a commit was made, and if not, why. `moved`: somebody else committed to the branch meanwhile. */
export type CommitOutcome<Made = CommitMade> =
  | ({ readonly ok: true } & Made)
  | { readonly ok: false; readonly reason: 'not-possible' | 'moved' | 'failed'; readonly said: string };

/** The file, from the top of the work tree. */
export async function makeCommit(
  root: string,
  path: string,
  { ref, tip, parent }: CommitBase,
  request: CommitRequest,
): Promise<CommitOutcome> {
  const before = parent === null ? null : await textIn(root, parent, path);
  const text = await request.text(before);
  if (typeof text !== 'string') return notPossible(text.said);
  const made = await commitTree(root, { path, text, parent, request });
  if (!made.ok) return { ok: false, reason: 'failed', said: wordsOfGit(made.said) };
  const commit = made.out.trim();
  const branch = ref?.replace('refs/heads/', '') ?? '';
  if (ref === null) return { ok: true, commit, branch, before, text };
  const old = tip ?? '0'.repeat(40);
  const moved = await git(root, ['update-ref', '-m', `fx: ${request.message.split('\n')[0]}`, ref, commit, old]);
  if (moved.ok) return { ok: true, commit, branch, before, text };
  const now = await git(root, ['rev-parse', '-q', '--verify', ref]);
  const isMoved = (now.ok ? now.out.trim() : null) !== tip;
  return { ok: false, reason: isMoved ? 'moved' : 'failed', said: wordsOfGit(moved.said) };
}

/** Why there is no commit. */
export const notPossible = (said: string): CommitOutcome<never> => ({ ok: false, reason: 'not-possible', said });

interface NewCommit {
  readonly path: string;
  readonly text: string;
  readonly parent: string | null;
  readonly request: CommitRequest;
}

const COMMITTER = { GIT_COMMITTER_NAME: 'fx', GIT_COMMITTER_EMAIL: 'fx@localhost' };

async function commitTree(root: string, { path, text, parent, request }: NewCommit): Promise<Answered> {
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
