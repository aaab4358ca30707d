/** Counts the events of files with DuckDB, in a child. */

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createCurrencies } from '../../currencies.js';
import { type EventFile, type Reading, readEvents } from '../../events.js';
import { groupBy } from '../../group.js';
import type { ResultQuestion } from '../../question.js';
import { createHearing, type Heard } from '../../silent.js';
import type { FileCounts } from '../files.js';
import { countRow, gatherCounts } from '../gathered.js';
import { DUCK_MEMORY_MB, runDuckJob } from './child.js';
import type { DuckAnswer, EventBucket } from './job.js';
import { createSortedEvents, SORTED_BUCKETS } from './sorted.js';

/** What an engine reads. */
export interface EventSources {
  /** Lines. */
  readonly files: readonly EventFile[];
  /** Paths of Parquet files. */
  readonly parquet: readonly string[];
}

/** Counts, or why there are none: an engine that is not installed, or one that gave up. */
export type EngineCounts =
  | ({ readonly ok: true } & FileCounts)
  | { readonly ok: false; readonly code: 'missing' | 'failed'; readonly reason: string };

/** Lines are sorted into buckets on the disk first; Parquet that `fx events compact` wrote is in buckets. */
export async function countInDuckDb(
  question: ResultQuestion,
  { files, parquet }: EventSources,
  memoryMb = DUCK_MEMORY_MB,
): Promise<EngineCounts> {
  const folder = mkdtempSync(join(tmpdir(), 'fx-duckdb-'));
  try {
    const { sorted, ...lines } = await sortFiles(question, files, join(folder, 'lines'));
    // Of what is in Parquet the names are not asked.
    const read = parquet.length ? { ...lines, heard: undefined } : lines;
    const { buckets, strangers } = bucketsOf(sorted, parquet);
    if (!buckets.length && !strangers.length)
      return counted(question, { is: 'counted', rows: [], events: 0, dropped: 0 }, read);
    const answer = await runDuckJob({ is: 'count', question, buckets, strangers, folder, memoryMb });
    return counted(question, answer, read);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function sortFiles(question: ResultQuestion, files: readonly EventFile[], folder: string) {
  mkdirSync(folder);
  const sorted = createSortedEvents(folder, false);
  let told = 0;
  const { add, heard } = createHearing();
  const currencies = createCurrencies(question);
  const reading = await readEvents(files, (read) => {
    told += read.dropped;
    currencies.add(read);
    if (read.event.type === 'conversion') add(read.event.name);
    sorted.add(read);
  });
  const oddities = [...reading.oddities, ...currencies.oddities()];
  return { reading: { ...reading, oddities }, heard, untold: reading.dropped - told, sorted: sorted.finish() };
}

interface ReadLines {
  readonly reading: Reading;
  /** Of the events that browsers had to give up those of batches without an event. */
  readonly untold: number;
  readonly heard: Heard | undefined;
}

/** `bucket-03-of-16`, as `fx events compact` names the folders of its files. */
const BUCKET = /[\\/]bucket-(\d+)-of-(\d+)[\\/][^\\/]+$/;

function bucketsOf(sorted: readonly { readonly bucket: number; readonly file: string }[], parquet: readonly string[]) {
  const paths = parquet.map((path) => resolve(path));
  const isOwn = (path: string): boolean => Number(BUCKET.exec(path)?.[2]) === SORTED_BUCKETS;
  const csv = groupBy(sorted, ({ bucket }) => bucket);
  const own = groupBy(paths.filter(isOwn), (path) => Number(BUCKET.exec(path)?.[1]));
  const buckets = Array.from(
    { length: SORTED_BUCKETS },
    (_, at): EventBucket => ({ csv: (csv.get(at) ?? []).map(({ file }) => file), parquet: own.get(at) ?? [] }),
  );
  return {
    buckets: buckets.filter((one) => one.csv.length || one.parquet.length),
    strangers: paths.filter((path) => !isOwn(path)),
  };
}

function counted(question: ResultQuestion, answer: DuckAnswer, { reading, untold, heard }: ReadLines): EngineCounts {
  if (answer.is === 'missing' || answer.is === 'failed') return { ok: false, code: answer.is, reason: answer.reason };
  // Counting is answered in no other way.
  const { rows, events, dropped } = answer as Extract<DuckAnswer, { readonly is: 'counted' }>;
  const inParquet = events - reading.events;
  return {
    ok: true,
    counts: gatherCounts(question, rows.map(countRow)),
    repeated: null,
    ...(heard && { heard }),
    reading: {
      ...reading,
      lines: reading.lines + inParquet,
      events,
      dropped: dropped + untold,
    },
  };
}
