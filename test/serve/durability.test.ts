/**
 * Tests a disk, a folder or a clock that is not as it should be: nothing that was confirmed is lost, and each refusal
 * says the way out.
 */

import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { batch, exposure, post } from '../collector/events.js';
import { makeFolder, startStudio } from './studio.js';

const CLI = fileURLToPath(new URL('../../dist/esm/cli/main.js', import.meta.url));
const send = async (url: string, ...ids: string[]): Promise<number> =>
  (await post(url, batch(ids.map((id) => exposure({ id }))))).status;

function folder(files?: Readonly<Record<string, string>>): string {
  const root = makeFolder(files);
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  return root;
}

test('a disk that is full refuses events with 503 and says so, while Studio works and what was confirmed stays whole', async () => {
  const root = folder();
  const shell = `trap '' XFSZ; ulimit -f 64; exec "$0" "$1" serve --port 0 --json`;
  const child = spawn('/bin/sh', ['-c', shell, process.execPath, CLI], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let said = '';
  child.stderr.on('data', (part: Buffer) => {
    said += part.toString();
  });
  let text = '';
  for await (const chunk of child.stdout) {
    text += String(chunk);
    if (text.trimEnd().endsWith('}')) break;
  }
  const { url, link, collectUrl } = JSON.parse(text) as { url: string; link: string; collectUrl: string };
  const confirmed: string[] = [];
  for (let at = 0; at < 12; at++) {
    const ids = Array.from({ length: 20 }, (_, index) => `${at}-${index}`);
    const status = await send(collectUrl, ...ids);
    expect([204, 503]).toContain(status);
    if (status === 204) confirmed.push(...ids);
  }
  expect(confirmed.length).toBeGreaterThan(0);
  expect(confirmed.length).toBeLessThan(240);
  const lines = readFileSync(join(root, '.fx/events.ndjson'), 'utf8').trimEnd().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as { id: string }).id)).toEqual(confirmed);
  expect(said.match(/Events are refused: .*events\.ndjson may not grow any more: .*Browsers keep/g)).toHaveLength(1);
  const signed = await fetch(link, { redirect: 'manual' });
  const cookie = signed.headers.get('set-cookie')?.split(';')[0] ?? '';
  expect((await fetch(`${url}/`, { headers: { cookie } })).status).toBe(200);
  const today = await (await fetch(`${url}/`, { headers: { cookie } })).text();
  expect(today).toMatch(
    /Visitors are not being counted since <time.*Events are refused: .*so raise the limit\. Browsers keep them/s,
  );
  const health = await (await fetch(`${url}/api/health`, { headers: { cookie } })).json();
  expect(health).toMatchObject({
    events: { stored: false, code: 'EFBIG', since: expect.stringMatching(/^\d{4}-/) },
    sinks: [],
  });
  expect((health as { events: { message: string } }).events.message).toMatch(
    /^Events are refused: .*events\.ndjson cannot be written: .*so raise the limit\. Browsers keep them/,
  );
}, 60_000);

test.each([
  ['that cannot be written', '/proc/fx', /cannot be written/],
  ['behind a file', 'a-file', /a-file\/studio cannot be written: a file is in the way/],
])('a folder %s is named at the start, and nothing listens', async (_, own, sentence) => {
  const root = folder();
  writeFileSync(join(root, 'a-file'), '');
  const place = own.startsWith('/') ? own : join(root, own);
  await expect(startStudio(root, { own: place })).rejects.toThrow(sentence);
});

test('two servers that keep their events in one folder lose none of each other’s', async () => {
  const root = folder();
  const [one, two] = [await startStudio(root), await startStudio(root)];
  const ids = Array.from({ length: 200 }, (_, at) => `event-${at}`);
  const statuses = await Promise.all(ids.map((id, at) => send((at % 2 ? one : two).collectUrl, id)));
  expect(new Set(statuses)).toEqual(new Set([204]));
  const lines = readFileSync(join(root, '.fx/events.ndjson'), 'utf8').trimEnd().split('\n');
  expect(new Set(lines.map((line) => (JSON.parse(line) as { id: string }).id))).toEqual(new Set(ids));
  await two.close();
  await one.close();
}, 60_000);

test('what a killed change left beside the experiments goes with the next start or change, and what is being written stays', async () => {
  const root = folder();
  const [old, later, fresh] = ['.fx-0123456789ab', '.fx-0123456789ac', '.fx-0123456789ad'];
  const leave = (name: string, secondsAgo: number): void => {
    const path = join(root, 'experiments', name);
    writeFileSync(path, 'id: c');
    utimesSync(path, new Date(), new Date(Date.now() - secondsAgo * 1000));
  };
  leave(old, 300);
  leave(fresh, 0);
  const studio = await startStudio(root);
  const names = (): string[] => readdirSync(join(root, 'experiments')).sort();
  expect(names()).toEqual([fresh, 'cta.yaml']);
  leave(later, 300);
  expect((await (await studio.enter()).post('/api/experiment.start', { experimentId: 'cta' })).status).toBe(200);
  expect(names()).toEqual([fresh, 'cta.yaml']);
  await studio.close();
});

test('a clock that is set back signs people out rather than keep sessions for ever, and lets them in again', async () => {
  let back = 0;
  const studio = await startStudio(folder(), { now: () => Date.now() - back });
  const owner = await studio.enter();
  expect((await owner.get('/')).status).toBe(200);
  back = 3_600_000;
  expect((await owner.get('/')).headers.get('location')).toBe('/sign-in');
  expect((await (await studio.enter()).get('/')).status).toBe(200);
  expect(await send(studio.collectUrl, 'a')).toBe(204);
  await studio.close();
}, 60_000);
