/** Compiles a folder of experiments again and again, and keeps the last manifest that was good. */

import type { Problem } from '../authoring/index.js';
import type { Manifest } from '../core/index.js';
import { loadExperiments, Refusal } from '../files/index.js';

/** What `compile` of the authoring room makes of some files. */
export interface FreshCompilation {
  readonly problems: readonly Problem[];
  readonly manifest: Manifest | null;
  readonly preview: Manifest | null;
}

/** The authoring room's `compile`. */
export type Compile = (
  files: readonly ExperimentFile[],
  options?: { readonly redirectOrigins: readonly string[] },
) => Promise<FreshCompilation>;

/** One file as it was read. */
export interface ExperimentFile {
  readonly path: string;
  readonly text: Uint8Array;
}

/** The state of the experiments. */
export interface Compilation {
  /** Running and paused experiments, of the last files that were good. */
  readonly manifest: Manifest;
  /** Drafts too. */
  readonly preview: Manifest;
  /** Errors and warnings of the files as they are now. */
  readonly problems: readonly Problem[];
  /** The files as they are now. */
  readonly files: readonly ExperimentFile[];
  /** False where errors keep the files as they are now from being used. */
  readonly isCurrent: boolean;
}

/** Before anything was compiled: no experiments. */
export const NOTHING: Compilation = {
  manifest: { version: 1, revision: '', enabled: true, experiments: [] },
  preview: { version: 1, revision: '', enabled: true, experiments: [] },
  problems: [],
  files: [],
  isCurrent: true,
};

/**
 * Reads and compiles the files of a folder.
 *
 * @param last what holds where the files have errors
 * @param redirectOrigins other sites that variants may redirect to
 */
export async function compileFolder(
  directory: string,
  compile: Compile,
  last: Compilation,
  redirectOrigins: readonly string[],
): Promise<Compilation> {
  const files = await readExperiments(directory);
  const { manifest, preview, problems } = await compile(files, { redirectOrigins });
  if (!manifest) return { ...last, problems, files, isCurrent: false };
  return { manifest, preview: preview ?? manifest, problems, files, isCurrent: true };
}

/** The files of a folder by the rules of every other command; none where there is no folder, or nothing in it yet. */
export async function readExperiments(directory: string): Promise<readonly ExperimentFile[]> {
  try {
    return await loadExperiments(directory);
  } catch (error) {
    if (error instanceof Refusal && ['no-directory', 'no-files'].includes(error.code)) return [];
    throw error;
  }
}
