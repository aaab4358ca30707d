/** Counts events with SQLite, by the script that `fx sql` prints for it. */

import initSqlJs from 'sql.js';
import { countRow, gatherCounts } from '../../../src/results/engines/gathered.js';
import { DIALECTS } from '../../../src/results/engines/sql/dialects.js';
import { scriptOf } from '../../../src/results/engines/sql/script.js';
import type { Counts, ResultQuestion } from '../../../src/results/index.js';
import type { Event } from './shop.js';

const SQL = await initSqlJs();

export function inSqlite(events: readonly Event[], question: ResultQuestion): Counts {
  const database = new SQL.Database();
  database.run('CREATE TABLE raw (line TEXT)');
  database.run('BEGIN');
  for (const event of events) database.run('INSERT INTO raw VALUES (?)', [JSON.stringify(event)]);
  database.run('COMMIT');
  const parts = scriptOf(question, DIALECTS.sqlite);
  for (const { sql } of parts.slice(0, -1)) database.run(sql);
  const statement = database.prepare(parts.at(-1)?.sql ?? '');
  const rows: ReturnType<typeof countRow>[] = [];
  while (statement.step()) rows.push(countRow(statement.getAsObject()));
  statement.free();
  return gatherCounts(question, rows);
}
