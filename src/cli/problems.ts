/** Shows what is wrong with files of experiments, and opens directories that have to be without errors. */

import { codeFrame, formatProblem, type Problem, placeWords } from '../authoring/index.js';
import { findOverlooked, type LoadedFile, type Overlooked } from '../files/index.js';
import {
  type Destination,
  openProject,
  type Planned,
  type Project,
  planFor,
  type Valid,
  validOf,
} from '../publishing/index.js';
import { orRefuse, voiceOf } from './obstacles.js';
import type { Paint, Terminal } from './terminal.js';

/** A problem as a person reads it: its line, and its place in the file. */
export function problemText(problem: Problem, files: readonly LoadedFile[], paint: Paint): string {
  const file = files.find(({ path }) => path === problem.file);
  const line = formatProblem(problem);
  const painted = problem.severity === 'error' ? paint.red(line) : paint.yellow(line);
  const frame = file
    ? codeFrame(new TextDecoder().decode(file.text), problem.line, problem.column)
    : `line ${problem.line}`;
  const place = placeWords(problem);
  const shown = [...(place === null ? [] : [place]), ...(frame === '' ? [] : [frame])].join('\n');
  return shown ? `${painted}\n${paint.dim(shown.replace(/^/gm, '  '))}\n` : painted;
}

/** Opens a directory of experiments, whatever is wrong with them. */
export const projectAt = async (terminal: Terminal, directory: string): Promise<Project> =>
  orRefuse(await openProject(voiceOf(terminal), directory));

/**
 * Opens a directory of experiments, and shows what is wrong with them.
 *
 * @throws Refusal where there is any error
 */
export async function validAt(
  terminal: Terminal,
  directory: string,
): Promise<{ readonly project: Project; readonly valid: Valid }> {
  const project = await projectAt(terminal, directory);
  tell(terminal, project.compiled.problems, project.files);
  await tellOverlooked(terminal, directory);
  return { project, valid: orRefuse(validOf(project)) };
}

/** Compares a directory with a target, and shows what is wrong with its experiments. */
export async function planAt(terminal: Terminal, directory: string, destination: Destination): Promise<Planned> {
  const attempt = await planFor(voiceOf(terminal), directory, destination);
  if (attempt.ok) tell(terminal, attempt.value.project.compiled.problems, attempt.value.project.files);
  else if (attempt.obstacle.code === 'invalid') tell(terminal, attempt.obstacle.problems, attempt.obstacle.files);
  await tellOverlooked(terminal, directory);
  return orRefuse(attempt);
}

/** Names files that would be experiments if their names ended otherwise. */
export async function tellOverlooked(terminal: Terminal, directory: string): Promise<void> {
  for (const one of await findOverlooked(directory)) terminal.say(terminal.hint.yellow(`! ${overlookedText(one)}`));
}

/** One of them as a sentence. */
export const overlookedText = ({ path, meant }: Overlooked): string =>
  `${path} is not read, as its name does not end in .yaml or .yml: rename it to ${meant}, or move it elsewhere.`;

function tell(terminal: Terminal, problems: readonly Problem[], files: readonly LoadedFile[]): void {
  for (const problem of problems) terminal.say(problemText(problem, files, terminal.hint));
}
