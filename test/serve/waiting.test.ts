/**
 * Checks what people see who ask for something that takes long: a page that says so, then what came of it; with parts
 * that are held back until the test lets them go.
 */

import { execFileSync } from 'node:child_process';
import { createWriteStream, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Hono } from 'hono';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { AppEnv } from '../../src/serve/http.js';
import type { Desk } from '../../src/serve/studio/desk.js';
import { waitingFor } from '../../src/serve/studio/waiting.js';
import { follow, open, type Seen } from './browsing.js';
import { sendCrowd } from './events.js';
import { makeFolder, RUNNING, startStudio } from './studio.js';

const until = <T>(fact: () => T): Promise<T> => vi.waitFor(fact, { timeout: 30_000, interval: 20 });

const SOON = { sayAfterMs: 100 };

/** A folder of further events, of which the first has no end before it is let go; a second one is never read before. */
async function startHeld(waiting: { sayAfterMs?: number; patienceMs?: number } = SOON) {
  const root = makeFolder({
    'experiments/price.yaml': RUNNING,
    'fx.config.yaml': "previewToken: '0123456789abcdef'\ntargets:\n  live: public/fx\nresults: {events: [others]}\n",
  });
  mkdirSync(join(root, 'others'));
  const studio = await startStudio(root, { guardMs: 86_400_000, waiting });
  onTestFinished(() => studio.close());
  const asker = await studio.enter();
  await sendCrowd(studio.collectUrl, { experiment: 'price', variants: ['control', 'low'], subjects: 60, failsEach: 0 });
  await (await asker.get('/api/results')).text();
  // The guard, which looks at the start, counts in a process of its own.
  await until(() => expect(counters()).toEqual([]));
  const held = join(root, 'others/a.ndjson');
  execFileSync('mkfifo', [held]);
  writeFileSync(join(root, 'others/b.ndjson'), `${' '.repeat(999)}\n`.repeat(3000));
  // Opened for both, it waits for nobody, and whoever reads sees no end.
  const feed = createWriteStream(held, { flags: 'r+' });
  onTestFinished(() => void feed.destroy());
  const letGo = (): void => {
    feed.destroy();
    // The next one finds nothing that holds it.
    rmSync(held);
  };
  return { studio, asker, letGo };
}

/** Processes that count for this one. */
function counters(): number[] {
  const all = execFileSync('ps', ['--ppid', `${process.pid}`, '-ww', '-o', 'pid=,args='], { encoding: 'utf8' });
  return [...all.matchAll(/^ *(\d+) .*readout\/main\.js/gm)].map(([, pid]) => Number(pid));
}

const timeIn = ({ text }: Seen): string | undefined => /As of <time datetime="([^"]+)"/.exec(text)?.[1];

test('results that take long are waited for on a page that says how far it is, and come by themselves', async () => {
  const { studio, asker, letGo } = await startHeld();
  const first = await open(studio, asker, '/results/price?by=device');
  expect(first.status).toBe(202);
  expect(first.next).toMatch(/^\/results\/price\?by=device&wait=[0-9a-f]{32}$/);
  expect(first.text).toContain('The events are being counted by Studio itself, from the files.');
  const again = await open(studio, asker, first.next ?? '');
  expect(again.text).toMatch(/<span class="whole">\d+ kB<\/span> of <span class="whole">3\.0 MB<\/span> are read\./);
  expect(again.text).toMatch(/<progress max="\d{7}" value="\d{5}"/);
  expect(again.text).toContain('seconds so far');
  letGo();
  const last = await follow(studio, asker, again);
  expect(last.status).toBe(200);
  expect(last.text).toContain('60 visitors');
});

test('a second one who looks shares the counting that is under way, also where events came since', async () => {
  const { studio, asker, letGo } = await startHeld();
  const second = await studio.enter();
  const one = await open(studio, asker, '/results/price');
  const pids = await until(() => {
    expect(counters()).toHaveLength(1);
    return counters();
  });
  await sendCrowd(studio.collectUrl, { experiment: 'price', variants: ['control', 'low'], subjects: 80, failsEach: 0 });
  const other = await open(studio, second, '/results/price');
  expect(other.text).toContain('The events are being counted');
  expect(counters()).toEqual(pids);
  letGo();
  const [mine, theirs] = [await follow(studio, asker, one), await follow(studio, second, other)];
  expect(mine.status).toBe(200);
  expect(timeIn(mine)).toBeDefined();
  expect(timeIn(theirs)).toBe(timeIn(mine));
});

test('counting that fails is told once with its sentence, and whoever opens the page again counts again', async () => {
  const { studio, asker, letGo } = await startHeld();
  const first = await open(studio, asker, '/results/price');
  const [pid = 0] = await until(() => {
    expect(counters()).toHaveLength(1);
    return counters();
  });
  process.kill(pid, 'SIGKILL');
  const told = await follow(studio, asker, first);
  expect(told.status).toBe(503);
  expect(told.text).toContain('The events could not be read: the process that counts them was ended by SIGKILL');
  letGo();
  expect((await follow(studio, asker, await open(studio, asker, first.next ?? ''))).status).toBe(200);
});

test('counting that nobody waits for any more is ended, and its next reader counts from the beginning', async () => {
  const { studio, asker, letGo } = await startHeld({ sayAfterMs: 100, patienceMs: 200 });
  const first = await open(studio, asker, '/results/price');
  expect(first.status).toBe(202);
  await until(() => expect(counters()).toEqual([]));
  letGo();
  expect((await follow(studio, asker, await open(studio, asker, '/results/price'))).text).toContain('60 visitors');
});

test('counting that a program waits for is not ended by a person who goes', async () => {
  const { studio, asker, letGo } = await startHeld({ sayAfterMs: 100, patienceMs: 200 });
  const answer = asker.get('/api/results?experimentId=price');
  const pids = await until(() => {
    expect(counters()).toHaveLength(1);
    return counters();
  });
  const page = await open(studio, asker, '/results/price');
  expect(page.text).toMatch(/are being counted|are counted first/);
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(counters()).toEqual(pids);
  letGo();
  expect(((await (await answer).json()) as { experiments: object[] }).experiments).toHaveLength(1);
});

test('figures as CSV are waited for on a page, and a program waits for them without a word', async () => {
  const { studio, asker, letGo } = await startHeld();
  const program = asker.get('/results/price/csv');
  const first = await open(studio, asker, '/results/price/csv');
  expect(first.status).toBe(202);
  letGo();
  const last = await follow(studio, asker, first);
  expect(last.text).toMatch(/^experiment,/);
  expect(await (await program).text()).toBe(last.text);
});

/** Waiting alone, of somebody whose name is asked for, for something that never comes. */
function waitingAlone() {
  const app = new Hono<AppEnv>();
  const desk = {
    caller: (c: { req: { header(name: string): string | undefined } }) => ({
      by: 'session',
      author: { name: c.req.header('x-who') ?? 'Ada', email: '' },
    }),
    show: async () => new Response('over'),
    showAtOnce: async (_: unknown, { refresh }: { refresh: string }) => new Response(refresh, { status: 202 }),
  } as unknown as Desk;
  app.all('*', waitingFor({ desk, say: () => undefined, sayAfterMs: 1, ask: () => new Promise(() => undefined) }));
  return (path: string, headers: Readonly<Record<string, string>> = {}, method = 'GET') =>
    app.request(`http://studio.example${path}`, { method, headers: { accept: 'text/html', ...headers } });
}

test('a page that is waited for leads to this site alone', async () => {
  const ask = waitingAlone();
  for (const path of ['//evil.example/', '///evil.example', '/%2F/evil.example'])
    expect(await (await ask(path)).text()).toMatch(/^0; url=\/[^/]/);
});

test('nobody hears what somebody else waits for', async () => {
  const ask = waitingAlone();
  const { headers } = await ask('/publish', {}, 'POST');
  const path = headers.get('location') ?? '';
  expect(await (await ask(path, { 'x-who': 'Eve' })).text()).toBe('over');
});
