/** Sends commits to the remote: where that protects its branch, the change alone to a branch for review. */

import { carryOver } from './carrying.js';
import type { Repository } from './git.js';
import type { CommitMade, CommitRequest } from './gitcommits.js';
import { branchFor } from './reviewing.js';

/** A commit that was made in the branch that is checked out. */
export interface SentCommit {
  readonly id: string;
  readonly made: CommitMade;
  /** What it was made of. */
  readonly request: CommitRequest;
}

/** @returns what to know of it */
export async function sendCommit(repository: Repository, { id, made, request }: SentCommit): Promise<string[]> {
  const { commit, branch } = made;
  const sent = await repository.push({ branch });
  if (sent.ok) return [];
  const failed = [`It is committed here and was not sent: ${sent.said}`];
  if (!sent.isBarred) return failed;
  const along = await repository.along(made, branchFor(id));
  const alone = along.length ? await commitAlone(repository, { id, made, request }) : null;
  // The first may be there from before, with something else.
  for (const other of [branchFor(id), `${branchFor(id)}-${commit.slice(0, 7)}`])
    if ((await repository.push({ branch: other, commit: alone ?? commit })).ok)
      return [
        `The remote takes nobody's commits to ${branch}: it is committed here, and was sent to the branch ${other}, for whoever reviews and merges it`,
        ...(alone === null ? alongNotes(other, along) : []),
      ];
  return failed;
}

/** The same change on what the remote has, in a commit of no branch here; null where it does not fit there. */
async function commitAlone(repository: Repository, { id, made, request }: SentCommit): Promise<string | null> {
  const { before, text: after } = made;
  for (const base of (await repository.bases(request.file, branchFor(id))) ?? []) {
    if (base.along.length) continue;
    const isNew = before === null && base.text === null;
    const fits = before !== null && base.text !== null;
    const text = isNew ? after : fits ? carryOver({ id, before, after, onto: base.text, edit: null }) : null;
    if (text === null || text === base.text) continue;
    const alone = await repository.commit({ ...request, text: () => text, on: { ...base, ref: null } });
    if (alone.ok) return alone.commit;
  }
  return null;
}

const MOST_TITLES = 3;

/** Whoever reviews a branch should know of what is in it besides. */
export function alongNotes(branch: string, along: readonly string[]): string[] {
  if (!along.length) return [];
  const titles = along.slice(0, MOST_TITLES).map((title) => `“${title}”`);
  const more = along.length - titles.length;
  const named = [...titles, ...(more > 0 ? [`${more} more`] : [])];
  return [`The branch ${branch} also holds what was never sent to the remote: ${named.join(', ')}`];
}
