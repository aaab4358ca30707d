/** Tests results of Studio that another engine counts. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { ensureChdb } from '../../scripts/chdb.mjs';
import { sendCrowd } from './events.js';
import { makeFolder, RUNNING, type Studio, startStudio } from './studio.js';

let studio: Studio;
let child: ChildProcess;
let url = '';
beforeAll(async () => {
  const server = fileURLToPath(new URL('../results/engines/clickhouse.mjs', import.meta.url));
  child = spawn(process.execPath, [server, ensureChdb()], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [port] = await once(child.stdout as NonNullable<ChildProcess['stdout']>, 'data');
  url = `http://127.0.0.1:${String(port).trim()}/`;
}, 600_000);
afterAll(() => void child.kill());
afterEach(() => studio.close());

const CROWD = { experiment: 'price', variants: ['control', 'low'], subjects: 60, failsEach: 0 } as const;
async function subjects(): Promise<unknown> {
  const asker = await studio.enter();
  const answer = (await (await asker.get('/api/results?experimentId=price')).json()) as {
    experiments?: { subjects: number }[];
  };
  return answer.experiments?.[0]?.subjects ?? JSON.stringify(answer);
}

test('DuckDB counts the files of events', async () => {
  studio = await startStudio(makeFolder({ 'experiments/price.yaml': RUNNING }), { engine: { is: 'duckdb' } });
  await sendCrowd(studio.collectUrl, CROWD);
  expect(await subjects()).toBe(60);
}, 60_000);

test('ClickHouse counts what a sink shipped there', async () => {
  const config = `previewToken: '0123456789abcdef'\ntargets:\n  live: public/fx\nserve:\n  sinks:\n    - clickhouse: ${url}\n      table: studio\n`;
  const folder = makeFolder({ 'experiments/price.yaml': RUNNING, 'fx.config.yaml': config });
  // A database is asked once a minute: here each look is another one.
  let minutes = 0;
  const now = (): number => Date.now() + minutes++ * 60_000;
  studio = await startStudio(folder, { engine: { is: 'clickhouse', url, table: 'studio' }, sinkPauseMs: 20, now });
  await sendCrowd(studio.collectUrl, CROWD);
  await vi.waitFor(async () => expect(await subjects()).toBe(60), { timeout: 60_000, interval: 500 });
}, 120_000);
