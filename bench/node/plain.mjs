/**
 * Runs the plain SQL that people write: first exposures, what came after, no identity, no clocks. Arguments: the
 * database, the file.
 */

import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

const [database, file] = process.argv.slice(2);

const query = `WITH conversions AS (
  SELECT id, min(subject) AS subject, min(name) AS name, min(at_ms) AS at_ms, min(value) AS value FROM events
  WHERE type = 'conversion' GROUP BY id
),
seen AS (
  SELECT experiment, subject, min(variant) AS variant, min(at_ms) AS first_ms FROM events
  WHERE type = 'exposure' GROUP BY experiment, subject HAVING count(DISTINCT variant) = 1
),
totals AS (
  SELECT seen.experiment, seen.variant, seen.subject, done.name, count(*) AS times, sum(done.value) AS total
  FROM seen JOIN conversions AS done ON done.subject = seen.subject AND done.at_ms >= seen.first_ms
  GROUP BY seen.experiment, seen.variant, seen.subject, done.name
)
SELECT experiment, variant, name, count(*) AS converted, sum(total) AS total, sum(total * total) AS squares
FROM totals GROUP BY experiment, variant, name ORDER BY experiment, variant, name`;

const rows = database === 'duckdb' ? await inDuckDb() : await inSqlite();
if (!rows) throw new Error(`${database} answered nothing`);

async function inDuckDb() {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const columns =
    "{id: 'VARCHAR', type: 'VARCHAR', \"at\": 'BIGINT', subject: 'VARCHAR', experiment: 'VARCHAR', variant: 'VARCHAR', name: 'VARCHAR', value: 'DOUBLE'}";
  await connection.run(
    `CREATE VIEW events AS SELECT *, "at" AS at_ms FROM read_json('${file}', format = 'newline_delimited', columns = ${columns})`,
  );
  return (await connection.runAndReadAll(query)).getRows().length;
}

async function inSqlite() {
  const { default: initSqlJs } = await import('sql.js');
  const database = new (await initSqlJs()).Database();
  database.run('CREATE TABLE events (id, type, at_ms, subject, experiment, variant, name, value); BEGIN');
  const insert = database.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const { id, type, at, subject, experiment = null, variant = null, name = null, value = null } = JSON.parse(line);
    insert.run([id, type, at, subject, experiment, variant, name, value]);
  }
  database.run('COMMIT');
  return database.exec(query)[0]?.values.length;
}
