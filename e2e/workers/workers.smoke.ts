/** Checks that a worker ends with its answer: what it has counted arrives all the same, each event once. */

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Batch, FxEvent } from '../../src/core/index.js';
import { createServer as createFx } from '../../src/sdk/server/index.js';

const ROOT = join(import.meta.dirname, '../..');
/** Apart from the project: workerd is a binary of 130 MB. */
const HOME = join(ROOT, '.cache/workers');
const MINIFLARE = 'miniflare@4.20260114.0';
const half = (id: string) => ({
  id,
  name: id,
  variants: [
    { key: 'control', name: 'Control', weight: 5000 },
    { key: 'treatment', name: 'Treatment', weight: 5000 },
  ],
});
const manifest = { version: 1 as const, revision: 'r', enabled: true, experiments: [half('hero')] };

interface Worker {
  readonly ready: Promise<URL>;
  dispose(): Promise<void>;
}

/** @throws with one sentence where it is not there and cannot be had */
function findMiniflare(): new (options: object) => Worker {
  if (!existsSync(join(HOME, 'node_modules/miniflare'))) {
    mkdirSync(HOME, { recursive: true });
    writeFileSync(join(HOME, 'package.json'), '{}');
    const { status } = spawnSync('npm', ['install', '--no-save', '--no-audit', '--no-fund', MINIFLARE], { cwd: HOME });
    if (status !== 0) throw new Error('miniflare could not be installed: npm needs its registry.');
  }
  return createRequire(join(HOME, 'package.json'))('miniflare').Miniflare;
}

const events: FxEvent[] = [];
/** How the collector answers. */
let answer: { readonly status: number; readonly afterMs: number } = { status: 204, afterMs: 0 };
const collector = createServer(async (request, response) => {
  let body = '';
  for await (const piece of request) body += piece;
  const batch: Batch = JSON.parse(body);
  const { afterMs, status } = answer;
  if (afterMs) await new Promise((resolve) => setTimeout(resolve, afterMs));
  if (status === 204) events.push(...batch.events);
  response.writeHead(status).end();
});
let worker: Worker;
let origin = '';
beforeAll(async () => {
  const Miniflare = findMiniflare();
  await new Promise<void>((resolve) => void collector.listen(0, '127.0.0.1', resolve));
  const { outputFiles } = await build({
    absWorkingDir: ROOT,
    entryPoints: ['e2e/workers/worker.ts'],
    bundle: true,
    format: 'esm',
    write: false,
  });
  worker = new Miniflare({
    modules: true,
    script: outputFiles[0]?.text,
    compatibilityDate: '2026-01-01',
    bindings: { MANIFEST: manifest, COLLECT: `http://127.0.0.1:${(collector.address() as AddressInfo).port}/` },
  });
  origin = `${await worker.ready}`;
});
afterAll(async () => {
  await worker?.dispose();
  collector.close();
});

const AGENT = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36';

interface Told {
  readonly variant: string;
  readonly subject: string;
  readonly cookie: string;
}

async function ask(cookie = ''): Promise<Told> {
  const response = await fetch(origin, { headers: { 'user-agent': AGENT, ...(cookie && { cookie }) } });
  const told = (await response.json()) as Omit<Told, 'cookie'>;
  const set = response.headers.getSetCookie().map((line) => line.split(';')[0] ?? '');
  return { ...told, cookie: set.join('; ') || cookie };
}

test('a visitor keeps their variant, which is that of any server', async () => {
  const first = await ask();
  expect((await ask(first.cookie)).variant).toBe(first.variant);
  expect(createFx({ manifest }).decide('hero', { subject: first.subject })?.variant).toBe(first.variant);
});

/** The subjects of what was counted since, each with how often. */
async function counted(of: readonly Told[]): Promise<readonly string[]> {
  const wanted = new Set(of.map(({ subject }) => subject));
  const mine = () => events.filter(({ subject }) => wanted.has(subject));
  await expect.poll(() => new Set(mine().map(({ id }) => id)).size, { timeout: 20_000 }).toBe(of.length * 2);
  return mine().map(({ id }) => id);
}

test('of a hundred visits at once every event arrives, once', async () => {
  const all = await Promise.all(Array.from({ length: 100 }, () => ask()));
  const ids = await counted(all);
  expect(new Set(ids).size).toBe(ids.length);
});

test('while the collector takes its time, visits are answered, and nothing is lost', async () => {
  answer = { status: 204, afterMs: 700 };
  const all = [];
  for (let round = 0; round < 5; round++) all.push(...(await Promise.all(Array.from({ length: 10 }, () => ask()))));
  answer = { status: 204, afterMs: 0 };
  all.push(await ask());
  await counted(all);
});

test('what could not be sent goes with a later visit', async () => {
  answer = { status: 503, afterMs: 0 };
  const lost = await Promise.all(Array.from({ length: 5 }, () => ask()));
  await new Promise((resolve) => setTimeout(resolve, 300));
  answer = { status: 204, afterMs: 0 };
  await counted([...lost, await ask()]);
});
