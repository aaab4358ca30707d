/**
 * Tests a folder that is mounted read-only, or has no room left, while the server runs: one sentence says so, and
 * nothing is torn.
 */

import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { batch, exposure, post } from '../collector/events.js';
import { type Mounted, type Mounts, runMounted, startMounted } from './mounted.js';
import { DRAFT, makeFolder } from './studio.js';

const REASON = '(?:the disk is read-only, so mount it for writing|permission is denied, so let this user write there)';
let root: string;
beforeEach(() => {
  root = makeFolder();
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const folder of ['.fx', 'public/fx']) mkdirSync(join(root, folder), { recursive: true });
});

interface Asked {
  readonly status: number;
  readonly code: string | undefined;
  readonly message: string | undefined;
}

/** A server, and the owner who asks it. */
async function start(mounts: Mounts): Promise<
  Mounted & {
    ask(operation: string, body: object): Promise<Asked>;
    page(path: string): Promise<Response>;
    send(...ids: string[]): Promise<number>;
    health(): Promise<unknown>;
  }
> {
  const server = await startMounted(root, mounts);
  onTestFinished(() => server.stop());
  const signed = await fetch(server.link, { redirect: 'manual' });
  const headers = { cookie: signed.headers.get('set-cookie')?.split(';')[0] ?? '', origin: server.url };
  return {
    ...server,
    async ask(operation, body) {
      const response = await fetch(`${server.url}/api/${operation}`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      const { code, message } = (await response.json()) as { code?: string; message?: string };
      return { status: response.status, code, message };
    },
    page: (path) => fetch(`${server.url}${path}`, { headers, redirect: 'manual' }),
    send: async (...ids) => (await post(server.collectUrl, batch(ids.map((id) => exposure({ id }))))).status,
    health: async () => (await fetch(`${server.url}/api/health`, { headers })).json(),
  };
}

const cta = (): string => readFileSync(join(root, 'experiments/cta.yaml'), 'utf8');
const sentence = (place: string): RegExp => new RegExp(`${place}.* cannot be written: ${REASON}`);

test('experiments that are read-only are not changed, and are published and read all the same', async () => {
  const studio = await start({ mounts: ['experiments'] });
  expect(await studio.ask('experiment.start', { experimentId: 'cta' })).toMatchObject({ status: 200 });
  const before = cta();
  await studio.tell('ro', 'experiments');
  for (const [operation, body] of [
    ['experiment.stop', { experimentId: 'cta', reason: 'Enough.' }],
    ['experiment.update', { experimentId: 'cta', fields: [{ path: ['name'], value: 'Another' }] }],
    [
      'experiment.create',
      {
        key: 'new',
        name: 'New',
        variants: [
          { key: 'a', percentage: 50 },
          { key: 'b', percentage: 50 },
        ],
      },
    ],
  ] as const) {
    const answer = await studio.ask(operation, body);
    expect(answer).toMatchObject({
      status: 503,
      code: 'STORAGE_FAILED',
      message: expect.stringMatching(sentence('experiments')),
    });
  }
  expect(cta()).toBe(before);
  expect(existsSync(join(root, 'experiments/new.yaml'))).toBe(false);
  expect((await studio.page('/experiments/cta')).status).toBe(200);
  expect(await studio.ask('publish', {})).toMatchObject({ status: 200 });
  await studio.tell('rw', 'experiments');
  expect(await studio.ask('experiment.stop', { experimentId: 'cta', reason: 'Enough.' })).toMatchObject({
    status: 200,
  });
}, 60_000);

test('a target that is read-only is not published to and not switched, and is whole', async () => {
  const studio = await start({ mounts: ['public/fx'] });
  expect(await studio.ask('publish', {})).toMatchObject({ status: 200 });
  const published = (): string => readFileSync(join(root, 'public/fx/manifest.json'), 'utf8');
  const before = published();
  await studio.ask('experiment.start', { experimentId: 'cta' });
  await studio.tell('ro', 'public/fx');
  for (const [operation, body] of [
    ['publish', {}],
    ['off', {}],
  ] as const) {
    const answer = await studio.ask(operation, body);
    expect(answer).toMatchObject({ status: 503, message: expect.stringMatching(sentence('public/fx')) });
  }
  expect(published()).toBe(before);
  expect((await studio.page('/publish')).status).toBe(200);
  await studio.tell('rw', 'public/fx');
  expect(await studio.ask('publish', {})).toMatchObject({ status: 200 });
  expect(await studio.ask('off', {})).toMatchObject({ status: 200 });
  expect(JSON.parse(published())).toMatchObject({ enabled: false });
}, 60_000);

test('a folder of fx that is read-only refuses changes, while the open file of events is written and off works', async () => {
  const studio = await start({ mounts: ['.fx'] });
  expect(await studio.ask('publish', {})).toMatchObject({ status: 200 });
  await studio.tell('ro', '.fx');
  expect(await studio.send('a')).toBe(204);
  expect(readFileSync(join(root, '.fx/events.ndjson'), 'utf8')).toContain('"id":"a"');
  expect(await studio.ask('experiment.start', { experimentId: 'cta' })).toMatchObject({
    status: 503,
    message: expect.stringMatching(sentence('.fx')),
  });
  expect(cta()).toBe(DRAFT);
  expect((await studio.page('/')).status).toBe(200);
  expect(await studio.ask('off', {})).toMatchObject({ status: 200 });
  await studio.tell('rw', '.fx');
  expect(await studio.ask('experiment.start', { experimentId: 'cta' })).toMatchObject({ status: 200 });
}, 60_000);

test('where the folder of fx is read-only from the start, it does not start and says so in one sentence', async () => {
  const { code, said } = await runMounted(root, { readOnly: ['.fx'] });
  expect(said.trim().split('\n')).toHaveLength(1);
  expect(said).toMatch(sentence('.fx'));
  expect(code).toBe(1);
}, 60_000);

test('a disk without room refuses events until there is room again, and what was confirmed is whole', async () => {
  const studio = await start({ small: ['.fx'] });
  const confirmed: string[] = [];
  const send = async (at: number): Promise<number> => {
    const ids = Array.from({ length: 20 }, (_, index) => `${at}-${index}`);
    const status = await studio.send(...ids);
    if (status === 204) confirmed.push(...ids);
    return status;
  };
  expect(await send(0)).toBe(204);
  await studio.tell('fill', '.fx');
  const refused: number[] = [];
  for (let at = 1; refused.length < 2 && at < 100; at++) if ((await send(at)) === 503) refused.push(at);
  expect(refused).toHaveLength(2);
  expect(await studio.health()).toMatchObject({
    events: { stored: false, code: 'ENOSPC', message: expect.stringMatching(/the disk is full, so free some space/) },
  });
  expect(await studio.ask('experiment.start', { experimentId: 'cta' })).toMatchObject({ status: 503 });
  expect(cta()).toBe(DRAFT);
  expect((await studio.page('/')).status).toBe(200);
  await studio.tell('free', '.fx');
  expect(await send(100)).toBe(204);
  expect(await studio.health()).toMatchObject({ events: { stored: true } });
  expect(await studio.ask('experiment.start', { experimentId: 'cta' })).toMatchObject({ status: 200 });
}, 60_000);
