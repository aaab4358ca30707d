/** Engines: whoever counts, the counts are the same. */

import fc from 'fast-check';
import initSqlJs from 'sql.js';
import { expect, test } from 'vitest';
import { countRow, gatherCounts } from '../../../src/results/engines/gathered.js';
import { DIALECTS } from '../../../src/results/engines/sql/dialects.js';
import { scriptOf } from '../../../src/results/engines/sql/script.js';
import { type Counts, countFiles, type ResultQuestion } from '../../../src/results/index.js';
import { expectAlike } from './alike.js';
import { anyEvents } from './anything.js';
import { type Event, QUESTION, shopEvents } from './shop.js';

const inMemory = async (events: readonly Event[], question: ResultQuestion): Promise<Counts> => {
  const lines = events.map((event) => JSON.stringify(event));
  const file = {
    name: 'events',
    async *lines() {
      yield lines;
    },
  };
  return (await countFiles(question, [file])).counts;
};

const SQL = await initSqlJs();

function inSqlite(events: readonly Event[], question: ResultQuestion): Counts {
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

test('SQLite counts as the engine in memory does', async () => {
  const events = [...shopEvents(3_000)];
  const wanted = await inMemory(events, QUESTION);
  expect(wanted.experiments[0]?.phases.map(({ mixed }) => mixed > 5)).toEqual([true, true]);
  expectAlike(inSqlite(events, QUESTION), wanted);
});

test('SQLite counts anything as the engine in memory does', async () => {
  await fc.assert(
    fc.asyncProperty(anyEvents, fc.boolean(), async (events, isStitched) => {
      const question = { ...QUESTION, isStitched };
      expectAlike(inSqlite(events, question), await inMemory(events, question));
    }),
    { numRuns: process.env.FX_LONG ? 1500 : 60 },
  );
}, 600_000);
