/** Tests events in ClickHouse's own engine, shipped as they come. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { ensureChdb } from '../../../scripts/chdb.mjs';
import { createCollector, listSegments } from '../../../src/collector/index.js';
import { startSinks } from '../../../src/serve/sinks/index.js';
import { fx } from '../../cli/fx.js';
import { batch, exposure, listen, post } from '../../collector/events.js';
import { makeFolder, RUNNING } from '../studio.js';

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

test('two collectors ship to one table, and results count what came to both once', async () => {
  const root = makeFolder({ 'experiments/price.yaml': RUNNING });
  const until = (fact: () => void): Promise<void> => vi.waitFor(fact, { timeout: 60_000, interval: 100 });
  const machines = await Promise.all(
    ['one', 'two'].map(async (name) => {
      const file = join(root, name, 'events.ndjson');
      const collector = await createCollector({ file });
      const sinks = await startSinks({
        sinks: [{ is: 'clickhouse', url, table: 'both' }],
        folder: join(root, name, 'sinks'),
        segments: () => listSegments(file, join(root, name, 'events')),
        durable: collector.durable,
        pauseMs: 10,
        now: Date.now,
        say: () => undefined,
      });
      return { address: await listen(collector.handle), collector, sinks };
    }),
  );
  const seen = (from: number, to: number): string =>
    batch(
      Array.from({ length: to - from }, (_, at) =>
        exposure({
          ...{ id: `e${from + at}`, subject: `s${from + at}`, experiment: 'price' },
          ...{ variant: (from + at) % 2 ? 'low' : 'control', at: Date.now() },
        }),
      ),
      { sentAt: Date.now() },
    );
  const [one, two] = machines;
  // The answer to a batch was lost, so that the balancer gave it to the other machine, too.
  for (const [machine, body] of [
    [one, seen(0, 60)],
    [two, seen(40, 100)],
  ] as const)
    expect((await post(machine?.address ?? '', body)).status).toBe(204);
  await until(() => expect(machines.map(({ sinks }) => sinks.health()[0]?.shipped)).toEqual([60, 60]));
  const counted = await fx(
    ['results', 'experiments', '--engine', 'clickhouse', '--url', url, '--table', 'both', '--json'],
    root,
  );
  expect(counted.code, counted.err).toBe(0);
  const { experiments } = JSON.parse(counted.out) as { experiments: readonly { id: string; subjects: number }[] };
  expect(experiments).toMatchObject([{ id: 'price', subjects: 100 }]);
  for (const { sinks, collector } of machines) {
    await sinks.stop();
    await collector.close();
  }
  rmSync(root, { recursive: true, force: true });
}, 300_000);
