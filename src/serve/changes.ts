/** Changes experiment files: one at a time, each checked with the whole folder before it is written. */

import { compile, type Problem } from '../authoring/index.js';
import { Refusal, readText, shown } from '../files/index.js';
import { shellWord } from '../pages/index.js';
import { type Carrying, carryOver, type Editing } from './carrying.js';
import { type Done, refused, succeeded } from './fault.js';
import type { Fitting } from './git.js';
import { createTurns, type Turns } from './turns.js';
import { type Catalogue, fileFor, revisionOfText, type Workspace } from './workspace.js';
import { type Changed, type Hand, type WritingParts, writeRecorded } from './writing.js';

/** A change of one experiment's file. */
export interface FileChange extends Hand {
  readonly id: string;
  /** The revision that was seen; another one now is a conflict. Undefined: whatever it is. */
  readonly ifRevision?: string | undefined;
  /** The new text of the file, or how it is made of the one that is there. */
  readonly edit: string | Editing;
}

/** What changes files. */
export interface Changes {
  change(change: FileChange): Promise<Done<Changed>>;
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
  const catalogue = await parts.workspace.read();
  const filed = catalogue.experiments.get(change.id);
  if (!filed) return refused('EXPERIMENT_NOT_FOUND');
  const { source, text, revision } = filed;
  if (change.ifRevision !== undefined && !change.ifRevision.split(', ').includes(revision))
    return refused('CONFLICT', { details: { yours: change.ifRevision, revision, yaml: text } });
  const [edited, edit] =
    typeof change.edit === 'string' ? [change.edit, null] : [change.edit(text, source.index), change.edit];
  if (edited === null)
    return refused('CANNOT_EDIT', {
      message: `${source.path} is written in a way that only a person can edit: change its YAML.`,
    });
  const problems = await problemsOf(parts.workspace, catalogue, source.path, edited, change.id);
  if (problems.length) return refused('VALIDATION_FAILED', { problems });
  const file = source.path;
  if (edited === text) return succeeded({ id: change.id, file, revision, commit: null, branch: null, notes: [] });
  const carried = { id: change.id, before: text, after: edited, edit };
  const onBranch = (onto: string | null): Promise<Fitting> => fitted(parts.workspace, catalogue, file, carried, onto);
  return writeRecorded(parts, { id: change.id, file, before: text, after: edited, hand: change, onBranch });
}

/** The change in the text that git has: without what somebody has not saved there, and right by itself. */
async function fitted(
  workspace: Workspace,
  catalogue: Catalogue,
  file: string,
  change: Omit<Carrying, 'onto'>,
  onto: string | null,
): Promise<Fitting> {
  if (onto === null) return { said: `git does not have ${file} yet: run git add ${shellWord(file)}, then git commit.` };
  const text = carryOver({ ...change, onto });
  if (text === null)
    return { said: `git has another ${file}, in which the place of this change is not sure: ${REMEDY}` };
  if (text === change.after || !(await problemsOf(workspace, catalogue, file, text, change.id)).length) return text;
  return { said: `git has another ${file}, which this change alone would make invalid: ${REMEDY}` };
}

const REMEDY = 'look at git diff, and commit the file yourself.';

async function createFile(parts: ChangesParts, id: string, text: string, hand: Hand): Promise<Done<Changed> | null> {
  const catalogue = await parts.workspace.read();
  const file = shown(fileFor(parts.workspace.directory, id));
  if (catalogue.experiments.has(id) || catalogue.compiled.holdouts.has(id)) return refused('EXPERIMENT_KEY_EXISTS');
  // An id that is none is refused here, before it is part of a path that is looked at.
  const problems = await problemsOf(parts.workspace, catalogue, file, text, id);
  if (problems.length) return refused('VALIDATION_FAILED', { problems });
  if ((await readText(file)) !== null) return refused('EXPERIMENT_KEY_EXISTS');
  return writeRecorded(parts, { id, file, before: null, after: text, hand, onBranch: async () => text });
}

/** Errors that the new text brings. What is wrong in other files is not its fault. */
async function problemsOf(
  { memory }: Workspace,
  catalogue: Catalogue,
  path: string,
  text: string,
  id: string,
): Promise<Problem[]> {
  const others = catalogue.files.filter((file) => file.path !== path);
  const { redirectOrigins } = catalogue.config;
  const { problems, sources } = await compile([...others, { path, text }], { redirectOrigins, memory });
  const own = problems.filter(
    ({ file, severity, message }) => severity === 'error' && (file === path || message.includes(path)),
  );
  if (own.length || sources.has(id)) return own;
  return [
    { severity: 'error', code: 'required', file: path, line: 1, column: 1, path: 'id', message: `must stay ${id}` },
  ];
}

/** A change that is open was cut off: what the file holds says whether it was made. */
async function settle({ record, repository }: ChangesParts): Promise<void> {
  const open = (await record.read()).filter(({ state }) => state === 'open');
  for (const deed of open.reverse()) {
    const text = deed.file === undefined ? null : await readText(deed.file);
    const isMade = text !== null && revisionOfText(text) === deed.after;
    if (isMade && deed.file !== undefined) await repository?.settle(deed.file, text);
    record.end(deed, isMade ? 'done' : 'failed');
  }
}
