/**
 * Checks what pages of others, odd addresses and browsers that stop reading can do to a development server: nothing.
 */

import { existsSync, symlinkSync } from 'node:fs';
import { type IncomingMessage, request, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createDevSite } from '../../src/dev/site.js';
import { createStream } from '../../src/dev/stream.js';
import { batch, exposure, folder, lines, listen } from '../collector/events.js';
import { ask, experiment, serve, write } from './project.js';

const SITE = { 'index.html': '<h1>Shop</h1>', 'experiments/one.yaml': experiment('one') };

const IMAGE = `/?batch=${encodeURIComponent(batch([exposure()]))}`;

/** Posts one event and says what came back. */
function post(url: string, headers: Record<string, string>): Promise<{ status: number; origin: unknown }> {
  return new Promise((resolve, reject) => {
    const { hostname, port, pathname } = new URL(url);
    const sent = request({ hostname, port, path: pathname, method: 'POST', headers }, (response) => {
      response.resume();
      const origin = response.headers['access-control-allow-origin'];
      response.on('end', () => resolve({ status: response.statusCode ?? 0, origin }));
    });
    sent.on('error', reject);
    sent.end(batch([exposure()]));
  });
}

describe('the collector of a development server', () => {
  test.each([
    ['a foreign origin', { origin: 'https://evil.example' }],
    ['another port of this machine', { origin: 'http://127.0.0.1:9' }],
    ['the site by https', { origin: 'https://127.0.0.1' }],
    ['a sandboxed frame', { origin: 'null' }],
    ['a name that was pointed at this machine', { host: 'evil.example' }],
  ])('stores nothing from %s', async (_, headers) => {
    const { collectUrl, events } = await serve(SITE);
    expect(await post(collectUrl, headers)).toMatchObject({ status: 403 });
    expect(lines(events)).toEqual([]);
  });

  test.each([
    ['a page that hides itself', {}],
    ['a page of others', { referer: 'http://evil.example/' }],
    ['a page that a browser calls another site', { 'sec-fetch-site': 'cross-site' }],
  ])('stores nothing from an image of %s', async (_, headers: Record<string, string>) => {
    const { collectUrl, events } = await serve(SITE);
    expect((await ask(collectUrl, IMAGE, headers)).status).toBe(403);
    expect(lines(events)).toEqual([]);
  });

  test('takes an image of its own page, and an address that somebody types', async () => {
    const { url, collectUrl, events } = await serve(SITE);
    expect((await ask(collectUrl, IMAGE, { referer: `${url}/cart` })).status).toBe(204);
    expect((await ask(collectUrl, IMAGE, { 'sec-fetch-site': 'none' })).status).toBe(204);
    expect(lines(events)).toHaveLength(2);
  });

  test('takes the pages of its site under each of their names', async () => {
    const { url, collectUrl, events } = await serve(SITE);
    const { port } = new URL(url);
    for (const origin of [url, `http://localhost:${port}`, `http://[::1]:${port}`]) {
      expect(await post(collectUrl, { origin })).toEqual({ status: 204, origin });
    }
    expect(lines(events)).toHaveLength(3);
  });
});

test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', 'nothing'])(
  'there is no stream %s',
  async (name) => {
    const { url } = await serve(SITE);
    expect((await ask(url, `/fx/stream/${name}`)).status).toBe(404);
  },
);

test('an answer 500 is logged with its address and its stack', async () => {
  const log: string[] = [];
  const site = createDevSite({
    dir: folder(),
    distDir: folder(),
    host: '127.0.0.1',
    collectPort: () => 1,
    eventsFile: '',
    log: (line) => log.push(line),
    token: () => null,
    compiled: () => {
      throw new TypeError('a fault of fx');
    },
    build: () => '',
    edition: () => 0,
    isHidden: () => false,
    streams: {},
    draft: { compile: () => Promise.reject(new Error('nobody asks')), files: () => [], redirectOrigins: () => [] },
    targets: async () => [],
    studio: () => undefined,
  });
  const url = await listen(site);
  expect((await ask(url, '/fx/manifest.json')).status).toBe(500);
  expect(log).toEqual([expect.stringMatching(/^500 for \/fx\/manifest\.json: TypeError: a fault of fx\n +at /)]);
});

test('a browser that stopped reading is let go', () => {
  const stream = createStream();
  const response = {
    on: () => undefined,
    writableLength: 0,
    destroyed: false,
    writeHead: () => undefined,
    write(text: string) {
      this.writableLength += text.length; // nobody reads
      return false;
    },
    end: () => undefined,
    destroy() {
      this.destroyed = true;
    },
  };
  const message = { name: 'events', content: 'x'.repeat(100_000) };
  stream.connect({} as IncomingMessage, response as unknown as ServerResponse, message);
  for (let sent = 0; sent < 20; sent++) stream.send(message);
  expect(response.destroyed).toBe(true);
  expect(response.writableLength).toBeLessThan(2 * 1024 * 1024);
  stream.close();
});

test('events that an earlier version wrote among the pages are named, and served to nobody', async () => {
  const { url, notices } = await serve({ ...SITE, 'events.ndjson': '{}\n' });
  expect(notices.join(' ')).toContain('events.ndjson holds events of before and is deployed with the folder');
  expect((await ask(url, '/events.ndjson')).status).toBe(404);
});

test('nothing is written into the folder of pages', async () => {
  const { dir, url, collectUrl, events } = await serve(SITE);
  await post(collectUrl, { origin: url });
  expect(lines(events)).toHaveLength(1);
  expect(existsSync(join(dir, 'events.ndjson'))).toBe(false);
});

test('a folder of experiments that consists of links is served, as every other command reads it', async () => {
  const top = write({
    'site/index.html': '<h1>Shop</h1>',
    'site/experiments/..now/one.yaml': experiment('one'),
  });
  symlinkSync('..now/one.yaml', join(top, 'site/experiments/one.yaml'));
  const { experiments } = await serve({}, { dir: join(top, 'site') });
  expect(experiments.map(({ id }) => id)).toEqual(['one']);
});
