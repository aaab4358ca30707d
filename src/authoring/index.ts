/** Turns experiment files into what is published. Pure: text in, values or problems out. */

import type { Compiled, CompileOptions } from './compile.js';
import type { Mended } from './mend.js';
import type { SourceFile } from './parse.js';

export { build as buildExperiment, buildMetric } from './build.js';
export { toJson } from './canonical.js';
export { types } from './codegen.js';
export type { Compiled, CompileOptions, HoldoutSource, Source } from './compile.js';
export { compose, type Parts } from './compose.js';
export { addressSentence, CONFIG_WORDS } from './configwords.js';
export { type Container, container, type Weight } from './container.js';
export { type Declaration, readDeclared } from './declared.js';
export { describeAudience, describeTrigger, describeVisitors, liveStatus } from './describe.js';
export { diff, type Field, type FieldChange, type Published } from './diff.js';
export { type Composition, compositionOf, DECLARABLE, type Feature } from './features.js';
export { fingerprint, revisionOf } from './fingerprint.js';
export { codeFrame } from './frame.js';
export { suggest } from './hint.js';
export { ID } from './id.js';
export { freeShare, freeSlice, gapsOf, layersOf, type Slice } from './layers.js';
export { createMemory, type Memory } from './memory.js';
export type { Mended, MendedProblem } from './mend.js';
export { nearest } from './nearest.js';
export type { SourceFile } from './parse.js';
export { HOME_PATTERN, literally, triggerAt } from './pattern.js';
export { placeWords } from './placewords.js';
export { type ExperimentPlan, type Plan, type PlanInput, plan } from './plan.js';
export { formatProblem, type Problem, type ProblemCode, type Severity } from './problem.js';
export type { ExperimentSpec } from './schema.js';
export { escapeForScript, serialize } from './serialize.js';
export { SAMPLE_SIZE, shareIn, shareMoved } from './share.js';
export { hashedName, type SnippetOptions, type Snippets, snippets } from './snippet.js';
export { defaultControl, type Metric } from './table.js';
export type { ChangeClass, ChangeVerdict, PlannedChange, Surroundings, Used } from './verdict.js';
export { evenWeights, toWeights } from './weights.js';

/**
 * Compiles a directory of experiment files into manifests, or says everything that keeps it from that. The same files
 * give the same manifests, whatever their order. It never throws. The parser and the schema are loaded at the first
 * call.
 */
export async function compile(files: readonly SourceFile[], options: CompileOptions = {}): Promise<Compiled> {
  return (await import('./compile.js')).compile(files, options);
}

/** Compiles the files once what has one meaning is mended, and says what that was. Writes nothing. */
export async function mend(files: readonly SourceFile[], options: CompileOptions = {}): Promise<Mended> {
  return (await import('./mend.js')).mend(files, options);
}

/** JSON Schema (draft-07) of one document, for editors. */
export async function jsonSchema(): Promise<object> {
  return (await import('./schema.js')).jsonSchema();
}
