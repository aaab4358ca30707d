/** Finds where a node of a YAML text begins and ends, and writes a value there. */

import { Document, isMap, isSeq, type Node, type Pair, stringify } from 'yaml';

/** A piece of text, and what takes its place. */
export interface TextEdit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** Where a node begins. */
export const startOf = (node: unknown): number | null => rangeOf(node)?.[0] ?? null;

/**
 * Behind the last sign of a node: of a block of others that of its last one, of a block of text without its last line
 * feed.
 */
export function endOf(node: unknown, body: string): number | null {
  if ((isMap(node) || isSeq(node)) && !node.flow && node.items.length) {
    const last = node.items.at(-1);
    if (isMap(node)) {
      const pair = last as Pair;
      return endOf(pair.value, body) ?? endOf(pair.key, body);
    }
    return endOf(last, body);
  }
  const range = rangeOf(node);
  if (!range) return null;
  const text = body.slice(range[0], range[1]);
  return range[0] + text.trimEnd().length;
}

const rangeOf = (node: unknown): Node['range'] | null =>
  typeof node === 'object' && node !== null && 'range' in node ? (node as Node).range : null;

/** Where the line of a place begins. */
export const lineStart = (body: string, at: number): number => body.lastIndexOf('\n', at - 1) + 1;

/** Where the line of a place ends, before its line feed. */
export function lineEnd(body: string, at: number): number {
  const end = body.indexOf('\n', at);
  if (end < 0) return body.length;
  return body[end - 1] === '\r' ? end - 1 : end;
}

/** A value as lines of YAML. */
export const stringified = (value: unknown): string =>
  stringify(value, { lineWidth: 0, blockQuote: 'literal', version: '1.2', schema: 'core' }).replace(/\n$/, '');

/** The text with all but its first line indented. */
export const indented = (text: string, column: number): string =>
  text.replace(/\n(?!\n|$)/g, `\n${' '.repeat(column)}`);

/** A value as YAML on one line. */
export function flowText(value: unknown): string {
  if (typeof value === 'string' && !/^[\w ./%-]+$/.test(value)) return JSON.stringify(value);
  const document = new Document(value, { version: '1.2', schema: 'core' });
  if (isMap(document.contents) || isSeq(document.contents)) document.contents.flow = true;
  return document.toString({ lineWidth: 0 }).replace(/\n$/, '');
}
