/** Finds out which part of which file has an error, so that it is listed, opened at its line and corrected. */

import type { Problem, Source } from '../authoring/index.js';

/** A document of a file that cannot be read, or a file that is none. */
export interface BrokenPart {
  /** As problems name it. */
  readonly path: string;
  /** What it seems to say; null where it does not. */
  readonly id: string | null;
  /** The same, else the name of the file. */
  readonly name: string;
  /** At least one, in the order of their lines. */
  readonly errors: readonly Problem[];
}

/** The page on which a file is corrected, at the line of an error. */
export const repairPath = (path: string, line: number): string =>
  `/repair?${new URLSearchParams({ file: path, line: String(line) })}`;

interface ReadText {
  readonly text: string;
}

/** Errors by what they are errors of: an experiment that can be read by itself, or a part that cannot. */
export function brokenIn(
  errors: readonly Problem[],
  texts: ReadonlyMap<string, ReadText>,
  sources: ReadonlyMap<string, Source>,
): { readonly conflicts: ReadonlyMap<string, readonly Problem[]>; readonly broken: readonly BrokenPart[] } {
  const conflicts = new Map<string, Problem[]>();
  const parts = new Map<string, BrokenPart & { readonly errors: Problem[] }>();
  const starts = new Map<string, readonly number[]>();
  const startOf = (path: string, line: number): number => {
    const known = starts.get(path) ?? startsIn(texts.get(path)?.text ?? '');
    starts.set(path, known);
    return known.findLast((start) => start <= line) ?? 1;
  };
  const owners = new Map([...sources].map(([id, { path, line }]) => [`${path}:${startOf(path, line)}`, id]));
  for (const error of errors) {
    const start = startOf(error.file, error.line);
    const key = `${error.file}:${start}`;
    const own = owners.get(key);
    const before = parts.get(key);
    if (own !== undefined) conflicts.set(own, [...(conflicts.get(own) ?? []), error]);
    else if (before) before.errors.push(error);
    else {
      const end = (starts.get(error.file) ?? []).find((other) => other > start);
      const lines = (texts.get(error.file)?.text ?? '').split('\n').slice(start - 1, end === undefined ? end : end - 1);
      parts.set(key, { path: error.file, ...namesIn(lines.join('\n'), error.file), errors: [error] });
    }
  }
  return { conflicts, broken: [...parts.values()] };
}

/** The lines at which documents begin: what stands between two is one, whatever else is wrong. */
const startsIn = (text: string): readonly number[] =>
  text.split('\n').flatMap((line, at) => (at === 0 || /^---(?:\s|$)/.test(line) ? [at + 1] : []));

/** By their lines alone, as nobody can read the rest. */
function namesIn(text: string, path: string): Pick<BrokenPart, 'id' | 'name'> {
  const [id, name] = ['id', 'name'].map((key) => {
    const found = new RegExp(`^${key}:[ \\t]+(["']?)(.+?)\\1[ \\t]*(?:#.*)?\\r?$`, 'm').exec(text)?.[2];
    return found === undefined ? null : found.slice(0, LONGEST);
  });
  const file = path.slice(path.lastIndexOf('/') + 1).replace(/\.ya?ml$/i, '');
  return { id: id ?? null, name: name ?? id ?? file };
}

/** Of a name. */
const LONGEST = 255;
