/**
 * Finds where in a YAML text somebody types: below which keys, after which key, beside which others. It need not be
 * valid yet.
 */

/** A step of a path: a key, or an item of a list. */
export type PlaceStep = string | null;

/** Where something can be filled in. */
export interface TypingPlace {
  /** Steps from the top of the file; null is an item of a list. */
  readonly path: readonly PlaceStep[];
  /** The key whose value is typed; null: a key is typed, or an item of a list. */
  readonly key: string | null;
  /** The other keys of the same mapping, with the values that are single words. */
  readonly beside: ReadonlyMap<string, string>;
  /** What is typed already begins here. */
  readonly from: number;
  /** The column at which a key would begin. */
  readonly column: number;
}

/** A key or a dash, and the column at which it stands. */
interface Mark {
  readonly column: number;
  readonly step: PlaceStep;
}

/** One line, taken apart. */
interface Line {
  readonly dashes: readonly number[];
  /** Where the text behind dashes begins. */
  readonly column: number;
  readonly key: string | null;
  readonly value: string;
}

/** Ends a document. */
const DOCUMENT = /^(---|\.\.\.)/;
const KEY = /^(["']?)([\w$-]+)\1\s*:(?:\s+(.*))?$/;

/** Null where nothing can be filled in: inside of a text of several lines, of a comment, or of quotes. */
export function placeAt(text: string, position: number): TypingPlace | null {
  const start = text.lastIndexOf('\n', position - 1) + 1;
  const before = text.slice(0, start).split('\n').slice(0, -1);
  const typed = text.slice(start, position);
  const marks = marksAbove(before, /\S/.test(typed) ? typed.search(/\S/) : typed.length);
  if (!marks || /^\s*#|\s#/.test(typed)) return null;
  const line = readLine(typed) ?? { dashes: [], column: typed.length, key: null, value: '' };
  for (const dash of line.dashes) pushDash(marks, dash);
  dropFrom(marks, line.column);
  const word = line.key === null ? line.value : (/^\S*$/.exec(line.value)?.[0] ?? null);
  if (word === null || !/^[\w.-]*$/.test(word)) return null;
  const end = text.indexOf('\n', position);
  const after = end === -1 ? [] : text.slice(end + 1).split('\n');
  return {
    path: marks.map(({ step }) => step),
    key: line.key,
    beside: besideOf(before, after, line),
    from: position - word.length,
    column: line.column,
  };
}

/** What stands open above a line; null inside of a text of several lines. */
function marksAbove(lines: readonly string[], column: number): Mark[] | null {
  const marks: Mark[] = [];
  let block: number | null = null;
  for (const text of lines) {
    const line = readLine(text);
    if (!line) continue;
    const first = line.dashes[0] ?? line.column;
    if (block !== null && first > block) continue;
    block = null;
    if (DOCUMENT.test(text)) marks.length = 0;
    for (const dash of line.dashes) pushDash(marks, dash);
    if (line.key === null) continue;
    dropFrom(marks, line.column);
    marks.push({ column: line.column, step: line.key });
    if (/^[|>]/.test(line.value)) block = line.dashes.at(-1) ?? line.column;
  }
  return block !== null && column > block ? null : marks;
}

/** A list may stand at the column of its own key: only an item there ends. */
function pushDash(marks: Mark[], column: number): void {
  while (marks.length && isBehind(marks.at(-1), column)) marks.pop();
  marks.push({ column, step: null });
}

const isBehind = (mark: Mark | undefined, column: number): boolean =>
  mark !== undefined && (mark.column > column || (mark.column === column && mark.step === null));

function dropFrom(marks: Mark[], column: number): void {
  while ((marks.at(-1)?.column ?? -1) >= column) marks.pop();
}

/** Null for a line that says nothing. */
function readLine(text: string): Line | null {
  if (!/\S/.test(text) || /^\s*#/.test(text)) return null;
  const dashes: number[] = [];
  let column = text.search(/\S/);
  for (let dash = /^-(?:\s+|$)/.exec(text.slice(column)); dash; dash = /^-(?:\s+|$)/.exec(text.slice(column))) {
    dashes.push(column);
    column += dash[0].length;
  }
  const rest = text.slice(column);
  const found = KEY.exec(rest);
  return { dashes, column, key: found?.[2] ?? null, value: found ? (found[3] ?? '') : rest };
}

/** The keys of the same mapping, above and below. */
function besideOf(before: readonly string[], after: readonly string[], own: Line): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const take = (lines: Iterable<string>, isAbove: boolean): void => {
    for (const text of lines) {
      if (DOCUMENT.test(text)) return;
      const line = readLine(text);
      if (!line) continue;
      const isFirst = line.dashes.length > 0;
      if ((line.dashes[0] ?? line.column) < own.column && !(isAbove && line.column === own.column)) return;
      if (line.column === own.column && line.key !== null) found.set(line.key, wordOf(line.value));
      // Its dash begins the mapping: above it is another one.
      if (isFirst && line.column === own.column) return;
    }
  };
  if (!own.dashes.length) take([...before].reverse(), true);
  take(after, false);
  return found;
}

const wordOf = (value: string): string =>
  value
    .replace(/\s+#.*$/, '')
    .replace(/^(["'])(.*)\1$/, '$2')
    .trim();
