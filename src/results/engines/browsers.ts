/** Looks at all that a browser sent: sets its clock right, and finds out who its visitor is. */

import { FEW, groupBy, runsOf } from '../group.js';
import { MOST_HOSTS, MOST_PHASES } from '../question.js';
import type { ClockRow, ExposureRow, Row } from './rows.js';

type EventRow = Exclude<Row, ClockRow>;

/** A browser's rows, and whose they are besides their own subject's. */
export interface Placed {
  /** Times are by the collector's clock, exposures have their unit. */
  readonly rows: readonly Row[];
  /** Rows of the visitor are read with those of these subjects, too, as they are the same person in some phase. */
  readonly signedInAs: readonly string[];
  /** Events that came again with the same id. */
  readonly repeated: number;
}

/**
 * The time of an event is that of the browser and the smallest `received - sentAt` that is known of it: what a batch
 * was on its way is no error of the clock.
 */
export function placeBrowser(browser: string, rows: readonly Row[], isStitched: boolean): Placed {
  correctClock(rows);
  const repeated = repeatedIn(rows);
  if (rows.every(({ subject }) => subject === browser)) return { rows, signedInAs: [], repeated };
  const exposures = rows.filter((row) => row.is === 'exposure');
  const named = earliestTwo(rows.filter((row) => row.is === 'conversion' && row.subject !== browser));
  const stays: { readonly own: readonly ExposureRow[]; readonly host: string }[] = [];
  for (const all of groupBy(exposures, ({ experiment }) => experiment).values())
    for (const { seen, since } of spellsOf(all)) {
      if (seen.some(({ variant }) => variant !== seen[0]?.variant)) for (const row of seen) row.isCrossed = true;
      const own = seen.filter(({ subject }) => subject === browser);
      const host = isStitched && own.length ? onlyHost(seen, before(endOf(seen, since, all), named), browser) : null;
      if (host !== null) stays.push({ own, host });
    }
  const hosts = new Set(stays.map(({ host }) => host));
  if (hosts.size > MOST_HOSTS) return { rows, signedInAs: [], repeated };
  for (const { own, host } of stays) for (const row of own) row.unit = host;
  return { rows, signedInAs: [...hosts], repeated };
}

/** One phase of an experiment in a browser. */
interface Spell {
  readonly seen: readonly ExposureRow[];
  readonly since: number;
}

/** The phases of an experiment that a browser saw, the first ones alone: beyond, it is no person's. */
function spellsOf(all: readonly ExposureRow[]): Spell[] {
  const spells = [...groupBy(all, ({ phase }) => phase).values()].map((seen) => ({ seen, since: firstOf(seen) }));
  return spells.length > MOST_PHASES ? spells.sort((a, b) => a.since - b.since).slice(0, MOST_PHASES) : spells;
}

/**
 * When the browser first saw a later phase of the same experiment: what is learned of it from then on says nothing of
 * this one.
 */
function endOf([first]: readonly ExposureRow[], since: number, all: readonly ExposureRow[]): number {
  let end = Number.POSITIVE_INFINITY;
  for (const { phase, timeMs } of all) if (phase !== first?.phase && timeMs > since && timeMs < end) end = timeMs;
  return end;
}

const firstOf = (rows: readonly Row[]): number =>
  rows.reduce((least, { timeMs }) => Math.min(least, timeMs), Number.POSITIVE_INFINITY);

const before = (timeMs: number, rows: readonly Row[]): readonly Row[] => rows.filter((row) => row.timeMs < timeMs);

/** The first rows of the two subjects who come first: where there are two, nobody is the only one. */
function earliestTwo(rows: readonly Row[]): readonly Row[] {
  const firsts = new Map<string, Row>();
  for (const row of rows)
    if (row.timeMs < (firsts.get(row.subject)?.timeMs ?? Number.POSITIVE_INFINITY)) firsts.set(row.subject, row);
  return [...firsts.values()].sort((a, b) => a.timeMs - b.timeMs).slice(0, 2);
}

/** Changes the times in place: of millions of rows a copy would be most of the memory. */
function correctClock(rows: readonly Row[]): void {
  let least = Number.POSITIVE_INFINITY;
  for (const { skewMs } of rows) if (skewMs < least) least = skewMs;
  if (Number.isFinite(least)) for (const row of rows) row.timeMs += least;
}

/** Who the visitor is where there is exactly one subject of the host's; null otherwise. */
function onlyHost(seen: readonly Row[], named: readonly Row[], browser: string): string | null {
  const hosts = new Set([...seen, ...named].map(({ subject }) => subject).filter((subject) => subject !== browser));
  const [host = null] = hosts;
  return hosts.size === 1 ? host : null;
}

function repeatedIn(rows: readonly Row[]): number {
  if (rows.length <= FEW) return repeatedAmong(rows);
  let repeated = 0;
  for (const same of runsOf(rows.filter((row) => row.is !== 'clock').sort(byId)))
    repeated += same.length <= FEW ? repeatedAmong(same) : same.length - new Set(same.map(sameness)).size;
  return repeated;
}

/** Pair by pair. */
function repeatedAmong(rows: readonly Row[]): number {
  let repeated = 0;
  for (let at = 1; at < rows.length; at++) {
    const row = rows[at] as Row;
    for (let before = 0; row.is !== 'clock' && before < at; before++) {
      const other = rows[before] as Row;
      if (other.is !== row.is || other.id !== row.id || other.subject !== row.subject) continue;
      repeated++;
      break;
    }
  }
  return repeated;
}

const byId = (a: EventRow, b: EventRow): number => a.id - b.id;

const sameness = ({ is, subject }: Row): string => `${is} ${subject}`;
