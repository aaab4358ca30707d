/** Tests `serve.keepDays`: older days are deleted, today's never, and what is counted is counted whole. */

import { execFileSync } from 'node:child_process';
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startServe } from '../../src/serve/index.js';
import { exposure, listen } from '../collector/events.js';
import { makeFolder, RUNNING } from './studio.js';

const READOUT = fileURLToPath(new URL('../../dist/esm/serve/readout/main.js', import.meta.url));
const DAY_MS = 86_400_000;
const CONFIG = "previewToken: '0123456789abcdef'\ntargets:\n  live: public/fx\n";
const dayBefore = (days: number): string => new Date(Date.now() - days * DAY_MS).toISOString().slice(0, 10);
const until = (fact: () => void): Promise<void> => vi.waitFor(fact, { timeout: 30_000, interval: 20 });

/** The exposure of one visitor of the experiment `price`, as the collector keeps it. */
const line = (subject: string, days: number): string => {
  const at = Date.now() - days * DAY_MS;
  const event = exposure({ id: subject, subject, experiment: 'price', variant: 'low', at });
  return `${JSON.stringify({ ...event, received: at, sentAt: at })}\n`;
};

/** A folder with a day of events for each of so many days ago, the first of them not packed. */
function folderOf(days: readonly number[], serve: string): string {
  const root = makeFolder({ 'experiments/price.yaml': RUNNING, 'fx.config.yaml': CONFIG + serve });
  mkdirSync(join(root, '.fx/events'), { recursive: true });
  for (const [at, ago] of days.entries()) {
    const path = join(root, '.fx/events', `${dayBefore(ago)}.ndjson`);
    if (at > 0) writeFileSync(`${path}.gz`, gzipSync(line(`day-${ago}`, ago)));
    else {
      writeFileSync(path, line(`day-${ago}`, ago));
      utimesSync(path, 1, 1);
    }
  }
  return root;
}

interface Kept {
  readonly eventsFile: string;
  subjects(): Promise<number | undefined>;
  close(): Promise<void>;
}

/** A server whose folder stays when it ends. */
async function start(root: string): Promise<Kept> {
  const studio = await startServe({
    ...{ directory: join(root, 'experiments'), own: join(root, '.fx'), host: '127.0.0.1', port: 0 },
    ...{ guardMs: DAY_MS, sinkPauseMs: 5, say: () => undefined, readoutScript: READOUT },
  });
  onTestFinished(() => studio.close());
  return {
    ...studio,
    async subjects() {
      const signed = await fetch(studio.newLink(), { redirect: 'manual' });
      const headers = { cookie: signed.headers.get('set-cookie')?.split(';')[0] ?? '' };
      const answer = await (await fetch(`${studio.url}/api/results?experimentId=price`, { headers })).json();
      return (answer as { experiments?: { subjects: number }[] }).experiments?.[0]?.subjects;
    },
  };
}

/** While a day is packed it is there twice. */
const daysIn = (root: string): string[] =>
  [...new Set(readdirSync(join(root, '.fx/events')).map((name) => name.slice(0, 10)))].sort();

/** Whether a process that this one began has it open. */
function isReadBySomebody(path: string): boolean {
  const pids = execFileSync('ps', ['--ppid', `${process.pid}`, '-o', 'pid='], { encoding: 'utf8' })
    .trim()
    .split(/\s+/);
  return pids.some((pid) => {
    try {
      const folder = `/proc/${pid}/fd`;
      return readdirSync(folder).some((name) => readlinkSync(join(folder, name)) === path);
    } catch {
      return false; // it ended meanwhile
    }
  });
}

/** A day that is over, and was not written to for long, is packed: then the days before it were looked at as well. */
const packed = (root: string, ago: number) => (): void =>
  expect(readdirSync(join(root, '.fx/events'))).toContain(`${dayBefore(ago)}.ndjson.gz`);

test('days beyond keepDays are deleted, packed or not; younger ones and the events of now stay', async () => {
  const root = folderOf([90, 60, 32, 30, 2, 1], 'serve:\n  keepDays: 30\n');
  writeFileSync(join(root, '.fx/events.ndjson'), line('now', 0));
  const { eventsFile, subjects } = await start(root);
  await until(() => expect(daysIn(root)).toEqual([dayBefore(30), dayBefore(2), dayBefore(1)]));
  expect(readFileSync(eventsFile, 'utf8')).toContain('"now"');
  expect(await subjects()).toBe(4);
});

test('without keepDays no day is ever deleted', async () => {
  const root = folderOf([2, 90, 3000], '');
  const { subjects } = await start(root);
  await until(packed(root, 2));
  expect(daysIn(root)).toEqual([dayBefore(3000), dayBefore(90), dayBefore(2)]);
  expect(await subjects()).toBe(3);
});

test('events of long ago in the file of now are moved, and judged by their own day', async () => {
  const root = folderOf([2, 1], 'serve:\n  keepDays: 30\n');
  writeFileSync(join(root, '.fx/events.ndjson'), line('old', 40));
  const { eventsFile } = await start(root);
  await until(packed(root, 2));
  expect(daysIn(root)).toEqual([dayBefore(2), dayBefore(1)]);
  expect(existsSync(eventsFile) ? readFileSync(eventsFile, 'utf8') : '').toBe('');
});

test('a day that a sink has not taken stays until it has', async () => {
  let status = 503;
  const bodies: string[] = [];
  const url = await listen((request, response) => {
    request.on('data', (part: Buffer) => bodies.push(part.toString()));
    request.on('end', () => response.writeHead(status).end());
  });
  const root = folderOf([2, 1, 90], `serve:\n  keepDays: 30\n  sinks:\n    - http: ${url}/in\n`);
  const first = await start(root);
  await until(packed(root, 2));
  expect(daysIn(root)).toEqual([dayBefore(90), dayBefore(2), dayBefore(1)]);
  await first.close();
  status = 204;
  const second = await start(root);
  await until(() => expect(bodies.join('')).toContain('day-2'));
  await second.close();
  await start(root);
  await until(() => expect(daysIn(root)).toEqual([dayBefore(2), dayBefore(1)]));
});

test('a day that is deleted while it is counted is counted in no part', async () => {
  const root = folderOf([2, 1], '');
  const counting = await start(root);
  // One counts at a time: the guard, which looked at the start, is done then.
  expect(await counting.subjects()).toBe(2);
  const endless = join(root, '.fx/events', `${dayBefore(90)}.ndjson`);
  execFileSync('mkfifo', [endless]);
  // Opened for both, it waits for nobody, and whoever reads sees no end.
  const feed = createWriteStream(endless, { flags: 'r+' });
  onTestFinished(() => void feed.destroy());
  feed.write(line('day-90', 90));
  const counted = counting.subjects();
  await until(() => expect(isReadBySomebody(endless)).toBe(true));
  writeFileSync(join(root, 'fx.config.yaml'), `${CONFIG}serve:\n  keepDays: 30\n`);
  await start(root);
  await until(() => expect(daysIn(root)).toEqual([dayBefore(2), dayBefore(1)]));
  feed.destroy();
  expect(await counted).toBe(2);
});
