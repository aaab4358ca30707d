/** Puts what stands over several lines on one: JSON that was printed for people, lists, and the rows of tables. */

import { createTableRows, type Laid, type TableRows, tableHeadOf } from './rowtable.js';

/** Takes the lines of a file, one at a time. */
export interface Layout {
  /**
   * Whether a line may belong to what stands above it. Where it does not, a line that is an object need not be added.
   */
  readonly isOpen: () => boolean;
  /** To be called in place of `add`, where a line is an object by itself, as nearly all are. */
  readonly pass: () => void;
  /** What is whole with this line; null where there is nothing yet, or where the line says nothing. */
  readonly add: (text: string, line: number) => readonly Laid[] | null;
  /** What has begun and never ended. */
  readonly end: () => readonly Laid[];
}

/** No event is longer, and nobody waits for the end of one that has none. */
const MOST_CHARACTERS = 2 ** 20;

/** A value that stands over several lines. */
interface Begun {
  readonly line: number;
  readonly indent: number;
  readonly lines: string[];
  characters: number;
}

/** For one file. */
export function createLayout(): Layout {
  let table: TableRows | null = null;
  let isFirst = true;
  let begun: Begun | null = null;

  const give = (): Laid[] => {
    const laid = begun ? [{ text: withoutList(begun.lines.join('\n').trim()), line: begun.line }] : [];
    begun = null;
    return laid;
  };

  const collect = (value: Begun, text: string, line: number): readonly Laid[] | null => {
    // An object on a line of its own, where the inner ones are indented: the one that has begun never ends.
    if (indentOf(text) <= value.indent && /^\s*\{\s*"/.test(text))
      return [...give(), { text: withoutList(text.trim()), line }];
    value.lines.push(text);
    value.characters += text.length;
    const isEnd = indentOf(text) <= value.indent && /^\s*\}/.test(text);
    return isEnd || value.characters > MOST_CHARACTERS ? give() : null;
  };

  const add = (text: string, line: number): readonly Laid[] | null => {
    if (begun) return collect(begun, text, line);
    if (table) return table.add(text, line);
    const trimmed = text.trim();
    if (trimmed === '') return null;
    if (isFirst) {
      isFirst = false;
      const head = tableHeadOf(trimmed);
      if (head) {
        table = createTableRows(head);
        return null;
      }
    }
    if (/^[[\],]+$/.test(trimmed)) return null;
    if (/^[[,]*\s*\{$/.test(trimmed)) {
      begun = { line, indent: indentOf(text), lines: [text], characters: text.length };
      return null;
    }
    return [{ text: withoutList(trimmed), line }];
  };

  const isOpen = (): boolean => begun !== null || table !== null;
  const pass = (): void => {
    isFirst = false;
  };

  return { isOpen, pass, add, end: () => [...give(), ...(table?.end() ?? [])] };
}

const indentOf = (text: string): number => text.length - text.trimStart().length;

/** A value of a list that has one on each line, without what the list puts about it. */
function withoutList(text: string): string {
  const start = /^[[,]+\s*(?=\{)/.exec(text)?.[0] ?? '';
  const end = /(?<=\})\s*[\],]+$/.exec(text)?.[0] ?? '';
  // A list on one line is a value itself.
  if (start.startsWith('[') && end.endsWith(']')) return text;
  return text.slice(start.length, text.length - end.length);
}
