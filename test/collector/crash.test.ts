/**
 * Tests the collector's promise when its process dies or its disk fills: what was answered 204 is there, and every
 * line is whole.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { createCollector } from '../../src/collector/collector.js';
import { programOf } from '../program.js';
import { batch, exposure, folder, lines, listen, post } from './events.js';

/** `FX_KILLS=60 npx vitest run test/collector/crash.test.ts` kills it so often. */
const KILLS = Number(process.env.FX_KILLS ?? (process.env.FX_LONG ? 1000 : 4));

let program = '';

beforeAll(async () => {
  program = await programOf(join(import.meta.dirname, 'collector.child.ts'));
});

/** Starts the collector behind a line of shell, such as a limit. */
async function startChild(file: string, shell = ''): Promise<{ child: ChildProcess; url: string }> {
  const command = `${shell} exec "$0" --input-type=module -e "$PROGRAM"`;
  const child = spawn('/bin/sh', ['-c', command, process.execPath], {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    env: { ...process.env, PROGRAM: program, EVENTS_FILE: file },
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const [port] = await once(child, 'message');
  return { child, url: `http://127.0.0.1:${port}/events` };
}

/** Posts without a pause on several lines until the collector is gone; the ids that were answered 204. */
async function load(url: string, round: number, onAccepted: (count: number) => void): Promise<string[]> {
  const accepted: string[] = [];
  const sender = async (name: number): Promise<void> => {
    for (let i = 0; ; i++) {
      const ids = Array.from({ length: 20 }, (_, j) => `${round}-${name}-${i}-${j}`);
      const answer = await post(url, batch(ids.map((id) => exposure({ id })))).catch(() => null);
      if (answer?.status !== 204) return;
      accepted.push(...ids);
      onAccepted(accepted.length);
    }
  };
  await Promise.all(Array.from({ length: 8 }, (_, name) => sender(name)));
  return accepted;
}

test(
  'killed in the middle of the load it loses no event that it accepted and leaves no broken line',
  async () => {
    const file = join(folder(), 'events.ndjson');
    const accepted: string[] = [];
    for (let round = 0; round < KILLS; round++) {
      const { child, url } = await startChild(file);
      // At another moment each time, from the first answer on.
      const killAt = 20 + ((round * 333) % 1200);
      const ended = once(child, 'exit');
      accepted.push(...(await load(url, round, (count) => count >= killAt && child.kill('SIGKILL'))));
      await ended;
    }
    await (await createCollector({ file })).close();
    const stored = new Set(lines(file).map((line) => line.id));
    expect(accepted.length).toBeGreaterThan(1000);
    expect(accepted.filter((id) => !stored.has(id))).toEqual([]);
  },
  KILLS * 5000,
);

test('SIGTERM lets what is under way finish and then ends the process', async () => {
  const file = join(folder(), 'events.ndjson');
  const { child, url } = await startChild(file);
  const ended = once(child, 'exit');
  const accepted = await load(url, 0, (count) => count === 200 && child.kill('SIGTERM'));
  expect(await ended).toEqual([0, null]);
  expect(lines(file).map((line) => line.id)).toEqual(expect.arrayContaining(accepted));
});

test('a disk that fills in the middle of a line refuses that batch and keeps the lines before it whole', async () => {
  const file = join(folder(), 'events.ndjson');
  const { url } = await startChild(file, "trap '' XFSZ; ulimit -f 64;");
  const statuses = [];
  for (let i = 0; i < 12; i++) {
    const events = Array.from({ length: 20 }, () => exposure({ id: `${i}` }));
    statuses.push((await post(url, batch(events))).status);
  }
  expect(new Set(statuses)).toEqual(new Set([204, 503]));
  expect(lines(file)).toHaveLength(20 * statuses.filter((status) => status === 204).length);
  expect(statSync(file).size).toBeLessThan(64 * 1024);
  // A smaller batch still fits.
  expect((await post(url, batch([exposure({ id: 'last' })]))).status).toBe(204);
  expect(lines(file).at(-1)?.id).toBe('last');
});

test('a client that goes away in the middle of its body leaves nothing behind', async () => {
  const file = join(folder(), 'events.ndjson');
  const collector = await createCollector({ file });
  onTestFinished(() => collector.close());
  const url = await listen(collector.handle);
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write('POST /events HTTP/1.1\r\nHost: localhost\r\nContent-Length: 999\r\n\r\n{"v":1,');
  await once(socket, 'connect');
  socket.destroy();
  expect((await post(url, batch([exposure({ id: 'only' })]))).status).toBe(204);
  expect(lines(file).map((line) => line.id)).toEqual(['only']);
});
