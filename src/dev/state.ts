/**
 * Follows a project's files: the experiments as they compile, and a name that changes when pages must be loaded again.
 */

import { relative } from 'node:path';
import { codeFrame, formatProblem, type Problem, placeWords } from '../authoring/index.js';
import { type Compilation, type Compile, compileFolder, NOTHING } from './compiler.js';
import { type DevConfig, readDevConfig } from './config.js';
import type { DevProject } from './project.js';

/** What is known of the files. */
export interface DevState {
  compiled(): Compilation;
  /** The preview token, or null. */
  token(): string | null;
  /** Other sites that variants may redirect to. */
  redirectOrigins(): readonly string[];
  build(): string;
  /** Errors and warnings: a sentence each, with the lines of the file below it. */
  problems(): readonly string[];
  /** Of these, what keeps the files as they are now from being used. */
  errors(): readonly string[];
  /**
   * Counts how often what keeps them from being used became something else: a page that lists it is out of date then.
   */
  edition(): number;
  /** Reads and compiles the experiments. */
  refresh(): Promise<void>;
  /** Takes changed files in, one set after the other, and says in lines what came of it. Never rejects. */
  follow(changed: readonly string[]): Promise<readonly string[]>;
}

/** A state that knows nothing until it is refreshed. */
export function createState(project: DevProject, compile: Compile): DevState {
  const started = Date.now().toString(36);
  let compiled = NOTHING;
  let failure: string | null = null;
  let config: DevConfig = { token: null, redirectOrigins: [] };
  let changes = 0;
  let edition = 0;
  let queue: Promise<readonly string[]> = Promise.resolve([]);

  const refresh = async (): Promise<void> => {
    config = await readDevConfig(project.configFile);
    try {
      compiled = await compileFolder(project.experimentsDir, compile, compiled, config.redirectOrigins);
      failure = null;
    } catch (error) {
      // A folder that may not be read, for one: the server goes on with what it has.
      failure = `✗ ${shownPath(project.experimentsDir)}: ${error instanceof Error ? error.message : String(error)}`;
      compiled = { ...compiled, isCurrent: false };
    }
  };

  const told = (isTold: (problem: Problem) => boolean): readonly string[] => [
    ...(failure ? [failure] : []),
    ...compiled.problems.filter(isTold).map((problem) => inFrame(problem, compiled)),
  ];
  const problems = (): readonly string[] => told(() => true);
  const errors = (): readonly string[] => (compiled.isCurrent ? [] : told(isError));

  const take = async (changed: readonly string[]): Promise<readonly string[]> => {
    const pages = changed.filter((file) => !project.isExperiment(file));
    const lines = pages.length > 0 ? [`Changed: ${pages.map(shownPath).join(', ')}`] : [];
    if (pages.length < changed.length) {
      const [before, listed] = [compiled.preview.revision, errors().join('\n')];
      await refresh();
      if (compiled.preview.revision !== before) changes++;
      if (errors().join('\n') !== listed) edition++;
      lines.push(...problems(), result(compiled));
    }
    if (pages.length > 0) changes++;
    return lines.flatMap((line) => line.split('\n'));
  };

  return {
    compiled: () => compiled,
    token: () => config.token,
    redirectOrigins: () => config.redirectOrigins,
    build: () => `${started}-${changes}`,
    problems,
    errors,
    edition: () => edition,
    refresh,
    follow(changed) {
      queue = queue.then(() => take(changed));
      return queue;
    },
  };
}

const isError = ({ severity }: Problem): boolean => severity === 'error';

/** The sentence, and below it the lines of the file that it is about. */
function inFrame(problem: Problem, { files }: Compilation): string {
  const file = files.find(({ path }) => path === problem.file);
  const frame = file ? codeFrame(new TextDecoder().decode(file.text), problem.line, problem.column) : '';
  const lines = [formatProblem(problem), placeWords(problem) ?? '', frame];
  return lines.filter((one) => one !== '').join('\n');
}

function result({ isCurrent, preview }: Compilation): string {
  if (!isCurrent) return 'The experiments that were good last are still served.';
  const count = preview.experiments.length;
  return `Compiled ${count === 1 ? '1 experiment' : `${count} experiments`}, revision ${preview.revision}.`;
}

/** A path as a person names it: from the working directory. */
export const shownPath = (path: string): string => relative(process.cwd(), path) || '.';
