/** Mends the files of a directory where a mistake has one meaning, and tells what it did. */

import { type Compiled, type CompileOptions, compile } from './compile.js';
import { decode } from './decode.js';
import { withEdits } from './edits.js';
import type { SourceFile } from './parse.js';
import type { Problem } from './problem.js';
import { ODD_SIGNS } from './written.js';

/** Something that was mended. */
export interface MendedProblem extends Pick<Problem, 'file' | 'line' | 'path'> {
  readonly before: string;
  readonly after: string;
}

/** What came of it. */
export interface Mended {
  /** The files that changed, and have no error any more. */
  readonly files: readonly (SourceFile & { readonly text: string })[];
  readonly mended: readonly MendedProblem[];
  /** Files that could have been mended in part, and are left as they were, since they have other errors. */
  readonly left: readonly string[];
  /** The directory as it is now. */
  readonly compiled: Compiled;
}

/** A mended value may show another mistake, as a key does once its name is right. */
const ROUNDS = 10;

/**
 * Mends what it can. A file that still has an error afterwards stays as it was. It writes nothing: that is for the
 * caller.
 */
export async function mend(files: readonly SourceFile[], options: CompileOptions = {}): Promise<Mended> {
  const first = await compile(files, options);
  let [now, compiled] = [files, first];
  const done: MendedProblem[] = [];
  for (let round = 0; round < ROUNDS && compiled.mends.size; round++) {
    const { next, mended } = mendOnce(now, compiled);
    if (!mended.length) break;
    done.push(...mended);
    now = next;
    compiled = await compile(now, options);
  }
  const touched = new Set(done.map(({ file }) => file));
  const broken = compiled.problems.filter(({ severity, file }) => severity === 'error' && touched.has(file));
  const left = new Set(broken.map(({ file }) => file));
  const kept = now.filter(({ path }) => touched.has(path) && !left.has(path));
  const original = new Map(files.map((file) => [file.path, file]));
  const result = now.map((file) => (left.has(file.path) ? (original.get(file.path) ?? file) : file));
  return {
    files: kept.map(({ path, text }) => ({ path, text: String(text) })),
    mended: done.filter(({ file }) => !left.has(file)).sort(byPlace),
    left: [...left],
    compiled: left.size ? await compile(result, options) : compiled,
  };
}

const byPlace = (a: MendedProblem, b: MendedProblem): number =>
  a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line;

function mendOnce(
  files: readonly SourceFile[],
  { mends }: Compiled,
): { readonly next: readonly SourceFile[]; readonly mended: readonly MendedProblem[] } {
  const mended: MendedProblem[] = [];
  const next = files.map((file) => {
    const own = [...mends].filter(([problem]) => problem.file === file.path);
    if (!own.length) return file;
    const mark = hasMark(file.text) ? '\uFEFF' : '';
    const { text } = decode(file.text);
    for (const [{ file: name, line, path }, edits] of own) {
      const before = edits.map(({ from, to }) => visible(text.slice(from, to))).join(', ');
      mended.push({ file: name, line, path, before, after: edits.map((edit) => visible(edit.text)).join(', ') });
    }
    const edits = own.flatMap(([, all]) => all);
    return { path: file.path, text: mark + withEdits(text, edits) };
  });
  return { next, mended };
}

/** Blanks are what was wrong, at times. */
function visible(text: string): string {
  const shown = text
    .trim()
    .replace(ODD_SIGNS, (sign) => `<U+${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}>`);
  if (shown !== '' || text === '') return shown;
  return text.length === 1 ? '1 space' : `${text.length} spaces`;
}

const hasMark = (text: string | Uint8Array): boolean =>
  typeof text === 'string' ? text.startsWith('\uFEFF') : text[0] === 0xef && text[1] === 0xbb && text[2] === 0xbf;
