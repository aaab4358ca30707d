/** Compiles a directory of experiment files into manifests, or says everything that keeps it from that. */

import type { Experiment, Manifest } from '../core/index.js';
import { build } from './build.js';
import { check } from './check.js';
import { checkTogether, type DirectoryEntry } from './directory.js';
import { revisionOf } from './fingerprint.js';
import { type ParsedDocument, parse, type SourceFile, toProblem } from './parse.js';
import { pathWords } from './path.js';
import type { Finding, Problem } from './problem.js';
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
}

/** Optional facts. */
export interface CompileOptions {
  /** Milliseconds since the epoch, for the warning about experiments that have ended. Default `Date.now()`. */
  readonly now?: number;
}

/** The same files give the same manifests, whatever their order. It never throws. */
export async function compile(files: readonly SourceFile[], options: CompileOptions = {}): Promise<Compiled> {
  const { now = Date.now() } = options;
  const parsed = [...files].sort(byPath).map(parse);
  const documents = parsed.flatMap((file) => file.documents);
  const findings = await check(documents, now);
  const problems = parsed.flatMap((file) => file.problems);
  const entries: DirectoryEntry[] = [];
  for (const [index, document] of documents.entries()) {
    const found = findings[index] ?? [];
    problems.push(...found.map((finding) => place(document, finding)));
    entries.push({ document, valid: !found.some(({ severity }) => severity === 'error') });
  }
  for (const { document, finding } of checkTogether(entries)) problems.push(place(document, finding));
  const sources = collect(entries);
  const broken = problems.some(({ severity }) => severity === 'error');
  return {
    problems: dedupe(problems).sort(byPlace),
    ...(broken ? { manifest: null, preview: null } : assemble(sources)),
    sources,
  };
}

function place(document: ParsedDocument, finding: Finding): Problem {
  return toProblem(document.file, finding, document.locate(finding), pathWords(finding.path, document.value));
}

function collect(entries: readonly DirectoryEntry[]): Map<string, Source> {
  const sources = new Map<string, Source>();
  for (const { document, valid } of entries) {
    if (!valid) continue;
    // Checked above: a document without an error is an experiment.
    const raw = document.value as ExperimentSpec;
    if (sources.has(raw.id)) continue;
    sources.set(raw.id, { path: document.file, line: document.locate({ path: [] }).line, index: document.index, raw });
  }
  return new Map([...sources].sort(([a], [b]) => compare(a, b)));
}

function assemble(sources: ReadonlyMap<string, Source>): Pick<Compiled, 'manifest' | 'preview'> {
  const shown = [...sources.values()].flatMap(({ raw }) => (raw.status === 'archived' ? [] : [build(raw)]));
  const published = shown.filter(({ status }) => status !== 'draft');
  const manifest = toManifest(published);
  return { manifest, preview: published.length < shown.length ? toManifest(shown) : manifest };
}

function toManifest(experiments: readonly Experiment[]): Manifest {
  return { version: 1, revision: revisionOf(experiments), enabled: true, experiments };
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
