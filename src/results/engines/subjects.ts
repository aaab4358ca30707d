/** Looks at all that one subject did: which phases it was in, what it saw there, and what it did then. */

import { FEW, groupBy, runsOf } from '../group.js';
import { MOST_PHASES } from '../question.js';
import { compareFacts } from './facts.js';
import type { ConversionRow, ExposureRow, FailureRow, Row } from './rows.js';

/** A subject in one phase of an experiment. Texts are numbers of a dictionary. */
export interface Member {
  readonly experiment: number;
  readonly phase: number;
  /** Null for who saw several. */
  readonly variant: number | null;
  readonly isCarried: boolean;
  /** Of the first exposure. */
  readonly facts: number;
  readonly firstMs: number;
  /** The subject's first exposure to a later phase, where its outcomes end; Infinity where there is none. */
  readonly endMs: number;
  /** Each once, in the order of their times, those before the first exposure and after the end among them. */
  readonly conversions: readonly ConversionRow[];
  readonly failures: readonly FailureRow[];
}

/** What of a subject's rows is the same for all of its phases of an experiment. */
interface Past {
  readonly subject: string;
  /** By subject: when it saw each phase first, by time. */
  readonly firsts: ReadonlyMap<string, readonly First[]>;
  readonly conversions: readonly ConversionRow[];
  readonly failures: readonly FailureRow[];
}

interface First {
  readonly phase: number;
  readonly timeMs: number;
}

/** @param rows of the subject, and of the visitors who signed in as it */
export function membersOf(subject: string, rows: readonly Row[], textOf: (number: number) => string): Member[] {
  const exposures: ExposureRow[] = [];
  const converted: ConversionRow[] = [];
  const failures: FailureRow[] = [];
  for (const row of rows)
    if (row.is === 'exposure') exposures.push(row);
    else if (row.is === 'conversion') converted.push(row);
    else if (row.is === 'failure') failures.push(row);
  if (!exposures.length) return [];
  const conversions = once(converted);
  const members: Member[] = [];
  for (const all of groupsOf(exposures, (row) => row.experiment)) {
    const { experiment } = all[0] as ExposureRow;
    const failed = failures.filter((row) => row.experiment === experiment);
    if (isPlain(all, subject)) members.push(plainMember(subject, all, firstOf(all, textOf), conversions, failed));
    else members.push(...membersAmong(all, { subject, firsts: firstsOf(all), conversions, failures: failed }, textOf));
  }
  return members;
}

/** Lists of those that have a key in common, in the order of their first ones. */
function groupsOf(rows: readonly ExposureRow[], keyOf: (row: ExposureRow) => number): readonly ExposureRow[][] {
  if (rows.length > FEW) return [...groupBy(rows, keyOf).values()];
  const groups: ExposureRow[][] = [];
  for (const row of rows) {
    const group = groups.find(([first]) => first !== undefined && keyOf(first) === keyOf(row));
    if (group) group.push(row);
    else groups.push([row]);
  }
  return groups;
}

/** Whether nothing is to be told apart: one phase, and nobody else. */
function isPlain(exposures: readonly ExposureRow[], subject: string): boolean {
  const phase = exposures[0]?.phase;
  for (const row of exposures) if (row.phase !== phase || row.subject !== subject || row.unit !== subject) return false;
  return true;
}

/** What `memberOf` comes to where exposures are plain. */
function plainMember(
  subject: string,
  seen: readonly ExposureRow[],
  first: ExposureRow,
  conversions: readonly ConversionRow[],
  failures: readonly FailureRow[],
): Member {
  const isIts = (row: Row): boolean => row.subject === subject;
  const own = conversions.every(isIts) ? conversions : conversions.filter(isIts);
  return memberFrom(seen, first, Number.POSITIVE_INFINITY, own, failures.filter(isIts));
}

/** @param endMs where its outcomes end */
function memberFrom(
  seen: readonly ExposureRow[],
  first: ExposureRow,
  endMs: number,
  conversions: readonly ConversionRow[],
  failures: readonly FailureRow[],
): Member {
  const { experiment, phase, facts, timeMs: firstMs, isSticky: isCarried } = first;
  return {
    experiment,
    phase,
    variant: variantOf(seen, first),
    isCarried,
    facts,
    firstMs,
    endMs,
    conversions,
    failures,
  };
}

function variantOf(seen: readonly ExposureRow[], { variant }: ExposureRow): number | null {
  for (const row of seen) if (row.variant !== variant || row.isCrossed) return null;
  return variant;
}

function firstOf(seen: readonly ExposureRow[], textOf: (number: number) => string): ExposureRow {
  let [first] = seen as readonly [ExposureRow];
  for (const row of seen) if (isEarlier(row, first, textOf)) first = row;
  return first;
}

function membersAmong(all: readonly ExposureRow[], past: Past, textOf: (number: number) => string): Member[] {
  const own = groupsOf(
    all.filter(({ unit }) => unit === past.subject),
    ({ phase }) => phase,
  ).map((seen) => ({ seen, first: firstOf(seen, textOf) }));
  return own
    .sort((a, b) => a.first.timeMs - b.first.timeMs)
    .slice(0, MOST_PHASES)
    .map(({ seen, first }) => memberOf(seen, first, past));
}

function memberOf(seen: readonly ExposureRow[], first: ExposureRow, { subject, firsts, ...past }: Past): Member {
  const { phase, timeMs } = first;
  const faces = new Set([subject, ...seen.map((row) => row.subject)]);
  let endMs = Number.POSITIVE_INFINITY;
  let isFirst = true;
  for (const face of faces) {
    const others = firsts.get(face) ?? [];
    const next = others.find((other) => other.timeMs > timeMs && other.phase !== phase);
    if (next) endMs = Math.min(endMs, next.timeMs);
    if (others.find((other) => other.phase !== phase && other.timeMs < timeMs)) isFirst = false;
  }
  const isIts = (row: Row): boolean => faces.has(row.subject);
  const own = past.conversions.every(isIts) ? past.conversions : past.conversions.filter(isIts);
  // what failed before its exposure was sent belongs to the first phase there is
  const failed = past.failures.filter((row) => isIts(row) && (isFirst || row.timeMs >= timeMs) && row.timeMs < endMs);
  return memberFrom(seen, first, endMs, own, failed);
}

/** Whether an exposure is the first of the two, in whichever order they arrived. */
function isEarlier(a: ExposureRow, b: ExposureRow, textOf: (number: number) => string): boolean {
  if (a.timeMs !== b.timeMs) return a.timeMs < b.timeMs;
  if (a.isSticky !== b.isSticky) return b.isSticky;
  return a.facts !== b.facts && compareFacts(textOf(a.facts), textOf(b.facts)) < 0;
}

function firstsOf(exposures: readonly ExposureRow[]): Map<string, First[]> {
  const firsts = new Map<string, Map<number, First>>();
  for (const { phase, subject, timeMs } of exposures) {
    const own = firsts.get(subject) ?? new Map<number, First>();
    if (own.size === 0) firsts.set(subject, own);
    const known = own.get(phase);
    if (known === undefined || timeMs < known.timeMs) own.set(phase, { phase, timeMs });
  }
  return new Map([...firsts].map(([subject, own]) => [subject, [...own.values()].sort((a, b) => a.timeMs - b.timeMs)]));
}

/** Each event once, at the earliest of its times and the smallest of its values, by time. */
function once(rows: ConversionRow[]): ConversionRow[] {
  if (rows.length < 2) return rows;
  if (rows.length <= FEW && !isAnyTwice(rows)) return rows.sort(byTime);
  const single: ConversionRow[] = [];
  for (const same of runsOf(rows.sort(byId)))
    if (same.length === 1) single.push(same[0] as ConversionRow);
    else
      for (const again of groupBy(same, ({ subject, name }) => `${name} ${subject}`).values())
        single.push(earliest(again));
  return single.sort(byTime);
}

function earliest(same: readonly ConversionRow[]): ConversionRow {
  let [first] = same as readonly [ConversionRow, ...ConversionRow[]];
  for (const { timeMs, value } of same)
    if (timeMs < first.timeMs || value < first.value)
      first = { ...first, timeMs: Math.min(timeMs, first.timeMs), value: Math.min(value, first.value) };
  return first;
}

function isAnyTwice(rows: readonly ConversionRow[]): boolean {
  for (let at = 1; at < rows.length; at++) {
    const { id } = rows[at] as ConversionRow;
    for (let before = 0; before < at; before++) if (rows[before]?.id === id) return true;
  }
  return false;
}

const byId = (a: ConversionRow, b: ConversionRow): number => a.id - b.id;

const byTime = (a: ConversionRow, b: ConversionRow): number => a.timeMs - b.timeMs || a.value - b.value || a.id - b.id;
