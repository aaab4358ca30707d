/** Checks that days that are over become Parquet. */

import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
// The child that writes Parquet is a file of the build.
import { type Sinks, startSinks } from '../../../dist/esm/serve/sinks/index.js';
import { listSegments } from '../../../src/collector/index.js';

async function start(root: string): Promise<Sinks> {
  const sinks = await startSinks({
    sinks: [{ is: 'parquet', folder: join(root, 'archive') }],
    folder: join(root, 'sinks'),
    segments: () => listSegments(join(root, 'events.ndjson'), join(root, 'events')),
    durable: () => ({ ino: 0, bytes: 0 }),
    pauseMs: 5,
    now: Date.now,
    say: () => undefined,
  });
  onTestFinished(() => sinks.stop());
  return sinks;
}
const until = (fact: () => void): Promise<void> => vi.waitFor(fact, { timeout: 20_000, interval: 20 });

test('days become Parquet once they are over, each once', async () => {
  const root = mkdtempSync(join(tmpdir(), 'fx-packer-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const [live, days] = [join(root, 'events.ndjson'), join(root, 'events')];
  mkdirSync(days);
  const event = (id: string): string =>
    `${JSON.stringify({ id, type: 'conversion', at: 1_760_000_000_000, subject: id, revision: 'r', path: '/', name: 'buy', value: 1, received: 1_760_000_000_000, sentAt: 1_760_000_000_000 })}\n`;
  writeFileSync(join(days, '2026-01-01.ndjson'), Array.from({ length: 50 }, (_, at) => event(`e${at}`)).join(''));
  writeFileSync(live, event('today'));
  let sinks = await start(root);
  await until(() => expect(sinks.health()).toMatchObject([{ shipped: 50, problem: null }]));
  const files = (): string[] =>
    (readdirSync(join(root, 'archive'), { recursive: true }) as string[]).filter((name) => name.endsWith('.parquet'));
  const before = files();
  expect(before.length).toBeGreaterThan(0);
  await sinks.stop();
  sinks = await start(root);
  const [day] = await listSegments(live, days);
  expect(day && (await sinks.hasShipped(day))).toBe(true);
  expect(files()).toEqual(before);
  expect(existsSync(live)).toBe(true);
});
