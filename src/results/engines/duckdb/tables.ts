/** Names events, in files or in tables, as the statements of the SQL want them. */

import { FIRST_TIME, LARGEST_VALUE, LAST_TIME } from '../../../core/index.js';
import type { ResultQuestion } from '../../question.js';
import { type Dialect, jsonPathOf, sqlQuoted } from '../sql/dialect.js';
import { DIALECTS } from '../sql/dialects.js';
import { factKey } from '../sql/sources.js';
import { columnNames, EVENT_COLUMNS, type EventColumn } from './columns.js';
import type { DuckDatabase } from './database.js';
import type { EventBucket } from './job.js';

const name = (column: string): string => `"${column}"`;

/** DuckDB's SQL where every field is a column of its own. */
const columnar: Dialect = {
  ...DIALECTS.duckdb,
  textField: (field) => `CAST(${name(field)} AS VARCHAR)`,
  numberField: name,
  segmentField: (field) => `(segments ->> ${sqlQuoted(jsonPathOf(field))})`,
};

const list = (files: readonly string[]): string => `[${files.map(sqlQuoted).join(', ')}]`;

/** Rows of CSV that `createSortedEvents` has written. */
export function csvTable(files: readonly string[], isWhole = false): string {
  const columns = columnNames(isWhole).map((column) => `${sqlQuoted(column)}: '${EVENT_COLUMNS[column]?.type}'`);
  return `read_csv(${list(files)}, header = false, auto_detect = false, delim = ',', quote = '"', escape = '"', nullstr = '', allow_quoted_nulls = false, new_line = '\\n', columns = {${columns.join(', ')}})`;
}

/** The rows of some buckets. */
export function bucketTable(buckets: readonly EventBucket[]): string {
  const [csv, parquet] = [buckets.flatMap((one) => one.csv), buckets.flatMap((one) => one.parquet)];
  const columns = columnNames(false).map(name).join(', ');
  const tables = [
    ...(csv.length ? [csvTable(csv)] : []),
    ...(parquet.length ? [`read_parquet(${list(parquet)}, union_by_name = true)`] : []),
  ];
  return `(${tables.map((table) => `SELECT ${columns} FROM ${table}`).join(' UNION ALL ')})`;
}

/**
 * Events for the statements. Whose they are stands there as a number of 64 bits, which takes a quarter of the memory;
 * that two of a hundred million people have the same one happens once in 4,000 read-outs.
 */
export function eventsIn(table: string, { by }: ResultQuestion): string {
  const facts = by.map((fact, at) => `${factKey(columnar, fact)} AS fact_${at + 1}, `).join('');
  return `SELECT hash(id) AS event_id, type, "at" AS at_ms, skew AS skew_ms, coalesce(received, "at") AS arrived_ms,
  hash(subject) AS subject, hash(coalesce(visitor, subject)) AS browser, experiment, coalesce(phase, '') AS phase, variant, reason,
  ${facts}name, value, code, coalesce(selector, '') AS selector
FROM ${table}`;
}

/** A table of strangers' files: what they have of the columns, and of that only what can be counted. */
export async function strangerTable(database: DuckDatabase, files: readonly string[]): Promise<string> {
  const table = `read_parquet(${list(files)}, union_by_name = true)`;
  const found = await database.rows(`DESCRIBE SELECT * FROM ${table}`);
  const held = new Map(found.map(({ column_name: column, column_type: type }) => [String(column), String(type)]));
  const cast = (column: string, type: string): string => `TRY_CAST(${name(column)} AS ${type})`;
  const columns = columnNames(false).map((column) => {
    const { type } = EVENT_COLUMNS[column] as EventColumn;
    if (held.has(column))
      return `${column === 'segments' ? asJson(held.get(column) as string) : cast(column, type)} AS ${name(column)}`;
    if (column === 'skew' && held.has('sentAt'))
      return `${held.has('received') ? `${cast('received', 'DOUBLE')} - ${cast('sentAt', 'DOUBLE')}` : 'NULL'} AS skew`;
    return `CAST(NULL AS ${type}) AS ${name(column)}`;
  });
  return `(SELECT * FROM (SELECT ${columns.join(', ')} FROM ${table}) AS held
WHERE id IS NOT NULL AND subject IS NOT NULL AND "at" >= ${FIRST_TIME} AND "at" < ${LAST_TIME}
  AND (received IS NULL OR received >= ${FIRST_TIME} AND received < ${LAST_TIME}) AND (value IS NULL OR abs(value) <= ${LARGEST_VALUE}))`;
}

/** Facts as JSON, whether they were a text, a struct or a map. */
const asJson = (type: string): string =>
  type === 'VARCHAR' || type === 'JSON' ? 'CAST(segments AS VARCHAR)' : 'CAST(to_json(segments) AS VARCHAR)';
