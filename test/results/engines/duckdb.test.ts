/** Tests DuckDB in this process: Parquet of strangers, many passes, and what is said where it is not installed. */

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { answerDuckJob } from '../../../src/results/engines/duckdb/answer.js';
import { compactEvents } from '../../../src/results/engines/duckdb/compact.js';
import { countBuckets } from '../../../src/results/engines/duckdb/count.js';
import * as database from '../../../src/results/engines/duckdb/database.js';
import { countInDuckDb } from '../../../src/results/engines/duckdb/engine.js';
import type { DuckJob } from '../../../src/results/engines/duckdb/job.js';
import { createSortedEvents } from '../../../src/results/engines/duckdb/sorted.js';
import { countRow, gatherCounts } from '../../../src/results/engines/gathered.js';
import { countFiles, type EventFile } from '../../../src/results/index.js';
import { expectAlike } from './alike.js';
import { type Event, QUESTION, shopEvents } from './shop.js';

// The child runs built files alone: here the same job is done in this process.
vi.mock('../../../src/results/engines/duckdb/child.js', async () => await import('./inprocess.js'));

const folder = mkdtempSync(join(tmpdir(), 'fx-duckdb-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const fileOf = (events: readonly Event[]): EventFile => ({
  name: 'events',
  async *chunks() {
    yield Buffer.from(events.map((event) => JSON.stringify(event)).join('\n'));
  },
});
const EVENTS = [...shopEvents(2_000, 3)];
const wanted = async () => (await countFiles(QUESTION, [fileOf(EVENTS)])).counts;

/** Parquet as a warehouse would write it, of lines and with some SQL. */
async function parquetOf(name: string, events: readonly Event[], columns: string): Promise<string> {
  const path = join(folder, `${name}.parquet`);
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run('CREATE TABLE raw (line JSON)');
  const appender = await connection.createAppender('raw');
  for (const event of events) {
    appender.appendVarchar(JSON.stringify(event));
    appender.endRow();
  }
  appender.closeSync();
  const text = [
    'id',
    'type',
    'subject',
    'visitor',
    'experiment',
    'phase',
    'variant',
    'reason',
    'name',
    'code',
    'selector',
  ]
    .concat(['device', 'isNew', 'language'])
    .map((field) => `line ->> '${field}' AS "${field}"`);
  const numbers = ['at', 'value'].map((field) => `CAST(line ->> '${field}' AS DOUBLE) AS "${field}"`);
  await connection.run(
    `COPY (SELECT ${[...text, ...numbers, columns].join(', ')} FROM raw) TO '${path}' (FORMAT parquet)`,
  );
  connection.closeSync();
  return path;
}
const clocks = `CAST(line ->> 'received' AS DOUBLE) AS received, CAST(line ->> 'sentAt' AS DOUBLE) AS "sentAt"`;

describe('Parquet that something else wrote is counted', () => {
  test.each([
    ['where facts are JSON', `${clocks}, line -> 'segments' AS segments`],
    ['where facts are a text', `${clocks}, CAST(line -> 'segments' AS VARCHAR) AS segments`],
    ['where facts are a map', `${clocks}, CAST(line -> 'segments' AS MAP(VARCHAR, VARCHAR)) AS segments`],
  ])('%s', async (name, columns) => {
    const parquet = [await parquetOf(name.replaceAll(' ', '-'), EVENTS, columns)];
    const found = await countInDuckDb(QUESTION, { files: [], parquet });
    if (!found.ok) throw new Error(found.reason);
    expectAlike(found.counts, await wanted());
    expect([found.reading.events, found.heard]).toEqual([EVENTS.length, undefined]);
  });

  test('together with lines, each event by whichever of them has it', async () => {
    const half = EVENTS.length / 2;
    const parquet = [await parquetOf('half', EVENTS.slice(0, half), `${clocks}, line -> 'segments' AS segments`)];
    const found = await countInDuckDb(QUESTION, { files: [fileOf(EVENTS.slice(half))], parquet });
    if (!found.ok) throw new Error(found.reason);
    expectAlike(found.counts, await wanted());
  });

  test('without facts and without a clock of the collector, by what it has', async () => {
    const { sentAt: _sentAt, received: _received, segments: _segments, ...bare } = EVENTS[0] as Event;
    const lines = [{ ...bare, sentAt: bare.at }];
    const sent = `CAST(line ->> 'sentAt' AS DOUBLE) AS "sentAt"`;
    const found = await countInDuckDb(QUESTION, { files: [], parquet: [await parquetOf('bare', lines, sent)] });
    expect(found).toMatchObject({ ok: true, reading: { events: 1 } });
  });
});

test('many passes over a few events each count what one pass counts', async () => {
  // Without signed-in subjects nothing is moved from browser to subject.
  const bare = EVENTS.map(({ visitor: _visitor, ...event }) => event);
  for (const [isStitched, events] of [
    [true, EVENTS],
    [false, EVENTS],
    [false, bare],
  ] as const) {
    const question = { ...QUESTION, isStitched };
    const home = mkdtempSync(join(folder, 'passes-'));
    const sorted = createSortedEvents(join(home, 'lines'), false);
    await countFilesInto(events, sorted.add);
    const buckets = sorted.finish().map(({ file }) => ({ csv: [file], parquet: [] }));
    const job = { is: 'count', question, buckets, strangers: [], folder: home, memoryMb: 400 } as const;
    const open = await database.openDuckDatabase([home, join(home, 'lines')], 400);
    const { rows } = await countBuckets(open, job, 100);
    open.close();
    expectAlike(gatherCounts(question, rows.map(countRow)), (await countFiles(question, [fileOf(events)])).counts);
  }
});

async function countFilesInto(events: readonly Event[], add: (read: never) => void): Promise<void> {
  const { readEvents } = await import('../../../src/results/events.js');
  await readEvents([fileOf(events)], add as never);
}

test('rows that do not fit into what is kept of a file are all in it', () => {
  const home = join(folder, 'large');
  const sorted = createSortedEvents(home, true);
  const event = { id: 'x', type: 'failure', at: 1, subject: 's', experiment: 'a', variant: 'b', code: 'error' };
  for (let at = 0; at < 500; at++)
    sorted.add({ event: { ...event, stack: 'é'.repeat(1_000 + at) }, received: 2, sentAt: 1, dropped: 0 } as never);
  const [{ file = '' } = {}, ...rest] = sorted.finish();
  expect(rest).toEqual([]);
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  expect(lines.map((line) => line.match(/é+/)?.[0].length)).toEqual(Array.from({ length: 500 }, (_, at) => 1_000 + at));
});

describe('compacting', () => {
  test('lines without an event writes nothing, and an event without a time of arrival goes by its own', async () => {
    mkdirSync(join(folder, 'compacted'));
    const compact = (events: readonly Event[]) => compactEvents([fileOf(events)], join(folder, 'compacted'));
    expect(await compact([{ some: 'thing' }])).toMatchObject({ ok: true, events: 0, files: 0, isKnown: false });
    const { received: _received, ...event } = EVENTS[0] as Event;
    expect(await compact([event])).toMatchObject({ ok: true, events: 1, files: 1, isKnown: false });
    expect(await compact([event])).toMatchObject({ ok: true, events: 1, files: 1, isKnown: true });
  });
});

test('DuckDB reads nothing but the folders that it was given, whatever stands in a statement', async () => {
  const home = join(folder, 'home');
  mkdirSync(home);
  writeFileSync(join(folder, 'secret.csv'), 'a\n1\n');
  writeFileSync(join(home, 'own.csv'), 'a\n1\n');
  const open = await database.openDuckDatabase([home], 400);
  try {
    expect(await open.rows(`SELECT a FROM read_csv('${join(home, 'own.csv')}')`)).toEqual([{ a: 1 }]);
    for (const sql of [
      `SELECT * FROM read_csv('${join(folder, 'secret.csv')}')`,
      `COPY (SELECT 1) TO '${join(folder, 'made.csv')}'`,
      'SET enable_external_access = true',
      `SET allowed_directories = ['${folder}']`,
      `SET memory_limit = '9GB'`,
      'INSTALL httpfs',
    ])
      await expect(open.run(sql), sql).rejects.toThrow();
  } finally {
    open.close();
  }
});

describe('where DuckDB cannot be used', () => {
  const failing = async <T>(error: Error, run: () => Promise<T>): Promise<T> => {
    const spy = vi.spyOn(database, 'openDuckDatabase').mockRejectedValue(error);
    try {
      return await run();
    } finally {
      spy.mockRestore();
    }
  };
  const missing = Object.assign(new Error('Cannot find package'), { code: 'ERR_MODULE_NOT_FOUND' });

  test('the package is said to be missing, and any other error is told in its words', async () => {
    const job = { is: 'pack', from: [], to: '.', name: 'x', folder: '.', memoryMb: 1 } as const satisfies DuckJob;
    expect(await failing(missing, () => answerDuckJob(job))).toEqual({ is: 'missing', reason: 'Cannot find package' });
    expect(await failing(new Error('no'), () => answerDuckJob(job))).toEqual({ is: 'failed', reason: 'no' });
  });

  test('counting and compacting say so, and leave nothing behind', async () => {
    mkdirSync(join(folder, 'nothing'));
    const files = [fileOf(EVENTS.slice(0, 9))];
    const wrong = { ok: false, code: 'missing', reason: 'Cannot find package' };
    expect(await failing(missing, () => countInDuckDb(QUESTION, { files, parquet: [] }))).toEqual(wrong);
    expect(await failing(missing, () => compactEvents(files, join(folder, 'nothing')))).toEqual(wrong);
  });

  test('no events are counted without it', async () => {
    const found = await failing(missing, () => countInDuckDb(QUESTION, { files: [], parquet: [] }));
    expect(found).toMatchObject({ ok: true, reading: { events: 0 } });
  });
});
