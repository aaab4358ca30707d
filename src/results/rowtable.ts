/** Reads events from the rows of a table: what a warehouse or a spreadsheet exports as CSV. */

/** One value, as JSON or as whatever else it is. */
export interface Laid {
  readonly text: string;
  /** Of the line where it begins. */
  readonly line: number;
}

/** The columns of a table, and what stands between them. */
export interface TableHead {
  readonly delimiter: string;
  readonly names: readonly string[];
}

/** Takes the lines below the head. */
export interface TableRows {
  readonly add: (text: string, line: number) => readonly Laid[] | null;
  readonly end: () => readonly Laid[];
}

const DELIMITERS = [',', '\t', ';', '|'];
/** Without these a row is no event. */
const NEEDED = ['type', 'id', 'at', 'subject'];
/** Fields whose names have capitals, which databases fold or write with underscores. */
const CAPITALS = ['sentAt', 'isNew'];
/** A cell with line feeds in it, such as the stack of a failure: no quote is waited for longer. */
const MOST_LINES = 200;

/** The head of a table of events; null where a line is none. */
export function tableHeadOf(line: string): TableHead | null {
  if (/^[[{]/.test(line)) return null;
  for (const delimiter of DELIMITERS) {
    const names = (cellsOf(line, delimiter) ?? []).map(fieldOf);
    if (NEEDED.every((name) => names.includes(name))) return { delimiter, names };
  }
  return null;
}

const folded = (name: string): string => name.trim().toLowerCase().replaceAll('_', '');

/** The field that the name of a column means. */
export function fieldOf(name: string): string {
  return CAPITALS.find((field) => folded(field) === folded(name)) ?? name.trim().toLowerCase();
}

/** Each row as the JSON of its event. */
export function createTableRows({ delimiter, names }: TableHead): TableRows {
  let begun: { readonly line: number; readonly lines: string[] } | null = null;
  const give = (): Laid[] => {
    if (!begun) return [];
    const { line, lines } = begun;
    const text = lines.join('\n');
    begun = null;
    const cells = cellsOf(text, delimiter);
    return [{ line, text: cells ? jsonOf(names, cells) : text }];
  };
  return {
    add: (text, line) => {
      if (!begun && text.trim() === '') return null;
      begun ??= { line, lines: [] };
      begun.lines.push(text.endsWith('\r') ? text.slice(0, -1) : text);
      const isOpen = begun.lines.join('').split('"').length % 2 === 0;
      return isOpen && begun.lines.length < MOST_LINES ? null : give();
    },
    end: give,
  };
}

/** An empty cell is a field that is not there; `segments` are JSON in a cell of their own. */
function jsonOf(names: readonly string[], cells: readonly string[]): string {
  const fields = names.flatMap((name, at): [string, unknown][] => {
    const cell = cells[at] ?? '';
    return cell === '' ? [] : [[name, name === 'segments' ? jsonIn(cell) : cell]];
  });
  return JSON.stringify(Object.fromEntries(fields));
}

function jsonIn(cell: string): unknown {
  try {
    return JSON.parse(cell) as unknown;
  } catch {
    return cell; // The event's own check says that it is no object.
  }
}

/** RFC 4180, with any delimiter; null where a quote stands in the middle of a cell. */
function cellsOf(text: string, delimiter: string): string[] | null {
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    let cell: string;
    if (text[at] === '"') {
      const end = quoteEnd(text, at + 1);
      if (end < 0) return null;
      cell = text.slice(at + 1, end).replaceAll('""', '"');
      at = end + 1;
      if (at < text.length && text[at] !== delimiter) return null;
    } else {
      const end = text.indexOf(delimiter, at);
      cell = text.slice(at, end < 0 ? text.length : end);
      at = end < 0 ? text.length : end;
    }
    cells.push(cell);
    if (at >= text.length) return cells;
    at++;
  }
}

/** Where a quoted cell ends: at a quote that is not doubled. */
function quoteEnd(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 2)) if (text[at + 1] !== '"') return at;
  return -1;
}
