/** Says which line of broken YAML stands at the wrong column, and where it should stand. */

/** A line to move. */
export interface Misplaced {
  /** From 0. */
  readonly line: number;
  readonly reason: string;
  /** How many spaces should stand before it. */
  readonly wanted: number;
}

interface Row {
  readonly line: number;
  readonly indent: number;
  /** Where its keys stand: behind the dashes of a list. */
  readonly column: number;
  readonly isItem: boolean;
  readonly isKey: boolean;
  /** A key with nothing behind its colon: something further in may follow. */
  readonly isOpen: boolean;
  readonly words: string;
}

/**
 * The first line, at or just before a line where the parser gave up, that lines up with nothing before it.
 *
 * @param last from 0
 */
export function findMisplaced(text: string, last: number): Misplaced | undefined {
  const rows = readRows(text, last);
  const stack: Row[] = [];
  for (const [index, row] of rows.entries()) {
    const before = rows[index - 1];
    if (!before) {
      stack.push(row);
      continue;
    }
    const reason = judge(row, before, stack);
    // What lies lines behind was understood by the parser.
    if (reason && row.line >= last - 2) return findCause(row, before, rows[index - 2]) ?? { line: row.line, ...reason };
    while (stack.length && (stack.at(-1)?.column ?? 0) > row.indent) stack.pop();
    stack.push(row);
  }
  return undefined;
}

/** The line before is the one to move where it is alone at its column, and this one stands where two spaces put it. */
function findCause(row: Row, before: Row, parent: Row | undefined): Misplaced | undefined {
  if (row.isItem || !before.isKey || (parent && !parent.isOpen)) return undefined;
  const base = parent ? parent.column : -2;
  const wanted = before.isItem ? row.indent - 2 : row.indent;
  if (wanted !== base + 2 || before.indent === wanted) return undefined;
  const reason = `is indented by ${spaces(before.indent)}: give it ${wanted}, so that ${nameOf(row)} in the next line fits`;
  return { line: before.line, reason, wanted };
}

const KEY = /^((?:- +)*)([\w$.<>'"=!-]+) *:(?: +(.*))?$/;

/** Lines that hold keys or items; what stands in block text, or continues a value, is none of them. */
function readRows(text: string, last: number): Row[] {
  const rows: Row[] = [];
  let block = -1;
  for (const [line, raw] of text
    .split(/\r?\n/)
    .slice(0, last + 1)
    .entries()) {
    const words = raw.trim();
    const indent = raw.search(/\S|$/);
    if (words === '' || words.startsWith('#') || (block >= 0 && indent > block)) continue;
    block = -1;
    if (/^(?:---|\.\.\.)/.test(raw)) {
      rows.length = 0;
      continue;
    }
    const [, dashes = '', name, value = ''] = KEY.exec(words) ?? [];
    const isItem = /^- /.test(words) || words === '-';
    const column = indent + (name === undefined && isItem ? 2 : dashes.length);
    const isOpen = name !== undefined && /^(?:#.*|&\w+)?$/.test(value);
    rows.push({ line, indent, column, isItem, isKey: name !== undefined, isOpen, words });
    if (/^[|>][\d+-]*(?: *#.*)?$/.test(value)) block = name === undefined ? indent : column;
  }
  return rows;
}

function judge(row: Row, before: Row, stack: readonly Row[]): Omit<Misplaced, 'line'> | undefined {
  if (!row.isKey && !row.isItem) return undefined;
  const { indent } = row;
  if (before.isOpen && indent > before.column) return undefined;
  if (before.isOpen && row.isItem && indent === before.column) return undefined;
  const open = [...stack, before];
  const fits = open.some(({ column, indent: dash, isItem }) => (row.isItem ? (isItem ? dash : -1) : column) === indent);
  const fitsOpen = row.isItem && open.some(({ isOpen, column }) => isOpen && column === indent);
  if (fits || fitsOpen) return undefined;
  const places = open.filter(({ isItem, isKey }) => (row.isItem ? isItem : isKey));
  const target = places.reduce<Row | undefined>((best, place) => {
    const distance = (one: Row): number => Math.abs((row.isItem ? one.indent : one.column) - indent);
    return best === undefined || distance(place) <= distance(best) ? place : best;
  }, undefined);
  if (!target) return undefined;
  const wanted = row.isItem ? target.indent : target.column;
  const reason = `is indented by ${spaces(indent)}: give it ${wanted}, as ${nameOf(target)} in line ${target.line + 1} has`;
  return { reason, wanted };
}

const spaces = (count: number): string => (count === 1 ? '1 space' : `${count} spaces`);

const nameOf = ({ words, isItem, isKey }: Row): string =>
  isKey ? (words.replace(/^(?:- +)+/, '').split(':')[0] ?? '') : isItem ? 'the item' : 'the text';
