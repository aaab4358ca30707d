/** Checks experiments against each other: what is right in every file can still be wrong in the directory. */

import { type Layer, statusOf } from '../core/index.js';
import { isHoldout } from './holdout.js';
import { listOf, read } from './json.js';
import { findOverlap, slicesFor } from './overlap.js';
import type { ParsedDocument } from './parse.js';
import { error, type Finding, type Path, warning } from './problem.js';

/** A document, and whether it stands by itself. */
export interface DirectoryEntry {
  readonly document: ParsedDocument;
  readonly valid: boolean;
}

interface Placed {
  readonly document: ParsedDocument;
  readonly finding: Finding;
}

/** Ids that stand twice, salts and slices that running experiments share, holdouts of nothing. */
export function checkTogether(entries: readonly DirectoryEntry[]): Placed[] {
  return [
    ...checkIds(entries),
    ...checkSalts(entries),
    ...checkSlices(entries),
    ...checkElements(entries),
    ...checkHoldouts(entries),
  ];
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
    if (!valid || !isRunning(document)) continue;
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

const isRunning = ({ value }: ParsedDocument): boolean =>
  !isHoldout(value) && statusOf({ status: read(value, ['status']) as string | undefined }) === 'running';

function checkSlices(entries: readonly DirectoryEntry[]): Placed[] {
  const running = entries.filter(({ document, valid }) => valid && isRunning(document));
  const sliced = running.flatMap(({ document }) => {
    const layer = read(document.value, ['layer']) as Layer | undefined;
    return layer ? [{ document, layer }] : [];
  });
  return sliced.flatMap(({ document, layer }, index) => {
    const other = sliced
      .slice(0, index)
      .find(({ layer: { name, from, to } }) => name === layer.name && from < layer.to && layer.from < to);
    if (!other) return [];
    const { from, to } = other.layer;
    const params = { name: layer.name, slice: `${from} to ${to}`, other: where(other.document, 'layer') };
    return [{ document, finding: error('slice', ['layer'], params) }];
  });
}

/** Each experiment is warned of once, with the first one that it meets. */
function checkElements(entries: readonly DirectoryEntry[]): Placed[] {
  const running = entries.filter(({ document, valid }) => valid && isRunning(document)).map(({ document }) => document);
  const touching = running.filter(({ value }) => listOf(read(value, ['variants'])).some(({ domOps }) => domOps));
  const meetings = touching.flatMap((document, index) => {
    for (const other of touching.slice(0, index)) {
      const overlap = findOverlap(other.value, document.value);
      if (overlap && read(other.value, ['id']) !== read(document.value, ['id'])) return [{ document, other, overlap }];
    }
    return [];
  });
  // Those that meet the same one share its layer out between them.
  return meetings.map(({ document, other, overlap }) => {
    const alike = meetings.filter((one) => one.other === other);
    const { first, others } = slicesFor(other.value, alike.length);
    const here = others[alike.findIndex((one) => one.document === document)] ?? '';
    const params = { what: overlap.what, other: where(other, 'id'), there: first, here };
    return { document, finding: warning('overlap', overlap.path, params) };
  });
}

function checkHoldouts(entries: readonly DirectoryEntry[]): Placed[] {
  const experiments = entries
    .filter(({ document }) => !isHoldout(document.value))
    .map(({ document }) => document.value);
  const ids = experiments.flatMap((value) => read(value, ['id']) ?? []).map(String);
  const tags = experiments.flatMap((value) => read(value, ['tags']) ?? []).map(String);
  const missing = (document: ParsedDocument, path: Path, what: string, known: readonly string[]): Placed[] => {
    const named = read(document.value, path);
    return (Array.isArray(named) ? named : []).flatMap((value, index) =>
      typeof value !== 'string' || known.includes(value)
        ? []
        : [{ document, finding: error('reference', [...path, index], { what, value, known: [...new Set(known)] }) }],
    );
  };
  return entries
    .filter(({ document }) => isHoldout(document.value))
    .flatMap(({ document }) => [
      ...missing(document, ['experiments'], 'an experiment', ids),
      ...missing(document, ['experiments', 'tags'], 'a tag of an experiment', tags),
    ]);
}
