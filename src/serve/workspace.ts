/** Reads a folder of experiments as it is now: files, what they compile to, and the revision of each. */

import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import {
  buildExperiment,
  type Compiled,
  createMemory,
  type Memory,
  type Problem,
  type Source,
} from '../authoring/index.js';
import type { Experiment } from '../core/index.js';
import { fileStem, type LoadedFile, loadExperiments, Refusal } from '../files/index.js';
import { type Attempt, type Config, loadConfig, openProject, type Project, type Voice } from '../publishing/index.js';
import { type BrokenPart, brokenIn } from './broken.js';
import { createRecall, type EarlierFile } from './earlier.js';
import { answerOf } from './obstacles.js';

/** One experiment and the file that it is written in. */
export interface FiledExperiment {
  readonly id: string;
  readonly source: Source;
  /** As a manifest carries it, whatever is wrong with other files; null for an archived one. */
  readonly experiment: Experiment | null;
  /** The whole file: there may be others in it. */
  readonly text: string;
  /** 16 hex digits over the file: it changes with each change. */
  readonly revision: string;
}

/** All of them. */
export interface Catalogue {
  readonly files: readonly LoadedFile[];
  readonly compiled: Compiled;
  readonly config: Config;
  /** Errors alone, of files that cannot be read, too. */
  readonly errors: readonly Problem[];
  /** By id: those that can be read by themselves, archived ones too. */
  readonly experiments: ReadonlyMap<string, FiledExperiment>;
  /** By id: the errors of those that can be read by themselves and do not go together with others. */
  readonly conflicts: ReadonlyMap<string, readonly Problem[]>;
  /** What cannot be read: no experiment is known of it for sure. */
  readonly broken: readonly BrokenPart[];
  /** Files that have an error, as they were when this process read them without one. */
  readonly earlier: readonly EarlierFile[];
}

/** A folder of experiments. */
export interface Workspace {
  /** Relative to the working directory, as it was given. */
  readonly directory: string;
  /** For whoever compiles all of its files with a change: those that did not change are not checked again. */
  readonly memory: Memory;
  /** As it is now. Nothing is compiled where nothing changed. */
  read(): Promise<Catalogue>;
  /** The same as publishing needs it. */
  project(): Promise<Attempt<Project>>;
}

/** Whoever asks for a page needs no progress on a terminal. */
export const silent: Voice = {
  say: () => undefined,
  busy: (_, work) => work(),
};

/** The folder, read at each `read`. */
export function openWorkspace(directory: string): Workspace {
  const memory = createMemory(letOthers);
  let last: Seen | null = null;
  let seeing: { readonly key: string; readonly seen: Promise<Seen> } | null = null;
  const see = async (): Promise<Seen> => {
    const config = orThrow(await loadConfig(directory));
    const { files, leftOut } = await filesOf(directory);
    const key = hashOfFiles(files, textOfConfig(config) + JSON.stringify(leftOut));
    if (last?.key === key) return last;
    // Whoever asks meanwhile for the same files waits for the same compilation.
    if (seeing?.key === key) return seeing.seen;
    const own = { key, seen: compileAll(files.length > 0, config, leftOut) };
    seeing = own;
    try {
      last = await own.seen;
      return last;
    } finally {
      if (seeing === own) seeing = null;
    }
  };
  const recall = createRecall();
  const compileAll = async (isAny: boolean, config: Config, leftOut: readonly Problem[]): Promise<Seen> => {
    const project = isAny
      ? orThrow(await openProject(silent, directory, { memory, onLeftOut: () => undefined }))
      : null;
    const catalogue = catalogueOf(project?.files ?? [], project?.compiled ?? nothing(), { config, leftOut, recall });
    const key = hashOfFiles(catalogue.files, textOfConfig(config) + JSON.stringify(leftOut));
    // Published without them, their experiments would end.
    return { key, catalogue, project: leftOut.length ? null : project };
  };
  return {
    directory,
    memory,
    read: async () => (await see()).catalogue,
    async project() {
      const { project } = await see();
      return project ? { ok: true, value: project } : openProject(silent, directory);
    },
  };
}

/** What came in meanwhile is answered: a thousand files take seconds. */
const letOthers = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** The folder as it was when its files were these. */
interface Seen {
  readonly key: string;
  readonly catalogue: Catalogue;
  /** Null where there is no file. */
  readonly project: Project | null;
}

const nothing = (): Compiled => ({
  mends: new Map(),
  problems: [],
  manifest: null,
  preview: null,
  sources: new Map(),
  holdouts: new Map(),
});

interface FoundFiles {
  readonly files: readonly LoadedFile[];
  /** An error for each file that cannot be read safely. */
  readonly leftOut: readonly Problem[];
}

/** A folder in which nobody made an experiment yet is an empty one. */
async function filesOf(directory: string): Promise<FoundFiles> {
  const leftOut: Problem[] = [];
  try {
    const files = await loadExperiments(directory, (file, message) =>
      leftOut.push({ severity: 'error', code: 'syntax', file, line: 1, column: 1, path: '', message }),
    );
    return { files, leftOut };
  } catch (error) {
    if (error instanceof Refusal && (error.code === 'no-files' || error.code === 'no-directory'))
      return { files: [], leftOut };
    throw error;
  }
}

/** What a folder has besides its files. */
interface Surroundings extends Pick<FoundFiles, 'leftOut'> {
  readonly config: Config;
  readonly recall: ReturnType<typeof createRecall>;
}

function catalogueOf(
  files: readonly LoadedFile[],
  compiled: Compiled,
  { config, leftOut, recall }: Surroundings,
): Catalogue {
  const texts = new Map(
    files.map((file) => [file.path, { text: textOfFile(file), revision: revisionOfText(file.text) }]),
  );
  const built = new Map((compiled.preview?.experiments ?? []).map((one) => [one.id, one]));
  const experiments = new Map<string, FiledExperiment>();
  for (const [id, source] of compiled.sources) {
    const file = texts.get(source.path);
    if (file) experiments.set(id, { id, source, experiment: built.get(id) ?? builtOf(source), ...file });
  }
  const errors = [...leftOut, ...compiled.problems.filter(({ severity }) => severity === 'error')];
  const { sources } = compiled;
  const { broken, conflicts } = brokenIn(errors, texts, sources);
  const earlier = recall({ texts, sources, broken });
  return { files, compiled, config, errors, experiments, conflicts, broken, earlier };
}

const builtOf = ({ raw }: Source): Experiment | null => (raw.status === 'archived' ? null : buildExperiment(raw));

/** What keeps a folder from being read at all, such as its configuration, keeps the server from everything. */
function orThrow<Value>(attempt: Attempt<Value>): Value {
  const answer = answerOf(attempt);
  if (answer.ok) return answer.value;
  throw new Refusal(`${answer.fault.message}.`, 'config');
}

/** 16 hex digits over the bytes of a file. */
export const revisionOfText = (text: string | Uint8Array): string =>
  createHash('sha256').update(text).digest('hex').slice(0, 16);

function hashOfFiles(files: readonly LoadedFile[], rest: string): string {
  const hash = createHash('sha256').update(rest);
  for (const { path, text } of files) hash.update(`\0${path}\0`).update(text);
  return hash.digest('hex');
}

/** All of it: JSON has no word for sets. */
const textOfConfig = (config: Config): string =>
  JSON.stringify(config, (_, value: unknown) => (value instanceof Set ? [...value] : value));

/** With its byte order mark, so that an edit keeps it; what is no UTF-8 is a sign in place of it. */
export const textOfFile = ({ text }: LoadedFile): string => new TextDecoder('utf-8', { ignoreBOM: true }).decode(text);

/** Where a new experiment of an id is written. */
export const fileFor = (directory: string, id: string): string => join(resolve(directory), `${fileStem(id)}.yaml`);
