/** Sets the status in an experiment file and leaves every other byte as it is. */

import { isMap, isScalar, type Pair, parseAllDocuments, type Scalar, type YAMLMap } from 'yaml';

/** What a person may set it to. */
export type NewStatus = 'running' | 'paused' | 'archived';

/**
 * The text with `status` of one document set; null where the document is written in a way that this cannot edit.
 *
 * @param index of the document in the file, from 0; empty documents are not counted
 */
export function setStatus(text: string, index: number, status: NewStatus): string | null {
  const mark = text.startsWith('\uFEFF') ? '\uFEFF' : '';
  const body = text.slice(mark.length);
  const documents = [...parseAllDocuments(body, { version: '1.2', schema: 'core', merge: false })];
  const maps = documents.map(({ contents }) => contents).filter((contents) => contents !== null && !isEmpty(contents));
  const map = maps[index];
  if (!isMap(map)) return null;
  const edit = pairOf(map, 'status') ? replace(map, status) : insert(map, body, status);
  return edit && `${mark}${body.slice(0, edit.from)}${edit.text}${body.slice(edit.to)}`;
}

interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

const isEmpty = (node: unknown): boolean => isScalar(node) && node.value === null;

const pairOf = (map: YAMLMap, key: string): Pair | undefined =>
  map.items.find((pair) => isScalar(pair.key) && pair.key.value === key);

function scalarOf(map: YAMLMap, key: string): Scalar | undefined {
  const value = pairOf(map, key)?.value;
  return isScalar(value) && !value.anchor ? value : undefined;
}

function replace(map: YAMLMap, status: NewStatus): Edit | null {
  const range = scalarOf(map, 'status')?.range;
  return range ? { from: range[0], to: range[1], text: status } : null;
}

/** After the name, which every experiment has. */
function insert(map: YAMLMap, body: string, status: NewStatus): Edit | null {
  const key = pairOf(map, 'name')?.key;
  const range = scalarOf(map, 'name')?.range;
  if (!range || !isScalar(key) || !key.range) return null;
  if (map.flow) return { from: range[1], to: range[1], text: `, status: ${status}` };
  const lineStart = body.lastIndexOf('\n', key.range[0] - 1) + 1;
  const indent = body.slice(lineStart, key.range[0]);
  if (indent.trim() !== '') return null;
  const newline = body.includes('\r\n') ? '\r\n' : '\n';
  // the value of a block ends behind its last line
  const end = body[range[1] - 1] === '\n' ? range[1] : body.indexOf('\n', range[1]) + 1;
  return end > 0
    ? { from: end, to: end, text: `${indent}status: ${status}${newline}` }
    : { from: body.length, to: body.length, text: `${newline}${indent}status: ${status}` };
}
