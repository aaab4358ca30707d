/** Writes sorted events as Parquet, each event once. */

import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { sqlQuoted } from '../sql/dialect.js';
import { columnNames } from './columns.js';
import type { DuckDatabase } from './database.js';
import type { DuckJob } from './job.js';
import { SORTED_BUCKETS } from './sorted.js';
import { csvTable } from './tables.js';

/** The folder of a bucket: a reader knows from its name that all events of a browser are in one of so many. */
export const bucketFolder = (bucket: number): string =>
  `bucket-${String(bucket).padStart(2, '0')}-of-${SORTED_BUCKETS}`;

/**
 * Copies of an event are one row, and its counts stay what they are: a browser's clock is known from the smallest
 * `received - sentAt`, and how far the events reach from the last that arrived.
 */
export async function packEvents(
  database: DuckDatabase,
  { from, to, name }: Extract<DuckJob, { readonly is: 'pack' }>,
) {
  const sums: Readonly<Record<string, string>> = {
    received: 'max(received) AS received',
    skew: 'min(skew) AS skew',
    dropped: 'sum(dropped)::BIGINT AS dropped',
  };
  const names = columnNames(true);
  const keys = names.filter((column) => !sums[column]).map((column) => `"${column}"`);
  const columns = names.map((column) => sums[column] ?? `"${column}"`).join(', ');
  let [events, bytes] = [0, 0];
  for (const { bucket, file } of from) {
    const folder = join(to, bucketFolder(bucket));
    const written = join(folder, `${name}.parquet`);
    mkdirSync(folder, { recursive: true });
    const table = csvTable([file], true);
    await database.run(`COPY (
  SELECT ${columns}, count(*) AS copies FROM ${table} GROUP BY ${keys.join(', ')}
  ORDER BY coalesce(visitor, subject), "at"
) TO ${sqlQuoted(written)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 200000)`);
    const told = await database.rows(`SELECT count(*) AS events FROM read_parquet(${sqlQuoted(written)})`);
    events += Number(told[0]?.events);
    bytes += statSync(written).size;
  }
  return { events, bytes, files: from.length };
}
