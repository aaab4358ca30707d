/** Kills the process that counts events while it counts: the page says so, nothing is left, and the next look works. */

import { execFileSync } from 'node:child_process';
import { createWriteStream, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { sendCrowd } from './events.js';
import { type Asker, makeFolder, RUNNING, type Studio, startStudio } from './studio.js';

const until = <T>(fact: () => T): Promise<T> => vi.waitFor(fact, { timeout: 30_000, interval: 20 });

interface Child {
  readonly pid: number;
  readonly command: string;
}

/** The process that counts for this one. */
function counter(): Child {
  const all = execFileSync('ps', ['--ppid', `${process.pid}`, '-ww', '-o', 'pid=,args='], { encoding: 'utf8' });
  const [, pid = '', command = ''] = /^ *(\d+) (.*readout\/main\.js.*)$/m.exec(all) ?? [];
  expect(command).not.toBe('');
  return { pid: Number(pid), command };
}

/** A server whose folder of further events holds one that has no end yet, and a place for what is left on the disk. */
async function start(results = '{engine: duckdb, events: [others]}') {
  const root = makeFolder({
    'experiments/price.yaml': RUNNING,
    'fx.config.yaml': `previewToken: '0123456789abcdef'\ntargets:\n  live: public/fx\nresults: ${results}\n`,
  });
  const [temporary, others] = [join(root, 'tmp'), join(root, 'others')];
  for (const folder of [temporary, others]) mkdirSync(folder);
  vi.stubEnv('TMPDIR', temporary);
  onTestFinished(() => void vi.unstubAllEnvs());
  const studio = await startStudio(root, { guardMs: 86_400_000 });
  onTestFinished(() => studio.close());
  const asker = await studio.enter();
  expect(await subjects(asker)).toBe(0);
  // The guard, which looks at the start, counts in a process of its own.
  await until(() => expect(counter).toThrow());
  const endless = join(others, 'endless.ndjson');
  execFileSync('mkfifo', [endless]);
  return { studio, asker, temporary, endless };
}

/** Opens a page of results, whose counting does not end by itself. */
async function beginCounting({ asker, endless }: { asker: Asker; endless: string }) {
  // Opened for both, it waits for nobody, and whoever reads sees no end.
  const feed = createWriteStream(endless, { flags: 'r+' });
  onTestFinished(() => void feed.destroy());
  const page = asker.get('/results/price');
  const child = await until(counter);
  return { page, child, letGo: () => feed.destroy() };
}

async function subjects(asker: Asker): Promise<number | undefined> {
  const answer = await (await asker.get('/api/results?experimentId=price')).json();
  return (answer as { experiments?: { subjects: number }[] }).experiments?.[0]?.subjects;
}

const leftIn = (folder: string): string[] => readdirSync(folder);

async function withCrowd(studio: Studio): Promise<void> {
  await sendCrowd(studio.collectUrl, { experiment: 'price', variants: ['control', 'low'], subjects: 60, failsEach: 0 });
}

test('the page says that it was killed, its files are gone, and the next look counts', async () => {
  const place = await start();
  const { studio, asker, temporary, endless } = place;
  await withCrowd(studio);
  const stored = readFileSync(studio.eventsFile);
  const { page, child, letGo } = await beginCounting(place);
  await until(() => expect(leftIn(temporary).length).toBeGreaterThan(0));
  process.kill(child.pid, 'SIGKILL');
  const answered = await page;
  const text = await answered.text();
  expect(answered.status).toBe(503);
  expect(text).toContain('The events could not be read: the process that counts them was ended by SIGKILL');
  expect(text).not.toContain('readout/main.js');
  expect(leftIn(temporary)).toEqual([]);
  letGo();
  rmSync(endless);
  expect(await subjects(asker)).toBe(60);
  expect((await asker.get('/results/price')).status).toBe(200);
  expect(readFileSync(studio.eventsFile)).toEqual(stored);
  expect(leftIn(temporary)).toEqual([]);
});

test('events go on being stored, and other pages shown, while it counts and once it was killed', async () => {
  const place = await start();
  const { studio, asker } = place;
  const { page, child } = await beginCounting(place);
  await withCrowd(studio);
  expect((await asker.get('/')).status).toBe(200);
  process.kill(child.pid, 'SIGKILL');
  await page;
  await withCrowd(studio);
  expect(readFileSync(studio.eventsFile, 'utf8').trim().split('\n').length).toBeGreaterThan(100);
  expect((await asker.get('/')).status).toBe(200);
});

test('the list of processes, which everybody on the machine reads, holds nothing of what it was asked', async () => {
  const place = await start('{events: [others]}');
  const { page, child } = await beginCounting(place);
  expect(child.command).not.toContain('price');
  expect(child.command).not.toContain(place.studio.root);
  process.kill(child.pid, 'SIGKILL');
  await page;
});

test('what one left that ended together with its server is deleted by a later one, and nothing else', async () => {
  const { asker, temporary, endless } = await start();
  rmSync(endless);
  for (const name of ['fx-counting-old', 'fx-counting-new', 'somebody']) {
    mkdirSync(join(temporary, name));
    writeFileSync(join(temporary, name, 'rows'), 'x');
  }
  for (const name of ['fx-counting-old', 'somebody']) utimesSync(join(temporary, name), 1, 1);
  await subjects(asker);
  expect(leftIn(temporary).sort()).toEqual(['fx-counting-new', 'somebody']);
});

test('one that ends without an answer is said, and the server goes on', async () => {
  const root = makeFolder({ 'experiments/price.yaml': RUNNING, 'silent.mjs': 'process.stdin.resume();' });
  const studio = await startStudio(root, { guardMs: 86_400_000, readoutScript: join(root, 'silent.mjs') });
  onTestFinished(() => studio.close());
  const asker = await studio.enter();
  expect(await (await asker.get('/results/price')).text()).toContain('the process that counts them gave no answer');
  expect((await asker.get('/')).status).toBe(200);
});
