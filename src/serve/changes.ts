/** Changes experiment files: one at a time, checked as a whole before anything is written, recorded, and committed. */

import { dirname } from 'node:path';
import { compile, type Problem } from '../authoring/index.js';
import { makeDirectory, Refusal, readText, shown, syncDirectory, writeOver } from '../files/index.js';
import { shellWord } from '../pages/index.js';
import { diffOf } from './differing.js';
import { type Done, refused, succeeded } from './fault.js';
import type { Author, CommitOutcome, Repository } from './git.js';
import type { Deed, DeedRecord } from './record.js';
import { createTurns, type Turns } from './turns.js';
import { type Catalogue, fileFor, revisionOfText, type Workspace } from './workspace.js';

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

/** A change of one experiment's file. */
export interface FileChange extends Hand {
  readonly id: string;
  /** The revision that was seen; another one now is a conflict. Undefined: whatever it is. */
  readonly ifRevision?: string | undefined;
  /** The new text of the file; null where it is written in a way that cannot be edited. */
  readonly edit: (text: string, index: number) => string | null;
}

/** What was written. */
export interface Changed {
  readonly id: string;
  readonly file: string;
  readonly revision: string;
  readonly commit: string | null;
  /** The branch that holds it, where it is not the one that is checked out. */
  readonly branch: string | null;
  /** What should be known besides, a sentence each. */
  readonly notes: readonly string[];
}

/** What changes files. */
export interface Changes {
  change(change: FileChange): Promise<Done<Changed>>;
  /** Writes a file that is not there yet. */
  create(id: string, text: string, hand: Hand): Promise<Done<Changed>>;
  /** Takes down in the record what became of changes during which the process ended. */
  settle(): Promise<void>;
}

/** What it needs. */
export interface ChangesParts {
  readonly workspace: Workspace;
  readonly record: DeedRecord;
  readonly repository: Repository | null;
  /** Whether a commit is sent to the remote. Default false. */
  readonly isPushed?: boolean;
}

/** Changes of one folder. Two at once would each write over the other's. */
export function createChanges(parts: ChangesParts): Changes {
  const turns: Turns = createTurns();
  return {
    change: (change) => turns(() => guarded(() => untilWritten(() => changeFile(parts, change)))),
    create: (id, text, hand) => turns(() => guarded(() => untilWritten(() => createFile(parts, id, text, hand)))),
    settle: () => turns(() => settle(parts.record)),
  };
}

/** A disk that refuses is no fault of fx. */
async function guarded(work: () => Promise<Done<Changed>>): Promise<Done<Changed>> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refusal) return refused('STORAGE_FAILED', { message: error.message });
    throw error;
  }
}

const MOST_TRIES = 5;

/** A second Studio, or a person's editor, may write the file while this one thinks: then it thinks again. */
async function untilWritten(work: () => Promise<Done<Changed> | null>): Promise<Done<Changed>> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const done = await work();
    if (done) return done;
  }
  return refused('CONFLICT', { message: 'Somebody else changes this file all the time: try again in a moment' });
}

/** @returns null where somebody else wrote the file meanwhile */
async function changeFile(parts: ChangesParts, change: FileChange): Promise<Done<Changed> | null> {
  const catalogue = await parts.workspace.read();
  const filed = catalogue.experiments.get(change.id);
  if (!filed) return refused('EXPERIMENT_NOT_FOUND');
  const { source, text, revision } = filed;
  if (change.ifRevision !== undefined && !change.ifRevision.split(', ').includes(revision))
    return refused('CONFLICT', { details: { yours: change.ifRevision, revision, yaml: text } });
  const edited = change.edit(text, source.index);
  if (edited === null)
    return refused('CANNOT_EDIT', {
      message: `${source.path} is written in a way that only a person can edit: change its YAML.`,
    });
  const problems = await problemsOf(catalogue, source.path, edited, change.id);
  if (problems.length) return refused('VALIDATION_FAILED', { problems });
  const file = source.path;
  if (edited === text) return succeeded({ id: change.id, file, revision, commit: null, branch: null, notes: [] });
  const editBranch = (before: string | null): string | null =>
    before === text ? edited : before === null ? null : change.edit(before, source.index);
  return write(parts, { id: change.id, file, before: text, after: edited, hand: change, onBranch: editBranch });
}

async function createFile(parts: ChangesParts, id: string, text: string, hand: Hand): Promise<Done<Changed> | null> {
  const catalogue = await parts.workspace.read();
  const file = shown(fileFor(parts.workspace.directory, id));
  if (catalogue.experiments.has(id) || catalogue.compiled.holdouts.has(id)) return refused('EXPERIMENT_KEY_EXISTS');
  // An id that is none is refused here, before it is part of a path that is looked at.
  const problems = await problemsOf(catalogue, file, text, id);
  if (problems.length) return refused('VALIDATION_FAILED', { problems });
  if ((await readText(file)) !== null) return refused('EXPERIMENT_KEY_EXISTS');
  return write(parts, { id, file, before: null, after: text, hand, onBranch: () => text });
}

/** Errors that the new text brings. What is wrong in other files is not its fault. */
async function problemsOf(catalogue: Catalogue, path: string, text: string, id: string): Promise<Problem[]> {
  const others = catalogue.files.filter((file) => file.path !== path);
  const { redirectOrigins } = catalogue.config;
  const { problems, sources } = await compile([...others, { path, text }], { redirectOrigins });
  const own = problems.filter(
    ({ file, severity, message }) => severity === 'error' && (file === path || message.includes(path)),
  );
  if (own.length || sources.has(id)) return own;
  return [
    { severity: 'error', code: 'required', file: path, line: 1, column: 1, path: 'id', message: `must stay ${id}` },
  ];
}

interface Writing {
  readonly id: string;
  readonly file: string;
  readonly before: string | null;
  readonly after: string;
  readonly hand: Hand;
  readonly onBranch: (before: string | null) => string | null;
}

async function write(parts: ChangesParts, writing: Writing): Promise<Done<Changed> | null> {
  const { id, file, before, after, hand } = writing;
  const { record, repository } = parts;
  if (hand.isBranch && !repository)
    return refused('CANNOT_EDIT', { message: 'This folder is not in git, so there is no branch to write to.' });
  const deed = record.begin({
    who: whoIs(hand.author),
    what: hand.what,
    experiment: id,
    file,
    before: before === null ? null : revisionOfText(before),
    after: revisionOfText(after),
    ...(hand.reason !== undefined && { reason: hand.reason }),
    diff: diffOf(before ?? '', after),
  });
  try {
    return hand.isBranch && repository
      ? await writeBranch(parts, repository, writing, deed)
      : await writeHere(parts, writing, deed);
  } catch (error) {
    record.end(deed, 'failed');
    throw error;
  }
}

async function writeHere(parts: ChangesParts, writing: Writing, deed: Deed): Promise<Done<Changed> | null> {
  const { id, file, after } = writing;
  const { record, repository, isPushed = false } = parts;
  makeDirectory(dirname(file));
  if (!writeOver(file, writing.before, after)) {
    record.end(deed, 'failed');
    return null;
  }
  syncDirectory(dirname(file));
  const made = repository ? await repository.commit(requestOf(writing)) : null;
  const notes = made ? notesOn(made, file) : [];
  if (made?.ok && isPushed && repository) {
    const said = await repository.push(made.branch);
    if (said !== null) notes.push(`It is committed here and was not sent: ${said}`);
  }
  const commit = made?.ok ? made.commit : null;
  record.end(deed, 'done', commit === null ? { notes } : { commit, notes });
  return succeeded({ id, file, revision: revisionOfText(after), commit, branch: null, notes });
}

async function writeBranch(
  { record }: ChangesParts,
  repository: Repository,
  writing: Writing,
  deed: Deed,
): Promise<Done<Changed>> {
  const made = await repository.commit({ ...requestOf(writing), branch: `fx/${writing.id}` });
  if (!made.ok) {
    record.end(deed, 'failed');
    return refused(made.reason === 'moved' ? 'CONFLICT' : 'CANNOT_EDIT', {
      message: `Nothing was committed: ${made.said}`,
    });
  }
  const said = await repository.push(made.branch);
  const notes = said === null ? [] : [`It is committed to ${made.branch} and was not sent: ${said}`];
  record.end(deed, 'done', { commit: made.commit, notes });
  return succeeded({
    id: writing.id,
    file: writing.file,
    revision: revisionOfText(writing.after),
    commit: made.commit,
    branch: made.branch,
    notes,
  });
}

const requestOf = ({ id, file, hand, onBranch }: Writing) => ({
  file,
  text: onBranch,
  author: hand.author,
  message: `${titleOf(hand.what)} ${id}\n${hand.reason ? `\n${hand.reason}\n` : ''}`,
});

const titleOf = (what: string): string => {
  const verb = what.replace(/^experiment\./, '').replaceAll('.', ' ');
  return `${verb.slice(0, 1).toUpperCase()}${verb.slice(1)}`;
};

function notesOn(made: CommitOutcome, file: string): string[] {
  if (!made.ok) return [`The file is written, and git has no commit of it: ${made.said}`];
  const said = `It is committed, but git's index still has the old file, as another git had locked it, and the next commit would undo the change: run git add ${shellWord(file)}`;
  return made.isIndexBehind ? [said] : [];
}

/** `Ada Lovelace <ada@example.com>` */
export const whoIs = ({ name, email }: Author): string => (email ? `${name} <${email}>` : name);

/** A change that is open was cut off: what the file holds says whether it was made. */
async function settle(record: DeedRecord): Promise<void> {
  const open = (await record.read()).filter(({ state }) => state === 'open');
  for (const deed of open.reverse()) {
    const text = deed.file === undefined ? null : await readText(deed.file);
    const isMade = text !== null && revisionOfText(text) === deed.after;
    record.end(deed, isMade ? 'done' : 'failed');
  }
}
