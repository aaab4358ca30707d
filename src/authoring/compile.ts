/** Compiles a directory of experiment files into manifests, or says everything that keeps it from that. */

import type { Experiment, Holdout, Manifest } from '../core/index.js';
import { adviseOnEnd } from './advice.js';
import { build } from './build.js';
import { checkFiles, place } from './checked.js';
import { checkTogether } from './directory.js';
import type { Edit } from './edits.js';
import { revisionOf } from './fingerprint.js';
import { buildHoldout, type HoldoutSpec, isHoldout } from './holdout.js';
import { fieldsOf } from './json.js';
import type { CheckedDocument, Memory } from './memory.js';
import type { SourceFile } from './parse.js';
import type { Problem } from './problem.js';
import type { ExperimentSpec } from './schema.js';

/** Where an experiment comes from, and how it was written. */
export interface Source {
  readonly path: string;
  /** Of its first key, from 1. */
  readonly line: number;
  /** Which document of its file, from 0. */
  readonly index: number;
  /** As written: with sugar, `description`, `owners`, `tags`, `metrics`, and without defaults. */
  readonly raw: ExperimentSpec;
}

/** Where a holdout comes from, and how it was written. */
export interface HoldoutSource extends Omit<Source, 'raw'> {
  readonly raw: HoldoutSpec;
}

/** What came of a directory. */
export interface Compiled {
  /** Errors and warnings, by file, line and column. */
  readonly problems: readonly Problem[];
  /** Running and paused experiments; null where there is any error. */
  readonly manifest: Manifest | null;
  /** The same and the drafts; null where there is any error. */
  readonly preview: Manifest | null;
  /** By id: every experiment without an error of its own, archived ones too. */
  readonly sources: ReadonlyMap<string, Source>;
  /** By id: every holdout without an error of its own. */
  readonly holdouts: ReadonlyMap<string, HoldoutSource>;
  /** The edits of its file that mend a problem, for those that have one meaning. */
  readonly mends: ReadonlyMap<Problem, readonly Edit[]>;
}

/** Optional facts. */
export interface CompileOptions {
  /** Milliseconds since the epoch, for the warning about experiments that have ended. Default `Date.now()`. */
  readonly now?: number;
  /** Other sites that variants may redirect to, such as `https://shop.example`. Default: none. */
  readonly redirectOrigins?: readonly string[];
  /** What the last compilations found: files that did not change are not checked again. Default: none. */
  readonly memory?: Memory | undefined;
}

/** The same files give the same manifests, whatever their order. It never throws. */
export async function compile(files: readonly SourceFile[], options: CompileOptions = {}): Promise<Compiled> {
  const { now = Date.now(), redirectOrigins = [], memory } = options;
  const checked = await checkFiles([...files].sort(byPath), redirectOrigins, memory);
  const entries = checked.flatMap((file) => file.documents);
  const problems = checked.flatMap((file) => file.problems);
  const mends = new Map(checked.flatMap((file) => [...file.mends]));
  for (const { document } of entries)
    for (const finding of adviseOnEnd(fieldsOf(document.value), now)) problems.push(place(document, finding));
  for (const { document, finding } of checkTogether(entries)) problems.push(place(document, finding));
  const sources = collect<ExperimentSpec>(entries.filter(({ document }) => !isHoldout(document.value)));
  const holdouts = collect<HoldoutSpec>(entries.filter(({ document }) => isHoldout(document.value)));
  const broken = problems.some(({ severity }) => severity === 'error');
  return {
    problems: dedupe(problems).sort(byPlace),
    ...(broken ? { manifest: null, preview: null } : assemble(sources, holdouts)),
    sources,
    holdouts,
    mends,
  };
}

interface Sourced<Spec> extends Omit<Source, 'raw'> {
  readonly raw: Spec;
}

/** Checked before: a document without an error is what the schema says. */
function collect<Spec extends { readonly id: string }>(
  entries: readonly CheckedDocument[],
): ReadonlyMap<string, Sourced<Spec>> {
  const sources = new Map<string, Sourced<Spec>>();
  for (const { document, valid, line } of entries) {
    if (!valid) continue;
    const raw = document.value as Spec;
    if (sources.has(raw.id)) continue;
    sources.set(raw.id, { path: document.file, line, index: document.index, raw });
  }
  return new Map([...sources].sort(([a], [b]) => compare(a, b)));
}

function assemble(
  sources: ReadonlyMap<string, Source>,
  holdouts: ReadonlyMap<string, HoldoutSource>,
): Pick<Compiled, 'manifest' | 'preview'> {
  const living = [...sources.values()].filter(({ raw }) => raw.status !== 'archived').map(({ raw }) => raw);
  const published = living.filter(({ status }) => status !== 'draft');
  const make = (specs: readonly ExperimentSpec[]): Manifest =>
    toManifest(
      specs.map(build),
      [...holdouts.values()].flatMap(({ raw }) => buildHoldout(raw, specs) ?? []),
    );
  const manifest = make(published);
  return { manifest, preview: published.length < living.length ? make(living) : manifest };
}

function toManifest(experiments: readonly Experiment[], holdouts: readonly Holdout[]): Manifest {
  const revision = revisionOf(experiments, holdouts);
  return { version: 1, revision, enabled: true, experiments, ...(holdouts.length ? { holdouts } : {}) };
}

/** One fault can be seen by two checks: the first to name a place and a code is enough. */
function dedupe(problems: readonly Problem[]): Problem[] {
  const seen = new Set<string>();
  return problems.filter(({ file, line, column, path, code }) => {
    const key = JSON.stringify([file, line, column, path, code]);
    return !seen.has(key) && seen.add(key);
  });
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const byPath = (a: SourceFile, b: SourceFile): number => compare(a.path, b.path);
const byPlace = (a: Problem, b: Problem): number =>
  compare(a.file, b.file) || a.line - b.line || a.column - b.column || compare(a.path, b.path);
