/** Runs the collectors of docs/collecting.md as they stand there. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const page = await readFile('docs/collecting.md', 'utf8');
const [node = '', worker = ''] = [...page.matchAll(/```js\n(.*?)```/gs)].map((match) => match[1] ?? '');
const batch = /```json\n(.*?)```/s.exec(page)?.[1] ?? '';
const folder = await mkdtemp(join(tmpdir(), 'fx-collecting-'));
const file = join(folder, 'events.ndjson');

await writeFile(join(folder, 'collector.mjs'), node);
await writeFile(join(folder, 'worker.mjs'), worker);
const child = spawn(process.execPath, [join(folder, 'collector.mjs')], {
  env: { ...process.env, PORT: '0', FILE: file, ORIGIN: 'https://shop.example' },
  stdio: ['ignore', 'pipe', 'inherit'],
});
const [port] = await once(child.stdout, 'data');
const url = `http://127.0.0.1:${String(port).trim()}/events`;
afterAll(async () => {
  child.kill();
  await rm(folder, { recursive: true, force: true });
});

const post = (body: string): Promise<Response> => fetch(url, { method: 'POST', body });

test('the Node collector has forty lines or fewer', () => {
  expect(node.trim().split('\n').length).toBeLessThanOrEqual(40);
});

test('the Node collector answers 204 when every event of the batch is a line on disk', async () => {
  const response = await post(batch);
  expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([204, 'https://shop.example']);
  const lines = (await readFile(file, 'utf8')).trim().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    { ...JSON.parse(batch).events[0], sentAt: JSON.parse(batch).sentAt, dropped: 0, received: expect.any(Number) },
  ]);
});

test.each([
  ['what is no JSON', 'no', 400],
  ['what is no batch', '{}', 400],
  ['null', 'null', 400],
])('the Node collector refuses %s and goes on', async (_, body, status) => {
  expect((await post(body)).status).toBe(status);
  expect((await post(batch)).status).toBe(204);
});

test('what a browser had to give up stands in the first line of its batch', async () => {
  const { events, ...rest } = JSON.parse(batch);
  const [event] = events;
  await post(JSON.stringify({ ...rest, dropped: 7, events: [event, { ...event, id: 'another' }] }));
  const lines = (await readFile(file, 'utf8')).trim().split('\n').slice(-2);
  expect(lines.map((line) => JSON.parse(line).dropped)).toEqual([7, 0]);
});

test('the Node collector refuses other methods', async () => {
  expect((await fetch(url)).status).toBe(405);
});

test('the Node collector does not take a body over 64 KiB', async () => {
  // the connection may be gone before the answer is read
  const status = await post('x'.repeat(200_000)).then(
    (response) => response.status,
    () => 413,
  );
  expect(status).toBe(413);
  expect((await post(batch)).status).toBe(204);
});

test('the worker hands every event to its queue, and says 503 where the queue does not take them', async () => {
  const { default: edge } = await import(join(folder, 'worker.mjs'));
  const sent: unknown[] = [];
  const ask = (body: string, send: (events: unknown[]) => Promise<void>): Promise<Response> =>
    edge.fetch(new Request('https://collect.example/events', { method: 'POST', body }), { EVENTS: { send } });
  const keep = async (events: unknown[]): Promise<void> => {
    sent.push(...events);
  };
  expect((await ask(batch, keep)).status).toBe(204);
  expect(sent).toEqual([expect.objectContaining({ type: 'exposure', received: expect.any(Number) })]);
  expect((await ask('no', keep)).status).toBe(400);
  expect((await ask(batch, () => Promise.reject(new Error('full')))).status).toBe(503);
});
