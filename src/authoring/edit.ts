/** Sets fields of an experiment file and leaves every other line as it is: comments, order, ends of lines. */

import { type Document, isMap, isScalar, parseAllDocuments } from 'yaml';
import { toJson } from './canonical.js';
import type { TextEdit } from './lines.js';
import { applyEdit, type FieldEdit } from './place.js';

/** What a person may set the status to. */
export type NewStatus = 'draft' | 'running' | 'paused' | 'archived';

/** The text with `status` of one document set; null where the document is written in a way that this cannot edit. */
export const setStatus = (text: string, index: number, status: NewStatus): string | null =>
  editFields(text, index, [{ path: ['status'], value: status }]);

/**
 * The text with fields of one document set; null where the document is written in a way that this cannot edit, as with
 * anchors. What comes out is read again: it says what was meant, and nothing else changed.
 *
 * @param index of the document in the file, from 0; empty documents are not counted
 */
export function editFields(text: string, index: number, edits: readonly FieldEdit[]): string | null {
  const mark = text.startsWith('\uFEFF') ? '\uFEFF' : '';
  let body = text.slice(mark.length);
  for (const edit of edits) {
    const [before] = [valuesIn(body)];
    const map = documentsIn(body)[index]?.contents;
    if (!before || !isMap(map)) return null;
    if (!edit.isInserted && toJson(valueAt(before[index], edit.path) ?? null) === toJson(edit.value ?? null)) continue;
    const change = applyEdit(map, body, edit);
    if (!change) return null;
    body = written(body, change);
    const wanted = before.map((value, at) => (at === index ? withEdit(value, edit.path, edit) : value));
    if (toJson(valuesIn(body)) !== toJson(wanted)) return null;
  }
  return `${mark}${body}`;
}

function written(body: string, { from, to, text }: TextEdit): string {
  const lines = body.includes('\r\n') ? text.replace(/\r?\n/g, '\r\n') : text;
  return `${body.slice(0, from)}${lines}${body.slice(to)}`;
}

/** Those that hold anything. */
function documentsIn(body: string): Document[] {
  const documents = [...parseAllDocuments(body, { version: '1.2', schema: 'core', merge: false })] as Document[];
  return documents.filter(({ contents }) => contents !== null && !(isScalar(contents) && contents.value === null));
}

function valuesIn(body: string): unknown[] | null {
  const documents = documentsIn(body);
  if (documents.some(({ errors }) => errors.length)) return null;
  return documents.map((document) => document.toJS({ maxAliasCount: 100 }) as unknown);
}

type Part = Readonly<Record<string | number, unknown>> | undefined;

const valueAt = (value: unknown, path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>((part, key) => (part as Part)?.[key], value);

/** The value with one field set, made where it is missing. An object that loses its last field goes, too. */
function withEdit(value: unknown, [key, ...rest]: readonly (string | number)[], edit: FieldEdit): unknown {
  if (key === undefined) return edit.value;
  if (typeof key === 'number') {
    const list = Array.isArray(value) ? [...(value as unknown[])] : [];
    const isNew = edit.isInserted === true && !rest.length;
    const inner = isNew ? edit.value : withEdit(list[key], rest, edit);
    list.splice(key, isNew ? 0 : 1, ...(inner === undefined ? [] : [inner]));
    return list;
  }
  const inner = withEdit((value as Part)?.[key], rest, edit);
  const others = Object.entries(value ?? {}).filter(([name]) => name !== key);
  const all = inner === undefined ? others : [...others, [key, inner] as const];
  return all.length ? Object.fromEntries(all) : undefined;
}
