/** Finds what a commit is made on: the branch that is checked out, or one for review, here and at the remote. */

import { git } from './gitcommand.js';
import { textIn } from './gitfiles.js';

/** What a commit is made on. */
export interface CommitBase {
  /** The branch that is moved, whole: `refs/heads/main`. Null: none is. */
  readonly ref: string | null;
  /** Where that branch is; null where there is none yet. */
  readonly tip: string | null;
  /** The commit before; null where there is none. */
  readonly parent: string | null;
}

/** What a commit for review is made on. */
export interface ReviewBase extends CommitBase {
  readonly ref: string;
  /** Whether the branch is there with something that is not merged yet. */
  readonly isThere: boolean;
  /** The file as it is there; null where there is none. */
  readonly text: string | null;
  /** Titles of commits that would go along to the remote. */
  readonly along: readonly string[];
}

const commitAt = async (root: string, name: string): Promise<string | null> => {
  const found = await git(root, ['rev-parse', '-q', '--verify', `${name}^{commit}`]);
  return found.ok ? found.out.trim() : null;
};

/** The branch that is checked out; null where none is. */
export async function baseHere(root: string): Promise<(CommitBase & { readonly ref: string }) | null> {
  const head = await git(root, ['symbolic-ref', '-q', 'HEAD']);
  if (!head.ok) return null;
  const ref = head.out.trim();
  const tip = await commitAt(root, ref);
  return { ref, tip, parent: tip };
}

/** The first remote; null where there is none. */
export async function remoteOf(root: string): Promise<string | null> {
  const remotes = await git(root, ['remote']);
  return (remotes.ok && remotes.out.split('\n').find(Boolean)) || null;
}

/**
 * What a commit to a branch for review may be made on, the best first: the branch, where it is there and not merged;
 * else what the remote has, so that nobody's unsent commits go along; else what is checked out. Null where it is itself
 * the branch that is checked out.
 */
export async function basesForReview(
  root: string,
  path: string,
  branch: string,
): Promise<readonly ReviewBase[] | null> {
  const [here, head, remote] = [await baseHere(root), await commitAt(root, 'HEAD'), await remoteOf(root)];
  const ref = `refs/heads/${branch}`;
  if (here?.ref === ref) return null;
  const main = here?.ref.replace('refs/heads/', '');
  const tips = remote === null ? null : await tipsAt(root, remote, [...(main === undefined ? [] : [main]), branch]);
  const [tip, sent, theirs] = [
    await commitAt(root, ref),
    (main !== undefined && tips?.get(main)) || null,
    tips?.get(branch) ?? null,
  ];
  const isIn = (one: string, other: string | null): Promise<boolean> => isAncestor(root, one, other);
  const newest = theirs !== null && (tip === null || (await isIn(tip, theirs))) ? theirs : tip;
  const isThere = newest !== null && !(await isIn(newest, sent)) && !(await isIn(newest, head));
  // A branch that was merged goes on from there: to somewhere else the remote would not let it go.
  const isFree = newest === null || (await isIn(newest, sent));
  const parents = isThere ? [newest] : [...(isFree && sent !== null ? [sent] : []), head];
  return Promise.all(
    [...new Set(parents)].map(async (parent) => ({
      ...{ ref, tip, parent, isThere },
      text: parent === null ? null : await textIn(root, parent, path),
      along: remote === null || parent === null ? [] : await titlesAlong(root, parent, [sent, theirs], remote),
    })),
  );
}

/** Titles of commits that a remote would get with this one, and has not yet. */
export async function titlesAlong(
  root: string,
  commit: string,
  tips: readonly (string | null)[],
  remote: string,
): Promise<string[]> {
  const known = tips.filter((one) => one !== null);
  const not = known.length ? known : [`--remotes=${remote}`];
  const listed = await git(root, ['log', '--format=%s', commit, '--not', ...not]);
  return listed.ok ? listed.out.split('\n').filter(Boolean) : [];
}

async function isAncestor(root: string, one: string, other: string | null): Promise<boolean> {
  return other !== null && (await git(root, ['merge-base', '--is-ancestor', one, other])).ok;
}

/**
 * Where branches of a remote are now, by name; as they were seen last, where it is not reached. Nothing of the person's
 * is written but commits.
 */
export async function tipsAt(
  root: string,
  remote: string,
  branches: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const tips = new Map<string, string>();
  const listed = await git(root, ['ls-remote', remote, ...branches.map((name) => `refs/heads/${name}`)]);
  for (const name of branches) {
    const tip = listed.ok
      ? listed.out.split('\n').find((line) => line.endsWith(`\trefs/heads/${name}`))
      : await commitAt(root, `refs/remotes/${remote}/${name}`);
    if (tip) tips.set(name, tip.replace(/\t.*/, ''));
  }
  const missing: string[] = [];
  for (const [name, tip] of tips) if ((await commitAt(root, tip)) === null) missing.push(name);
  const refs = missing.map((name) => `refs/heads/${name}`);
  const quiet = ['--quiet', '--no-tags', '--no-write-fetch-head', '--refmap='];
  if (refs.length) await git(root, ['fetch', ...quiet, remote, ...refs]);
  for (const name of missing) if ((await commitAt(root, tips.get(name) ?? '')) === null) tips.delete(name);
  return tips;
}
