/** Changes experiment files: one at a time, each checked with the whole folder before it is written. */

import { Refusal, readText, shown } from '../files/index.js';
import { carryOver, type Editing } from './carrying.js';
import { type Done, refused, succeeded } from './fault.js';
import type { Repository } from './git.js';
import type { ReviewBase } from './gitbases.js';
import type { Fitting } from './gitcommits.js';
import { fitted, type Judging, judgeText } from './judging.js';
import type { Deed } from './record.js';
import { type FileRepair, repairFile } from './repairing.js';
import { branchFor, footingOf } from './reviewing.js';
import { createTurns, type Turns } from './turns.js';
import { type FiledExperiment, fileFor, revisionOfText, type Workspace } from './workspace.js';
import { type Changed, type Hand, type WritingParts, writeRecorded } from './writing.js';

/** A change of one experiment's file. */
export interface FileChange extends Hand {
  readonly id: string;
  /** The revision that was seen; another one now is a conflict. Undefined: whatever it is. */
  readonly ifRevision?: string | undefined;
  /** Whether the revision is that of the file here, also where the branch has another text: it is carried over. */
  readonly isSeenHere?: boolean | undefined;
  /** The new text of the file, or how it is made of the one that is there, or what to do about what it says. */
  readonly edit: string | Editing | { readonly judge: (filed: FiledExperiment) => Done<string | Editing> };
}

/** What changes files. */
export interface Changes {
  change(change: FileChange): Promise<Done<Changed>>;
  /** Writes over a file that has an error, once the new text has none. */
  repair(repair: FileRepair): Promise<Done<Changed>>;
  /** Writes a file that is not there yet. */
  create(id: string, text: string, hand: Hand): Promise<Done<Changed>>;
  /** Takes down in the record what became of changes during which the process ended. */
  settle(): Promise<void>;
}

/** What changes need. */
export interface ChangesParts extends WritingParts {
  readonly workspace: Workspace;
}

/** Changes of one folder. Two at once would each write over the other's. */
export function createChanges(parts: ChangesParts): Changes {
  const turns: Turns = createTurns();
  return {
    change: (change) => turns(() => guarded(() => untilWritten(() => changeFile(parts, change)))),
    repair: (repair) => turns(() => guarded(() => untilWritten(() => repairFile(parts, repair)))),
    create: (id, text, hand) => turns(() => guarded(() => untilWritten(() => createFile(parts, id, text, hand)))),
    settle: () => turns(() => settle(parts)),
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
  const { workspace } = parts;
  const { id, isBranch = false } = change;
  const catalogue = await workspace.read();
  const footing = await footingOf(parts, catalogue, id, isBranch);
  if (!footing.ok) return footing;
  const { filed, bases, isOnBranch } = footing.value;
  if (!filed) return refused('EXPERIMENT_NOT_FOUND');
  const made = editedBy(change, filed, isOnBranch ? catalogue.experiments.get(id) : undefined);
  if (!made.ok) return made;
  const { edited, edit } = made.value;
  const { text, revision } = filed;
  const file = filed.source.path;
  const judging = { workspace, catalogue, id, file };
  const { problems } = await judgeText(judging, edited);
  if (problems.length) return refused('VALIDATION_FAILED', { problems });
  if (edited === text) {
    const branch = isOnBranch ? branchFor(id) : null;
    return succeeded({ ...{ id, file, revision, branch, notes: [], commit: null }, ...(isOnBranch && { filed }) });
  }
  const onBranch = (onto: string | null): Promise<Fitting> =>
    fitted(judging, { id, before: text, after: edited, edit }, onto);
  return bases
    ? writeReview(parts, judging, { bases, hand: change, onBranch })
    : writeRecorded(parts, { id, file, before: text, after: edited, hand: change, onBranch });
}

interface Edited {
  readonly edited: string;
  /** Null where the whole text was given. */
  readonly edit: Editing | null;
}

/** @param here the experiment in the folder, where that of a branch is changed */
function editedBy(change: FileChange, filed: FiledExperiment, here: FiledExperiment | undefined): Done<Edited> {
  const { id, ifRevision } = change;
  const isSeen = ({ revision }: FiledExperiment): boolean =>
    ifRevision === undefined || ifRevision.split(', ').includes(revision);
  const { text, revision } = filed;
  const branch = here && { branch: branchFor(id) };
  const conflict = refused('CONFLICT', { details: { yours: ifRevision, revision, yaml: text, ...branch } });
  const seen = !isSeen(filed) && change.isSeenHere && here ? here : filed;
  if (!isSeen(seen)) return conflict;
  const asked = typeof change.edit === 'object' ? change.edit.judge(seen) : succeeded(change.edit);
  if (!asked.ok) return asked;
  const edit = typeof asked.value === 'string' ? null : asked.value;
  const edited = edit ? edit(seen.text, seen.source.index) : asked.value;
  if (typeof edited !== 'string')
    return refused('CANNOT_EDIT', {
      message: `${filed.source.path} is written in a way that only a person can edit: change its YAML.`,
    });
  if (seen === filed) return succeeded({ edited, edit });
  const carried = carryOver({ id, before: seen.text, after: edited, onto: text, edit: null });
  return carried === null ? conflict : succeeded({ edited: carried, edit: null });
}

interface Review {
  readonly bases: readonly ReviewBase[];
  readonly hand: Hand;
  readonly onBranch: (before: string | null) => Promise<Fitting>;
}

/** Onto the first of the bases that the change fits. */
async function writeReview(
  parts: ChangesParts,
  judging: Judging,
  { bases, hand, onBranch }: Review,
): Promise<Done<Changed> | null> {
  const { id, file } = judging;
  let said = '';
  for (const base of bases) {
    const text = await onBranch(base.text);
    if (typeof text !== 'string') {
      said = text.said;
      continue;
    }
    const { filed } = await judgeText(judging, text);
    return writeRecorded(parts, { id, file, before: base.text, after: text, hand, on: base, filed, onBranch });
  }
  return refused('NO_BRANCH', { message: `Nothing was committed: ${said}` });
}

async function createFile(parts: ChangesParts, id: string, text: string, hand: Hand): Promise<Done<Changed> | null> {
  const { workspace } = parts;
  const catalogue = await workspace.read();
  const file = shown(fileFor(workspace.directory, id));
  if (catalogue.experiments.has(id) || catalogue.compiled.holdouts.has(id)) return refused('EXPERIMENT_KEY_EXISTS');
  // An id that is none is refused here, before it is part of a path that is looked at, or of a branch.
  const judging = { workspace, catalogue, id, file };
  const { problems } = await judgeText(judging, text);
  if (problems.length) return refused('VALIDATION_FAILED', { problems });
  if ((await readText(file)) !== null) return refused('EXPERIMENT_KEY_EXISTS');
  const onBranch = async (): Promise<Fitting> => text;
  if (!hand.isBranch) return writeRecorded(parts, { id, file, before: null, after: text, hand, onBranch });
  const footing = await footingOf(parts, catalogue, id, true);
  if (!footing.ok) return footing;
  const { bases } = footing.value;
  if (!bases) return writeRecorded(parts, { id, file, before: null, after: text, hand, onBranch });
  if (bases.some((base) => base.text !== null)) return refused('EXPERIMENT_KEY_EXISTS');
  return writeReview(parts, judging, { bases, hand, onBranch });
}

/** A change that is open was cut off: what the file holds says whether it was made. */
async function settle({ record, repository }: ChangesParts): Promise<void> {
  // What is said of a target is settled by who publishes.
  const open = (await record.read()).filter(({ state, target }) => state === 'open' && target === undefined);
  for (const deed of open.reverse()) {
    const text = await textOfDeed(deed, repository);
    const isMade = text !== null && revisionOfText(text) === deed.after;
    if (isMade && deed.file !== undefined && deed.branch === undefined) await repository?.settle(deed.file, text);
    record.end(deed, isMade ? 'done' : 'failed');
  }
}

/** The file as it is now, here or on the branch that was committed to. */
async function textOfDeed({ file, branch }: Deed, repository: Repository | null): Promise<string | null> {
  if (file === undefined) return null;
  return branch === undefined ? readText(file) : ((await repository?.textOn(file, branch)) ?? null);
}
