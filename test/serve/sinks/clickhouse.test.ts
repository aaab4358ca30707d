/** Events in ClickHouse's own engine, shipped as they come. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { ensureChdb } from '../../../scripts/chdb.mjs';
import { listSegments } from '../../../src/collector/index.js';
import { startSinks } from '../../../src/serve/sinks/index.js';
import { exposure } from '../../collector/events.js';

let child: ChildProcess;
let url = '';
beforeAll(async () => {
  const server = fileURLToPath(new URL('../../results/engines/clickhouse.mjs', import.meta.url));
  child = spawn(process.execPath, [server, ensureChdb()], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [port] = await once(child.stdout as NonNullable<ChildProcess['stdout']>, 'data');
  url = `http://127.0.0.1:${String(port).trim()}/`;
}, 600_000);
afterAll(() => void child.kill());

test('makes the table that results are read from; what it cannot read is set aside', async () => {
  const root = mkdtempSync(join(tmpdir(), 'fx-sinks-'));
  const live = join(root, 'events.ndjson');
  const good = [exposure({ id: 'a' }), exposure({ id: 'b', segments: { tier: 'gold' } })];
  const bad = exposure({ id: 'bad', at: 'yesterday' });
  writeFileSync(live, [...good, bad].map((event) => `${JSON.stringify(event)}\n`).join(''));
  const sinks = await startSinks({
    sinks: [{ is: 'clickhouse', url, table: 'shipped' }],
    folder: join(root, 'sinks'),
    segments: () => listSegments(live, join(root, 'events')),
    durable: () => ({ ino: statSync(live).ino, bytes: statSync(live).size }),
    pauseMs: 10,
    now: Date.now,
    say: () => undefined,
  });
  const until = (fact: () => void): Promise<void> => vi.waitFor(fact, { timeout: 60_000, interval: 100 });
  await until(() => expect(sinks.health()).toMatchObject([{ shipped: 2, deadLetters: 1, problem: null }]));
  const answer = await fetch(url, { method: 'POST', body: `SELECT id, segments['tier'] FROM shipped ORDER BY id` });
  expect(await answer.text()).toBe('a\t\nb\tgold\n');
  await sinks.stop();
  rmSync(root, { recursive: true, force: true });
}, 120_000);
