/** Loads a directory of experiments with its configuration, and compiles it. */

import { type Compiled, compile, type Declaration, type Memory, type Problem } from '../authoring/index.js';
import { type LoadedFile, loadExperiments, type OnLeftOut } from '../files/index.js';
import { type Attempt, blocked, caught, done } from './attempt.js';
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
  /** What pages use of the tag, null where the configuration does not say. */
  readonly tag: Declaration | null;
  /** Facts that exposures carry. */
  readonly segments: readonly string[];
}

/** How a directory is opened. */
export interface OpeningOptions {
  /** Of this directory, for whoever opens it again and again. */
  readonly memory?: Memory;
  /** Hears of files that cannot be read, for whoever looks at the others; whoever publishes needs all. */
  readonly onLeftOut?: OnLeftOut;
  /** Files that stand in for those of the same path, for whoever looks at what they said before. */
  readonly instead?: readonly LoadedFile[];
}

/**
 * Loads and compiles a directory; what is wrong with it is in `compiled.problems`.
 */
export const openProject = (
  voice: Voice,
  directory: string,
  { memory, onLeftOut, instead = [] }: OpeningOptions = {},
): Promise<Attempt<Project>> =>
  caught(async () => {
    const others = new Set(instead.map(({ path }) => path));
    const loaded = await loadExperiments(directory, onLeftOut);
    const files = [...loaded.filter(({ path }) => !others.has(path)), ...instead];
    const { token, redirectOrigins, tag, segments, warnings } = await readConfig(directory);
    const compiled = await voice.busy({ code: 'read', count: files.length }, () =>
      compile(files, { redirectOrigins, memory }),
    );
    const problems = [...warnings, ...compiled.problems];
    return { directory, files, compiled: { ...compiled, problems }, token, tag, segments };
  });

/** The compilation of a project without errors. Warnings are in its `problems`. */
export function validOf({ directory, files, compiled }: Project): Attempt<Valid> {
  const { manifest, preview, problems } = compiled;
  return manifest && preview
    ? done({ ...compiled, manifest, preview })
    : blocked({ code: 'invalid', directory, files, problems });
}

/** How many errors and warnings there are. */
export function count(problems: readonly Problem[]): { errors: number; warnings: number } {
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  return { errors, warnings: problems.length - errors };
}
