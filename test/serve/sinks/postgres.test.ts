/** Tests events in a real PostgreSQL: each once, over cut connections, restarts and values that it cannot take. */

import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { type PostgresServer, startPostgres } from '../../../scripts/postgres.mjs';
import { listSegments } from '../../../src/collector/index.js';
import { type Sinks, startSinks } from '../../../src/serve/sinks/index.js';

let server: PostgresServer;
let root: string;
let sinks: Sinks;
let said: string[];
beforeAll(async () => {
  server = await startPostgres();
}, 600_000);
afterAll(() => server.remove());
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'fx-sinks-'));
  said = [];
  await ask('DROP TABLE IF EXISTS raw');
});
afterEach(async () => {
  await sinks.stop();
  rmSync(root, { recursive: true, force: true });
});

async function ask<Row>(sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  try {
    return (await client.query(sql)).rows as Row[];
  } finally {
    await client.end();
  }
}
const stored = async (): Promise<string[]> =>
  (await ask<{ id: string }>(`SELECT line ->> 'id' AS id FROM raw ORDER BY 1`)).map(({ id }) => id);
const until = (fact: () => void | Promise<void>): Promise<void> => vi.waitFor(fact, { timeout: 60_000, interval: 100 });
const live = (): string => join(root, 'events.ndjson');
const write = (...ids: string[]): void =>
  appendFileSync(live(), ids.map((id) => `${JSON.stringify({ id, value: 1.5, path: `/${id}` })}\n`).join(''));

async function start(): Promise<void> {
  sinks = await startSinks({
    sinks: [{ is: 'postgres', url: server.url, table: 'raw' }],
    folder: join(root, 'sinks'),
    segments: () => listSegments(live(), join(root, 'events')),
    durable: () => ({ ino: statSync(live()).ino, bytes: statSync(live()).size }),
    pauseMs: 10,
    retryMs: 10,
    now: Date.now,
    say: (sentence) => said.push(sentence),
  });
}

test('makes its table, and an event that comes twice is there once', async () => {
  write('a', 'b');
  await start();
  await until(async () => expect(await stored()).toEqual(['a', 'b']));
  write('a', 'c');
  await until(async () => expect(await stored()).toEqual(['a', 'b', 'c']));
  expect(said).toEqual([]);
});

test('a server that is killed and comes back gets what it missed', async () => {
  write('a');
  await start();
  await until(async () => expect(await stored()).toEqual(['a']));
  server.stop();
  write('b');
  await until(() =>
    expect(sinks.health()).toMatchObject([{ problem: expect.stringMatching(/ECONNREFUSED|57P/) as string }]),
  );
  server.start();
  await until(async () => expect(await stored()).toEqual(['a', 'b']));
  await until(() => expect(sinks.health()).toMatchObject([{ problem: null }]));
});

test('text that PostgreSQL cannot take is set aside, and all around it arrives', async () => {
  write('a');
  appendFileSync(live(), `{"id":"nul","path":"\\u0000"}\n{"id":"half","path":"\\ud800"}\n`);
  write('z');
  await start();
  await until(async () => expect(await stored()).toEqual(['a', 'z']));
  await until(() => expect(sinks.health()).toMatchObject([{ deadLetters: 2 }]));
  const file = readdirSync(join(root, 'sinks')).find((name) => name.endsWith('.refused.ndjson')) ?? '';
  expect(readFileSync(join(root, 'sinks', file), 'utf8')).toMatch(
    /unsupported Unicode escape sequence[\s\S]*"id\\":\\"half/,
  );
});

test('a table of another kind is left alone, and it is said why nothing is stored', async () => {
  await ask('CREATE TABLE raw (other int)');
  write('a');
  await start();
  await until(() =>
    expect(said).toEqual([expect.stringMatching(/takes no events: column "line" of relation "raw" does not exist/)]),
  );
  // In one step: a sink that finds no table makes its own.
  await ask('ALTER TABLE raw DROP COLUMN other, ADD COLUMN line jsonb');
  await until(async () => expect(await stored()).toEqual(['a']));
});
