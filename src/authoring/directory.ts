/** Checks experiments against each other: what is right in every file can still be wrong in the directory. */

import { read } from './json.js';
import type { ParsedDocument } from './parse.js';
import { error, type Finding, warning } from './problem.js';

/** A document, and whether it stands by itself. */
export interface DirectoryEntry {
  readonly document: ParsedDocument;
  readonly valid: boolean;
}

interface Placed {
  readonly document: ParsedDocument;
  readonly finding: Finding;
}

/** Ids that stand twice, and running experiments that share a salt. Each finding names the other place. */
export function checkTogether(entries: readonly DirectoryEntry[]): Placed[] {
  return [...checkIds(entries), ...checkSalts(entries)];
}

function checkIds(entries: readonly DirectoryEntry[]): Placed[] {
  const first = new Map<string, ParsedDocument>();
  const found: Placed[] = [];
  for (const { document } of entries) {
    const id = read(document.value, ['id']);
    if (typeof id !== 'string' || id === '') continue;
    const other = first.get(id);
    if (!other) first.set(id, document);
    else found.push({ document, finding: error('duplicate', ['id'], { what: `id ${id}`, other: where(other, 'id') }) });
  }
  return found;
}

function checkSalts(entries: readonly DirectoryEntry[]): Placed[] {
  const first = new Map<string, ParsedDocument>();
  const found: Placed[] = [];
  for (const { document, valid } of entries) {
    if (!valid || (read(document.value, ['status']) ?? 'running') !== 'running') continue;
    const id = read(document.value, ['id']);
    const salt = String(read(document.value, ['salt']) ?? id);
    const other = first.get(salt);
    if (!other) first.set(salt, document);
    else if (read(other.value, ['id']) !== id) {
      const key = read(document.value, ['salt']) === undefined ? 'id' : 'salt';
      found.push({ document, finding: warning('shared-salt', [key], { salt, other: where(other, 'salt') }) });
    }
  }
  return found;
}

const where = (document: ParsedDocument, key: string): string =>
  `${document.file}:${document.locate({ path: [key] }).line}`;
