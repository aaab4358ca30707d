/** Loads a directory of experiments with its configuration, compiles it, and says what is wrong with it. */

import { type Compiled, codeFrame, compile, formatProblem, type Problem } from '../authoring/index.js';
import { type LoadedFile, loadExperiments, Refusal } from '../files/index.js';
import { plural } from '../pages/index.js';
import { readConfig } from './config.js';
import type { Valid } from './release.js';
import type { Voice } from './voice.js';

/** Where experiments lie unless a command says otherwise. */
export const DEFAULT_DIRECTORY = 'experiments';

/** A directory of experiments, compiled. */
export interface Project {
  readonly directory: string;
  readonly files: readonly LoadedFile[];
  readonly compiled: Compiled;
  /** 16 hex digits, null where no configuration has them. */
  readonly token: string | null;
}

/** Loads and compiles a directory; what is wrong with it is in `compiled.problems`. */
export async function openProject(voice: Voice, directory: string): Promise<Project> {
  const files = await loadExperiments(directory);
  const { token, redirectOrigins } = await readConfig(directory);
  const compiled = await voice.busy(`Reading ${plural(files.length, 'file')}`, () =>
    compile(files, { redirectOrigins }),
  );
  return { directory, files, compiled, token };
}

/**
 * The compilation of a project, with its problems on stderr.
 *
 * @throws Refusal where there is any error
 */
export function requireValid(voice: Voice, { compiled, files, directory }: Project): Valid {
  for (const problem of compiled.problems) voice.say(describe(problem, files, voice));
  const { manifest, preview } = compiled;
  if (manifest && preview) return { ...compiled, manifest, preview };
  const { errors } = count(compiled.problems);
  throw new Refusal(
    `${directory} has ${plural(errors, 'error')}: nothing was done. Run fx validate ${directory} when they are corrected.`,
    'invalid',
    { problems: compiled.problems },
  );
}

/** How many errors and warnings there are. */
export function count(problems: readonly Problem[]): { errors: number; warnings: number } {
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  return { errors, warnings: problems.length - errors };
}

/** A problem as a person reads it: its line, and its place in the file. */
export function describe(problem: Problem, files: readonly LoadedFile[], { hint }: Pick<Voice, 'hint'>): string {
  const file = files.find(({ path }) => path === problem.file);
  const line = formatProblem(problem);
  const painted = problem.severity === 'error' ? hint.red(line) : hint.yellow(line);
  const frame = file ? codeFrame(decode(file.text), problem.line, problem.column) : '';
  return frame ? `${painted}\n${hint.dim(frame.replace(/^/gm, '  '))}\n` : painted;
}

const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
