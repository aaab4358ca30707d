/** Judges a text of an experiment's file with the whole folder around it. */

import { compile, type Problem } from '../authoring/index.js';
import { shellWord } from '../pages/index.js';
import { type Carrying, carryOver } from './carrying.js';
import type { Fitting } from './gitcommits.js';
import { type Catalogue, type FiledExperiment, revisionOfText, type Workspace } from './workspace.js';

/** The folder, and the experiment and its file of which a text is judged. */
export interface Judging {
  readonly workspace: Workspace;
  readonly catalogue: Catalogue;
  readonly id: string;
  readonly file: string;
}

/** What comes of a text: the experiment in it, or errors that the text brings. */
export interface Judged {
  /** Null where there is no such experiment without an error of its own. */
  readonly filed: FiledExperiment | null;
  /** What is wrong in other files is not its fault. */
  readonly problems: readonly Problem[];
}

/** What the folder would be with this text in place of the file; `own` are errors that the text brings. */
export async function compileWith({ workspace, catalogue, file }: Omit<Judging, 'id'>, text: string) {
  const { memory } = workspace;
  const others = catalogue.files.filter(({ path }) => path !== file);
  const { redirectOrigins } = catalogue.config;
  const compiled = await compile([...others, { path: file, text }], { redirectOrigins, memory });
  const own = compiled.problems.filter(
    (problem) => problem.severity === 'error' && (problem.file === file || problem.message.includes(file)),
  );
  return { ...compiled, own };
}

/** The experiment as the text has it, and what is wrong with it there. */
export async function judgeText(judging: Judging, text: string): Promise<Judged> {
  const { id, file } = judging;
  const { own, sources, preview } = await compileWith(judging, text);
  const source = sources.get(id);
  const experiment = preview?.experiments.find((one) => one.id === id) ?? null;
  const filed = source ? { id, source, experiment, text, revision: revisionOfText(text) } : null;
  if (own.length || source) return { filed, problems: own };
  const missing = { code: 'required', path: 'id', message: `must stay ${id}` } as const;
  return { filed, problems: [{ severity: 'error', file, line: 1, column: 1, ...missing }] };
}

/** A change in the text that git has: without what somebody has not saved there, and right by itself. */
export async function fitted(judging: Judging, change: Omit<Carrying, 'onto'>, onto: string | null): Promise<Fitting> {
  const { file } = judging;
  if (onto === null) return { said: `git does not have ${file} yet: run git add ${shellWord(file)}, then git commit.` };
  const text = carryOver({ ...change, onto });
  if (text === null)
    return { said: `git has another ${file}, in which the place of this change is not sure: ${REMEDY}` };
  if (text === change.after || !(await judgeText(judging, text)).problems.length) return text;
  return { said: `git has another ${file}, which this change alone would make invalid: ${REMEDY}` };
}

const REMEDY = 'look at git diff, and commit the file yourself.';
