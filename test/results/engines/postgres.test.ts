/** Runs the SQL of PostgreSQL in a PostgreSQL: it comes to the counts of the engine in memory. */

import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type PostgresServer, startPostgres } from '../../../scripts/postgres.mjs';
import { countRow, gatherCounts } from '../../../src/results/engines/gathered.js';
import { DIALECTS } from '../../../src/results/engines/sql/dialects.js';
import { scriptOf } from '../../../src/results/engines/sql/script.js';
import { type Counts, countFiles, type ResultQuestion } from '../../../src/results/index.js';
import { expectAlike } from './alike.js';
import { type Event, FORGED, LATER_QUESTION, ORDERED_QUESTION, QUESTION, shopEvents } from './shop.js';

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
}, 600_000);
afterAll(() => server.remove());

const inMemory = async (events: readonly Event[], question: ResultQuestion): Promise<Counts> => {
  const chunk = Buffer.from(events.map((event) => JSON.stringify(event)).join('\n'));
  const file = {
    name: 'events',
    async *chunks() {
      yield chunk;
    },
  };
  return (await countFiles(question, [file])).counts;
};

const buy = { ...[...shopEvents(300)].find(({ type }) => type === 'conversion') };

async function inPostgres(events: readonly Event[], question: ResultQuestion): Promise<Counts> {
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  try {
    await client.query('DROP TABLE IF EXISTS raw; CREATE TABLE raw (line jsonb)');
    const lines = events.map((event) => JSON.stringify(event));
    // Lines that the reader leaves out end no statement.
    for (const wrong of [{ at: 'soon' }, { value: 'ten' }, { value: '9'.repeat(400) }])
      lines.push(JSON.stringify({ ...buy, ...wrong, id: JSON.stringify(wrong) }));
    for (let at = 0; at < lines.length; at += 1000)
      await client.query('INSERT INTO raw SELECT unnest($1::jsonb[])', [lines.slice(at, at + 1000)]);
    const parts = scriptOf(question, DIALECTS.postgres);
    for (const { sql } of parts.slice(0, -1)) await client.query(sql);
    const { rows } = await client.query<Record<string, unknown>>(parts.at(-1)?.sql ?? '');
    return gatherCounts(question, rows.map(countRow));
  } finally {
    await client.end();
  }
}

test('PostgreSQL counts as the engine in memory does, whether or not phases came before the events', async () => {
  const events = [...shopEvents(3_000)];
  for (const question of [QUESTION, LATER_QUESTION])
    expectAlike(await inPostgres(events, question), await inMemory(events, question));
  const forged = [...events, FORGED];
  expectAlike(await inPostgres(forged, ORDERED_QUESTION), await inMemory(forged, ORDERED_QUESTION));
  expect(events.length).toBeGreaterThan(2_000);
});
