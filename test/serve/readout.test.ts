/** Checks what `results` of the configuration may say, and that Studio counts as it says. */

import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { engineName, readResults } from '../../src/serve/readout/configured.js';
import { sendCrowd } from './events.js';
import { makeFolder, RUNNING, type Studio, startStudio } from './studio.js';

describe('the configuration of results', () => {
  const env = { CLICKHOUSE_URL: 'http://u:secret@db:8123' };
  test('names who counts, with secrets from the environment', () => {
    const settings = readResults({ engine: 'clickhouse', url: '$CLICKHOUSE_URL' }, env);
    expect(settings).toEqual({
      engine: { is: 'clickhouse', url: 'http://u:secret@db:8123', table: 'events' },
      events: [],
    });
    expect('engine' in settings && engineName(settings.engine)).toBe('ClickHouse at db:8123, from the table events');
  });
  test('names further files of events', () => {
    expect(readResults({ engine: 'duckdb', events: ['archive'] }, env)).toEqual({
      engine: { is: 'duckdb' },
      events: ['archive'],
    });
  });
  test.each<[unknown, string]>([
    ['duckdb', 'results must be an object with engine, url, table, events'],
    [[], 'results must be an object'],
    [{ engin: 'duckdb' }, 'results.engin must be one of engine, url, table, events'],
    [{ engine: 'spark' }, 'results.engine must be one of memory, duckdb, clickhouse'],
    [{ engine: 'clickhouse' }, 'results.url must be the address of ClickHouse'],
    [{ engine: 'clickhouse', url: 'tcp://db' }, 'results.url must be the address of ClickHouse'],
    [{ engine: 'clickhouse', url: '$NOWHERE' }, 'results.url must be in the environment: NOWHERE is not set there'],
    [{ engine: 'clickhouse', url: 'http://db', table: 'a; DROP TABLE b' }, 'results.table must be a name'],
    [{ engine: 'clickhouse', url: 'http://db', events: ['a'] }, 'results.events must be left out'],
    [{ engine: 'duckdb', url: 'http://db' }, 'results.url must be left out: it is for engine: clickhouse'],
    [{ table: 'events' }, 'results.table must be left out'],
    [{ events: 'archive' }, 'results.events must be a list of files and folders'],
    [{ events: [''] }, 'results.events must be a list of files and folders'],
    [{ events: ['s3://me:secret@b/x'] }, 'results.events must be files and folders here, so that s3://…@b/x has'],
  ])('%j is refused', (value, sentence) => {
    const read = readResults(value, env);
    expect('must' in read && `${read.field} must be ${read.must}`).toContain(sentence);
  });
});

const CLI = fileURLToPath(new URL('../../dist/esm/cli/main.js', import.meta.url));

let studio: Studio;
afterEach(() => studio?.close());

const CROWD = { experiment: 'price', variants: ['control', 'low'], subjects: 60, failsEach: 0 } as const;
const configured = (results: string): string =>
  makeFolder({
    'experiments/price.yaml': RUNNING,
    'fx.config.yaml': `previewToken: '0123456789abcdef'\ntargets:\n  live: public/fx\nresults:\n  ${results}\n`,
  });
async function answered(): Promise<{ subjects: number | undefined; page: string }> {
  const asker = await studio.enter();
  const answer = (await (await asker.get('/api/results?experimentId=price')).json()) as {
    experiments?: { subjects: number }[];
  };
  return { subjects: answer.experiments?.[0]?.subjects, page: await (await asker.get('/results/price')).text() };
}

test('a server starts only with an engine that there is', async () => {
  await expect(startStudio(configured('engine: spark'))).rejects.toThrow(
    'results.engine must be one of memory, duckdb, clickhouse',
  );
});

test('events of another machine are counted besides, as soon as they come, and a folder that is missing is named', async () => {
  studio = await startStudio(configured('events: [others]'));
  await sendCrowd(studio.collectUrl, CROWD);
  const before = await answered();
  expect(before.subjects).toBe(60);
  expect(before.page).toContain('others is not there: its events are not counted.');
  // From the configuration on, and a level deeper, as sinks write it.
  mkdirSync(join(studio.root, 'others/today'), { recursive: true });
  renameSync(studio.eventsFile, join(studio.root, 'others/today/moved.ndjson'));
  const after = await answered();
  expect(after.subjects).toBe(60);
  expect(after.page).not.toContain('is not there');
});

test('an archive of Parquet is counted by DuckDB, and memory says that it cannot', async () => {
  const root = configured('events: [archive]');
  studio = await startStudio(root);
  await sendCrowd(studio.collectUrl, CROWD);
  execFileSync(process.execPath, [CLI, 'events', 'compact', studio.eventsFile, '--to', join(root, 'archive')]);
  rmSync(studio.eventsFile);
  expect((await answered()).subjects).toBe(60);
  await studio.close();
  studio = await startStudio(configured('{engine: memory, events: [archive]}'));
  mkdirSync(join(studio.root, 'archive'));
  writeFileSync(join(studio.root, 'archive/a.parquet'), '');
  expect((await answered()).page).toContain('say engine: duckdb below results in fx.config.yaml');
}, 60_000);

test('the page of settings names the engine that counts', async () => {
  studio = await startStudio(configured('engine: duckdb'));
  expect(await (await (await studio.enter()).get('/settings')).text()).toContain('<dd>DuckDB, from the files</dd>');
});
