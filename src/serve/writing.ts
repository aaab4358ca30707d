/** Writes a text that was found right, here or to a branch; takes it down in the record, and commits it. */

import { dirname } from 'node:path';
import { makeDirectory, removeUnfinished, syncDirectory, writeOver } from '../files/index.js';
import { inLines, shellWord } from '../pages/index.js';
import { diffOf } from './differing.js';
import { type Done, refused, succeeded } from './fault.js';
import type { CommitHere, Repository } from './git.js';
import type { ReviewBase } from './gitbases.js';
import type { Author, CommitOutcome, Fitting } from './gitcommits.js';
import type { Deed, DeedRecord } from './record.js';
import { branchFor } from './reviewing.js';
import { alongNotes, sendCommit } from './sending.js';
import { type FiledExperiment, revisionOfText } from './workspace.js';

/** Somebody who changes something, and how. */
export interface Hand {
  /** As the record and git name them. */
  readonly author: Author;
  /** What is done: `experiment.update`. */
  readonly what: string;
  readonly reason?: string | undefined;
  /** Commits to a branch `fx/<id>` in place of changing the file here, for those who review. */
  readonly isBranch?: boolean | undefined;
}

/** What was written. */
export interface Changed {
  readonly id: string;
  readonly file: string;
  readonly revision: string;
  readonly commit: string | null;
  /** The branch that holds it, where it is not the one that is checked out. */
  readonly branch: string | null;
  /** The experiment as that branch has it. */
  readonly filed?: FiledExperiment | null;
  /** What should be known besides, a sentence each. */
  readonly notes: readonly string[];
}

/** What writing needs. */
export interface WritingParts {
  readonly record: DeedRecord;
  readonly repository: Repository | null;
  /** Whether a commit is sent to the remote. Default false. */
  readonly isPushed?: boolean;
}

/** A text that was found right, and where it goes. */
export interface Writing {
  readonly id: string;
  readonly file: string;
  readonly before: string | null;
  readonly after: string;
  readonly hand: Hand;
  /** The text for a branch, of the one that the branch has. */
  readonly onBranch: (before: string | null) => Promise<Fitting>;
  /** What is committed to a branch for review is made on this, and the file here stays as it is. */
  readonly on?: ReviewBase;
  /** The experiment as that branch will have it. */
  readonly filed?: FiledExperiment | null;
}

/** @returns null where somebody else wrote the file meanwhile */
export async function writeRecorded(parts: WritingParts, writing: Writing): Promise<Done<Changed> | null> {
  const { id, file, before, after, hand, on } = writing;
  const { record, repository } = parts;
  const deed = record.begin({
    who: whoIs(hand.author),
    what: hand.what,
    experiment: id,
    file,
    before: before === null ? null : revisionOfText(before),
    after: revisionOfText(after),
    ...(hand.reason !== undefined && { reason: hand.reason }),
    ...(on && { branch: branchFor(id) }),
    diff: diffOf(before ?? '', after),
  });
  try {
    return on && repository
      ? await writeBranch(parts, repository, { ...writing, on }, deed)
      : await writeHere(parts, writing, deed);
  } catch (error) {
    record.end(deed, 'failed');
    throw error;
  }
}

/** A file is written within seconds, however slow the disk is. */
const REST_MS = 60_000;

/** Deletes what a process that was killed left beside files: in git, people would find it among theirs. */
export function tidy(folder: string): void {
  try {
    removeUnfinished(folder, REST_MS);
  } catch {
    // It cannot be read or written: whoever changes a file there hears of it, and this one does no harm.
  }
}

async function writeHere(parts: WritingParts, writing: Writing, deed: Deed): Promise<Done<Changed> | null> {
  const { id, file, before, after } = writing;
  const { record, repository, isPushed = false } = parts;
  makeDirectory(dirname(file));
  const write = async (): Promise<{ readonly made: CommitOutcome<CommitHere> | null } | null> => {
    if (!writeOver(file, before, after)) return null;
    syncDirectory(dirname(file));
    return { made: repository && (await repository.commit(requestOf(writing))) };
  };
  const written = await (repository ? repository.alone(write) : write());
  if (!written) {
    record.end(deed, 'failed');
    return null;
  }
  tidy(dirname(file));
  const { made } = written;
  const notes = made ? notesOn(made, file) : [];
  // Who is on the branch for review changes the file itself.
  if (made?.ok && (isPushed || writing.hand.isBranch) && repository)
    notes.push(...(await sendCommit(repository, { id, made, request: requestOf(writing) })));
  const commit = made?.ok ? made.commit : null;
  record.end(deed, 'done', commit === null ? { notes } : { commit, notes });
  return succeeded({ id, file, revision: revisionOfText(after), commit, branch: null, notes });
}

/** @returns null where somebody else committed to the branch meanwhile */
async function writeBranch(
  { record }: WritingParts,
  repository: Repository,
  writing: Writing & { readonly on: ReviewBase },
  deed: Deed,
): Promise<Done<Changed> | null> {
  const { id, file, after, on, filed = null } = writing;
  const made = await repository.commit({ ...requestOf(writing), text: () => after, on });
  if (!made.ok) {
    record.end(deed, 'failed');
    return made.reason === 'moved' ? null : refused('NO_BRANCH', { message: `Nothing was committed: ${made.said}` });
  }
  const { commit, branch } = made;
  const sent = await repository.push({ branch });
  const notes = sent.ok
    ? alongNotes(branch, on.along)
    : [`It is committed to ${branch} and was not sent: ${sent.said}`];
  const waits = `It is on the branch ${branch} alone, until whoever reviews it merges that.`;
  record.end(deed, 'done', { commit, notes: [waits, ...notes] });
  return succeeded({ id, file, revision: revisionOfText(after), commit, branch, filed, notes });
}

const requestOf = ({ id, file, hand, onBranch }: Writing) => ({
  file,
  text: onBranch,
  author: hand.author,
  message: `${titleOf(hand.what)} ${id}\n${hand.reason ? `\n${inLines(hand.reason)}\n` : ''}`,
});

const titleOf = (what: string): string => {
  const verb = what.replace(/^experiment\./, '').replaceAll('.', ' ');
  return `${verb.slice(0, 1).toUpperCase()}${verb.slice(1)}`;
};

function notesOn(made: CommitOutcome<CommitHere>, file: string): string[] {
  if (!made.ok) return [`The file is written, and git has no commit of it: ${made.said}`];
  return made.staged === 'followed' ? [] : [`${STAGED[made.staged]}: run git add ${shellWord(file)}`];
}

const STAGED = {
  locked:
    "It is committed, but git's index still has the old file, as another git had locked it, and the next commit would undo the change",
  theirs:
    'It is committed, but somebody has staged another text of the file, and the next commit would undo the change',
};

/** `Ada Lovelace <ada@example.com>` */
export const whoIs = ({ name, email }: Author): string => (email ? `${name} <${email}>` : name);
