/** Tests days of events: each in a file of its own, packed once it is over, and nothing lost on the way. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { type CollectorOptions, createCollector, listSegments } from '../../src/collector/index.js';
import { gatherFiles } from '../../src/files/index.js';
import { linesIn } from '../files/lines.js';
import { programOf } from '../program.js';
import { batch, exposure, folder, listen, post } from './events.js';

const DAY_MS = 86_400_000;
const TIMES = process.env.FX_LONG ? 200 : 6;

/** A collector whose clock is where it is set. */
async function start(root: string, options: Partial<CollectorOptions['days']> = {}, said: string[] = []) {
  const file = join(root, 'events.ndjson');
  const collector = await createCollector({
    file,
    days: { folder: join(root, 'events'), everyMs: 5, restMs: 0, ...options },
    onProblem: (problem) => said.push(problem),
  });
  onTestFinished(() => collector.close());
  return { url: await listen(collector.handle), file, collector };
}

const send = async (url: string, ...ids: string[]): Promise<void> => {
  expect((await post(url, batch(ids.map((id) => exposure({ id }))))).status).toBe(204);
};
const lineOf = (day: string): string => `{"id":"${day}","received":${Date.parse(day)},"sentAt":${Date.parse(day)}}\n`;
const names = (root: string): string[] => readdirSync(join(root, 'events')).sort();
const until = (fact: () => void | Promise<void>): Promise<void> => vi.waitFor(fact, { timeout: 30_000, interval: 20 });

async function idsIn(root: string): Promise<string[]> {
  const ids = new Set<string>();
  for (const path of await gatherFiles([root]))
    for (const line of await linesIn(path, (oddity) => expect(oddity).toBeNull()))
      ids.add((JSON.parse(line) as { id: string }).id);
  return [...ids].sort();
}

test('a day that is over gets a file of its own, packed, and later events begin a new one', async () => {
  const root = folder();
  let ahead = 0;
  const { url, file } = await start(root, { now: () => Date.now() + ahead });
  await send(url, 'a', 'b');
  const day = new Date().toISOString().slice(0, 10);
  ahead = DAY_MS;
  await until(() => expect(names(root)).toEqual([`${day}.ndjson.gz`]));
  ahead = 0;
  await send(url, 'c');
  expect((await listSegments(file, join(root, 'events'))).map((one) => one.day)).toEqual([day, null]);
  expect(await idsIn(root)).toEqual(['a', 'b', 'c']);
});

test('a clock that is set back and forth makes further files of the same day, in their order', async () => {
  const root = folder();
  let ahead = 0;
  const { url, file } = await start(root, { now: () => Date.now() + ahead });
  const day = new Date().toISOString().slice(0, 10);
  for (const [index, move] of [-DAY_MS, DAY_MS, -DAY_MS].entries()) {
    ahead = 0;
    await send(url, `event-${index}`);
    ahead = move;
    // for a moment both the packed file and the one it was made of are there
    await until(() => expect(names(root).map((name) => name.endsWith('.gz'))).toEqual(Array(index + 1).fill(true)));
  }
  const segments = await listSegments(file, join(root, 'events'));
  expect(segments.map(({ path }) => path.slice(root.length + 8))).toEqual([
    `${day}.ndjson.gz`,
    `${day}.2.ndjson.gz`,
    `${day}.3.ndjson.gz`,
  ]);
  expect(await idsIn(root)).toEqual(['event-0', 'event-1', 'event-2']);
});

test('days that are too old are deleted, once they may be', async () => {
  const root = folder();
  mkdirSync(join(root, 'events'));
  for (const day of ['2026-01-01', '2026-01-02', '2026-02-01', '2026-02-02'])
    writeFileSync(join(root, 'events', `${day}.ndjson.gz`), gzipSync(lineOf(day)));
  await start(root, {
    now: () => Date.parse('2026-02-03T12:00:00Z'),
    keptDays: 30,
    mayDelete: ({ path }) => Promise.resolve(!path.includes('2026-01-02')),
  });
  await until(() =>
    expect(names(root)).toEqual(['2026-01-02.ndjson.gz', '2026-02-01.ndjson.gz', '2026-02-02.ndjson.gz']),
  );
});

test('a file that was packed when the process was killed is packed again, and counted once', async () => {
  const root = folder();
  mkdirSync(join(root, 'events'));
  const lines = '{"id":"a"}\n{"id":"b"}\n';
  writeFileSync(join(root, 'events/2026-01-01.ndjson'), lines);
  writeFileSync(join(root, 'events/2026-01-01.ndjson.gz'), gzipSync(lines).subarray(0, 12));
  writeFileSync(join(root, 'events/.fx-2026-01-01.ndjson.1.part'), 'half');
  for (const name of readdirSync(join(root, 'events'))) utimesSync(join(root, 'events', name), 1, 1);
  expect(await listSegments(join(root, 'events.ndjson'), join(root, 'events'))).toMatchObject([{ isPacked: false }]);
  await start(root);
  await until(() => expect(names(root)).toEqual(['2026-01-01.ndjson.gz']));
  expect(await idsIn(root)).toEqual(['a', 'b']);
});

test('where no folder can be made the events stay in their file, and it is said once', async () => {
  const root = folder();
  writeFileSync(join(root, 'events'), 'in the way');
  const said: string[] = [];
  const { url } = await start(root, { now: () => Date.now() + DAY_MS }, said);
  await send(url, 'a');
  await until(() => expect(said).toHaveLength(1));
  await send(url, 'b');
  expect(said).toEqual([expect.stringMatching(/could not be kept apart \(E\w+\): they stay in .*events\.ndjson/)]);
});

let program = '';
beforeAll(async () => {
  program = await programOf(join(import.meta.dirname, 'collector.child.ts'));
});

async function startChild(root: string): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...process.env, EVENTS_FILE: join(root, 'events.ndjson'), DAYS_FOLDER: join(root, 'events') },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [port] = await once(child, 'message');
  return { child, url: `http://127.0.0.1:${port}/` };
}

test('killed while days are moved and packed it loses no event that it accepted', async () => {
  const root = folder();
  const accepted: string[] = [];
  for (let round = 0; round < TIMES; round++) {
    const { child, url } = await startChild(root);
    const enough = accepted.length + 20 + ((round * 37) % 50);
    for (let at = 0; ; at++) {
      const ids = [`${round}-${at}-a`, `${round}-${at}-b`];
      const answer = await post(url, batch(ids.map((id) => exposure({ id })))).catch(() => null);
      if (answer?.status !== 204) break;
      accepted.push(...ids);
      // The kill comes while the next ones are on their way, and wherever the packing is.
      if (accepted.length >= enough) child.kill('SIGKILL');
    }
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }
  const found = new Set<string>();
  for (const { path } of await listSegments(join(root, 'events.ndjson'), join(root, 'events')))
    for (const line of await linesIn(path, (oddity) => expect(oddity).toBeNull()))
      if (line.endsWith('}')) found.add((JSON.parse(line) as { id: string }).id);
  expect(accepted.filter((id) => !found.has(id))).toEqual([]);
  expect(names(root).some((name) => name.endsWith('.gz'))).toBe(true);
}, 300_000);
