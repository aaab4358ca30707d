/** Carries a change of a file over to another version of it, where it is sure to say the same there. */

import { diffArrays } from 'diff';
import { parse } from '../authoring/checks.js';
import { toJson } from '../authoring/index.js';
import { isRecord } from './records.js';

/** Makes the new text of a file; null where it is written in a way that cannot be edited. */
export type Editing = (text: string, index: number) => string | null;

/** A change of a text, and the version that it is to be made in. */
export interface Carrying {
  /** The experiment that is changed. */
  readonly id: string;
  readonly before: string;
  readonly after: string;
  readonly onto: string;
  /** Makes the change again where lines alone do not tell; null where it is lines and nothing else. */
  readonly edit: Editing | null;
}

/**
 * The other version with the change, and with nothing else that differs between the two; null where that is not sure.
 * What comes out is read again: each experiment says there what it said, but for what the change says.
 */
export function carryOver({ id, before, after, onto, edit }: Carrying): string | null {
  if (onto === before) return after;
  const [base, mine, theirs] = [valuesIn(before), valuesIn(after), valuesIn(onto)];
  const wanted = base && mine && theirs && mergeValues(base, mine, theirs);
  if (!wanted) return null;
  const isWanted = (text: string): boolean => {
    const values = valuesIn(text);
    return values !== null && toJson(values) === toJson(wanted.value);
  };
  const merged = mergeLines(before, after, onto);
  if (merged !== null && isWanted(merged)) return merged;
  const index = indexOfId(onto, id);
  const edited = edit && index !== null ? edit(onto, index) : null;
  return edited !== null && isWanted(edited) ? edited : null;
}

/** The only document of a file that has this id, from 0; null where none or several have. */
export function indexOfId(text: string, id: string): number | null {
  const found = documentsIn(text)?.flatMap((value, at) => (idOf(value) === id ? [at] : [])) ?? [];
  const [place] = found;
  return found.length === 1 && place !== undefined ? place : null;
}

/** A part of a text, in lines from 0, and what stands there in its place. */
interface Replaced {
  readonly from: number;
  readonly to: number;
  readonly lines: readonly string[];
}

/** Two changes of one text in one; null where they are of the same lines. */
export function mergeLines(base: string, mine: string, theirs: string): string | null {
  const lines = base.split('\n');
  const all = [...replacedIn(lines, theirs.split('\n')), ...replacedIn(lines, mine.split('\n'))];
  all.sort((a, b) => a.from - b.from || a.to - b.to);
  const merged: string[] = [];
  let place = 0;
  for (const [at, part] of all.entries()) {
    const last = all[at - 1];
    if (last && isSamePart(last, part)) continue;
    const isTwice = last !== undefined && last.from === last.to && part.from === part.to && last.from === part.from;
    if (part.from < place || isTwice) return null;
    merged.push(...lines.slice(place, part.from), ...part.lines);
    place = part.to;
  }
  return [...merged, ...lines.slice(place)].join('\n');
}

const isSamePart = (a: Replaced, b: Replaced): boolean =>
  a.from === b.from && a.to === b.to && a.lines.join('\n') === b.lines.join('\n');

function replacedIn(base: string[], other: string[]): Replaced[] {
  const parts: Replaced[] = [];
  let from = 0;
  let isOpen = false;
  for (const { added, removed, value } of diffArrays(base, other)) {
    const last = isOpen ? parts.pop() : undefined;
    const part = last ?? { from, to: from, lines: [] };
    isOpen = added || removed;
    if (isOpen)
      parts.push({
        from: part.from,
        to: part.to + (removed ? value.length : 0),
        lines: added ? [...part.lines, ...value] : part.lines,
      });
    else if (last) parts.push(last);
    if (!added) from += value.length;
  }
  return parts;
}

/** What each document says; null where one cannot be read, or two have one id. */
function valuesIn(text: string): Readonly<Record<string, unknown>> | null {
  const documents = documentsIn(text)?.map((value) => [idOf(value) ?? toJson(value), value] as const);
  if (!documents || new Set(documents.map(([name]) => name)).size !== documents.length) return null;
  return Object.fromEntries(documents);
}

function documentsIn(text: string): readonly unknown[] | null {
  const { documents, problems } = parse({ path: 'git', text });
  return problems.some(({ severity }) => severity === 'error') ? null : documents.map(({ value }) => value);
}

const idOf = (value: unknown): string | undefined =>
  isRecord(value) && typeof value.id === 'string' ? value.id : undefined;

/** A value, which may be undefined: the field is not there. */
type Merged = { readonly value: unknown } | null;

const isSame = (a: unknown, b: unknown): boolean =>
  JSON.stringify([a]) === JSON.stringify([b]) || toJson([a]) === toJson([b]);

/** Where both changed one value, mine stands; null where both changed something larger. */
function mergeValues(base: unknown, mine: unknown, theirs: unknown): Merged {
  if (isSame(base, mine)) return { value: theirs };
  if (isSame(base, theirs) || isSame(mine, theirs)) return { value: mine };
  if (isRecord(base) && isRecord(mine) && isRecord(theirs)) return mergeRecords(base, mine, theirs);
  if (Array.isArray(base) && Array.isArray(mine) && Array.isArray(theirs)) return mergeLists(base, mine, theirs);
  return [base, mine, theirs].some((value) => typeof value === 'object' && value !== null) ? null : { value: mine };
}

type Named = Readonly<Record<string, unknown>>;

function mergeRecords(base: Named, mine: Named, theirs: Named): { readonly value: Named } | null {
  const merged: [string, unknown][] = [];
  for (const name of new Set([...Object.keys(theirs), ...Object.keys(mine)])) {
    const own = mergeValues(base[name], mine[name], theirs[name]);
    if (!own) return null;
    if (own.value !== undefined) merged.push([name, own.value]);
  }
  return { value: Object.fromEntries(merged) };
}

/** By the keys of variants and metrics; others by their places, where none is new or gone. */
function mergeLists(base: readonly unknown[], mine: readonly unknown[], theirs: readonly unknown[]): Merged {
  const [was, own, other] = [keyed(base), keyed(mine), keyed(theirs)];
  if (was && own && other) {
    const [old, here, there] = [was, own, other].map((named) => Object.keys(named).join('\n'));
    const merged = here === old || there === old ? mergeRecords(was, own, other) : null;
    if (!merged) return null;
    const order = Object.keys(here === old ? other : own);
    return { value: order.flatMap((key) => (merged.value[key] === undefined ? [] : [merged.value[key]])) };
  }
  if (base.length !== mine.length || base.length !== theirs.length) return null;
  const parts = base.map((value, at) => mergeValues(value, mine[at], theirs[at]));
  return parts.some((part) => part === null) ? null : { value: parts.map((part) => part?.value) };
}

/** By key, in their order; null where one has none, or two have the same. */
function keyed(list: readonly unknown[]): Named | null {
  // A key may be a number by its letters, which an object would put first.
  const entries = list.map(
    (value) => [isRecord(value) && typeof value.key === 'string' ? `=${value.key}` : '', value] as const,
  );
  const names = new Set(entries.map(([name]) => name));
  return names.size === entries.length && !names.has('') ? Object.fromEntries(entries) : null;
}
