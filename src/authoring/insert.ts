/** Puts an item into a list of a YAML text, between those that are there. */

import type { YAMLSeq } from 'yaml';
import { endOf, flowText, indented, lineEnd, lineStart, startOf, stringified, type TextEdit } from './lines.js';

/** Behind the item before it; in front of the first, above the lines of comment that are about that one. */
export function insertItem(list: YAMLSeq, at: number, value: unknown, body: string): TextEdit | null {
  if (list.flow) return insertInFlow(list, at, value);
  const first = startOf(list.items[0]);
  const end = endOf(list.items[at - 1], body);
  if (first === null || (at > 0 && end === null)) return null;
  const column = body.lastIndexOf('-', first - 1) - lineStart(body, first);
  const item = `${' '.repeat(column)}- ${indented(stringified(value), column + 2)}`;
  if (end !== null) return { from: lineEnd(body, end), to: lineEnd(body, end), text: `\n${item}` };
  let line = lineStart(body, first);
  while (line > 0 && /^\s*#/.test(body.slice(lineStart(body, line - 1), line))) line = lineStart(body, line - 1);
  return { from: line, to: line, text: `${item}\n` };
}

function insertInFlow({ items, range }: YAMLSeq, at: number, value: unknown): TextEdit | null {
  const next = startOf(items[at]);
  return range && next !== null ? { from: next, to: next, text: `${flowText(value)}, ` } : null;
}
