/** Tests engines: whoever counts, the counts are the same. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
// Built, as DuckDB runs in a child.
import { compactEvents } from '../../../dist/esm/results/engines/duckdb/compact.js';
import { countInDuckDb } from '../../../dist/esm/results/engines/duckdb/engine.js';
import { ensureChdb } from '../../../scripts/chdb.mjs';
import { countInClickHouse } from '../../../src/results/engines/clickhouse.js';
import { DIALECTS } from '../../../src/results/engines/sql/dialects.js';
import { type Counts, countFiles, type EventFile, type ResultQuestion } from '../../../src/results/index.js';
import { expectAlike } from './alike.js';
import { anyEvents } from './anything.js';
import { inSqlite } from './insqlite.js';
import { type Event, FORGED, LATER_QUESTION, ORDERED_QUESTION, QUESTION, questionAfter, shopEvents } from './shop.js';

const fileOf = (events: readonly Event[]): EventFile => ({
  name: 'events',
  async *chunks() {
    yield Buffer.from(events.map((event) => JSON.stringify(event)).join('\n'));
  },
});

const inMemory = async (events: readonly Event[], question: ResultQuestion): Promise<Counts> =>
  (await countFiles(question, [fileOf(events)])).counts;

const withoutQuantiles = (question: ResultQuestion): ResultQuestion => ({
  ...question,
  experiments: question.experiments.map((one) => ({
    ...one,
    metrics: one.metrics.filter(({ kind }) => kind !== 'quantile'),
  })),
});

/** By phase of the first experiment: how many came with the assignment of an earlier one. */
const carriedIn = ({ experiments }: Counts): readonly number[] =>
  (experiments[0]?.phases ?? []).map(({ arms }) =>
    arms.reduce((all, { isCarried, subjects }) => all + (isCarried ? subjects : 0), 0),
  );
const isMany = (subjects: number): boolean => subjects > 5;

test('SQLite counts as the engine in memory does', async () => {
  const events = [...shopEvents(3_000)];
  const wanted = await inMemory(events, QUESTION);
  expect(wanted.experiments[0]?.phases.map(({ mixed }) => mixed > 5)).toEqual([true, true]);
  expectAlike(inSqlite(events, QUESTION), wanted);
  const later = await inMemory(events, LATER_QUESTION);
  expect([carriedIn(wanted), carriedIn(later)]).toEqual([
    [0, expect.toSatisfy(isMany)],
    [expect.toSatisfy(isMany), expect.toSatisfy(isMany)],
  ]);
  expectAlike(inSqlite(events, LATER_QUESTION), later);
});

test('SQLite takes a published first phase for one, whatever else is posted, as the engine in memory does', async () => {
  const events = [...shopEvents(3_000), FORGED];
  const wanted = await inMemory(events, ORDERED_QUESTION);
  expect(carriedIn(wanted)).toEqual([expect.toSatisfy(isMany), 0, 0]);
  expectAlike(inSqlite(events, ORDERED_QUESTION), wanted);
});

const anyOrder = fc.constantFrom([], ['p0', 'p1', 'p2'], ['p1', 'p2'], ['p2', 'p1']);

test('SQLite counts anything as the engine in memory does', async () => {
  await fc.assert(
    fc.asyncProperty(anyEvents, fc.boolean(), anyOrder, async (events, isStitched, phases) => {
      const question = { ...questionAfter(...phases), isStitched };
      expectAlike(inSqlite(events, question), await inMemory(events, question));
    }),
    { numRuns: process.env.FX_LONG ? 1500 : 60 },
  );
}, 600_000);

/**
 * In the long run all of them count a million events: minutes on an idle machine, more where others share its cores.
 */
const COUNT = process.env.FX_LONG ? 1_000_000 : 8_000;

describe('DuckDB', () => {
  const folder = mkdtempSync(join(tmpdir(), 'fx-engines-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const parquetIn = (name: string): string[] =>
    readdirSync(join(folder, name), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.parquet'))
      .map((path) => join(folder, name, path));
  const compacted = async (name: string, ...parts: (readonly Event[])[]): Promise<string[]> => {
    mkdirSync(join(folder, name));
    for (const part of parts)
      expect(await compactEvents([fileOf(part)], join(folder, name))).toMatchObject({ ok: true });
    return parquetIn(name);
  };

  test('counts lines, their Parquet, and some of each as the engine in memory does', async () => {
    const events = [...shopEvents(COUNT, 2)];
    const wanted = await inMemory(events, QUESTION);
    const part = events.length / 8;
    const [early, late] = [events.slice(0, part * 5), events.slice(part * 4)];
    const sources = {
      lines: { files: [fileOf(events)], parquet: [] },
      parquet: { files: [], parquet: await compacted('whole', events) },
      both: {
        files: [fileOf(late)],
        parquet: await compacted('part', early.slice(0, part * 3), early.slice(part * 2)),
      },
    };
    for (const source of Object.values(sources)) {
      const found = await countInDuckDb(QUESTION, source);
      if (!found.ok) throw new Error(found.reason);
      expectAlike(found.counts, wanted);
    }
  }, 5_400_000);

  test('leaves those whom an earlier phase split out of quantiles and caps as the engine in memory does', async () => {
    const events = [...shopEvents(8_000, 3), FORGED];
    for (const question of [QUESTION, LATER_QUESTION, ORDERED_QUESTION]) {
      const found = await countInDuckDb(question, { files: [fileOf(events)], parquet: [] });
      if (!found.ok) throw new Error(found.reason);
      expectAlike(found.counts, await inMemory(events, question));
    }
  }, 600_000);

  test('counts anything, in any order, with repeats and split over any files, as the engine in memory does', async () => {
    await fc.assert(
      fc.asyncProperty(anyEvents, fc.nat(), async (events, seed) => {
        const again = [...events, ...events.slice(0, seed % events.length)];
        again.sort((a, b) => (`${a.id}${seed}` < `${b.id}${seed}` ? 1 : -1));
        const files = [0, 1, 2].map((rest) => fileOf(again.filter((_, at) => (at + seed) % 3 === rest)));
        // Where no quantile is asked, outcomes are never written down.
        const question = seed % 2 ? QUESTION : withoutQuantiles(QUESTION);
        const found = await countInDuckDb(question, { files, parquet: [] });
        if (!found.ok) throw new Error(found.reason);
        expectAlike(found.counts, await inMemory(events, question));
      }),
      { numRuns: process.env.FX_LONG ? 100 : 4 },
    );
  }, 600_000);
});

describe('ClickHouse', () => {
  let child: ChildProcess;
  let url = '';
  const ask = async (sql: string, body = ''): Promise<void> => {
    const response = await fetch(`${url}?query=${encodeURIComponent(sql)}`, { method: 'POST', body });
    if (!response.ok) throw new Error(await response.text());
  };
  beforeAll(async () => {
    const server = join(import.meta.dirname, 'clickhouse.mjs');
    child = spawn(process.execPath, [server, ensureChdb()], { stdio: ['pipe', 'pipe', 'inherit'] });
    const [port] = await once(child.stdout as NonNullable<ChildProcess['stdout']>, 'data');
    url = `http://127.0.0.1:${String(port).trim()}/`;
  }, 600_000);
  afterAll(() => child.kill());

  test('counts as the engine in memory does', async () => {
    const events = [...shopEvents(COUNT, 3)];
    const [create = ''] = DIALECTS.clickhouse.load.split(';');
    await ask(create);
    for (let at = 0; at < events.length; at += 100_000)
      await ask(
        'INSERT INTO events SETTINGS input_format_skip_unknown_fields = 1 FORMAT JSONEachRow',
        events
          .slice(at, at + 100_000)
          .map((event) => JSON.stringify(event))
          .join('\n'),
      );
    const found = await countInClickHouse(QUESTION, { url, table: 'events' });
    if (!found.ok) throw new Error(found.reason);
    expectAlike(found.counts, await inMemory(events, QUESTION));
    expect(found.reading.events).toBe(events.length);
    const later = await countInClickHouse(LATER_QUESTION, { url, table: 'events' });
    if (!later.ok) throw new Error(later.reason);
    expectAlike(later.counts, await inMemory(events, LATER_QUESTION));
    await ask(
      'INSERT INTO events SETTINGS input_format_skip_unknown_fields = 1 FORMAT JSONEachRow',
      JSON.stringify(FORGED),
    );
    const ordered = await countInClickHouse(ORDERED_QUESTION, { url, table: 'events' });
    if (!ordered.ok) throw new Error(ordered.reason);
    expectAlike(ordered.counts, await inMemory([...events, FORGED], ORDERED_QUESTION));
  }, 5_400_000);
});
