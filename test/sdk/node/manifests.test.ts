/** Checks that a server follows its manifest, and keeps the last good one through every failure. */

import { once } from 'node:events';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { createServer as createFx, type Following, pollManifest, watchManifest } from '../../../src/sdk/node/index.js';
import { experiment, manifestOf, requestOf } from '../server/visits.js';

let following: Following | undefined;
let troubles: string[];
beforeEach(() => {
  troubles = [];
});
afterEach(() => following?.stop());

const text = (enabled = true): string => JSON.stringify({ ...manifestOf(experiment('a')), enabled });
const quiet = { onProblem: () => undefined };
const onTrouble = (sentence: string): void => void troubles.push(sentence);

describe('from a file', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'fx-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const publish = (content: string): void => {
    writeFileSync(join(folder, 'next'), content);
    renameSync(join(folder, 'next'), join(folder, 'manifest.json'));
  };

  test('takes what is renamed into its place, and a stop', async () => {
    const fx = createFx(quiet);
    publish(text());
    following = watchManifest(fx, join(folder, 'manifest.json'), { everyMs: 20, onTrouble });
    expect(await following.ready).toBe(true);
    expect(fx.visit(requestOf()).variant('a')).toBe('treatment');
    publish(text(false));
    await vi.waitFor(() => expect(fx.visit(requestOf()).explain('a')?.reason).toBe('disabled'));
  });

  test('keeps the last good one where the file is broken or gone, and says so once', async () => {
    const fx = createFx(quiet);
    publish(text());
    following = watchManifest(fx, join(folder, 'manifest.json'), { everyMs: 1e6, onTrouble });
    await following.ready;
    publish('{"version":');
    expect(await following.look()).toBe(false);
    rmSync(join(folder, 'manifest.json'));
    for (let i = 0; i < 3; i++) expect(await following.look()).toBe(false);
    expect(fx.visit(requestOf()).variant('a')).toBe('treatment');
    expect(troubles).toHaveLength(1);
    expect(troubles[0]).toContain('ENOENT');
  });
});

describe('from an address', () => {
  let server: Server;
  let answer: { status: number; body: string; etag?: string };
  let asked: (string | undefined)[];
  let url = '';
  beforeEach(async () => {
    asked = [];
    answer = { status: 200, body: text(), etag: '"1"' };
    server = createServer((request, response) => {
      asked.push(request.headers['if-none-match']);
      if (answer.etag) response.setHeader('etag', answer.etag);
      const isSame = answer.status === 200 && request.headers['if-none-match'] === answer.etag;
      response.writeHead(isSame ? 304 : answer.status).end(isSame ? '' : answer.body);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/manifest.json`;
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  test('asks again by itself, with the ETag, and takes a stop at once', async () => {
    const fx = createFx(quiet);
    following = pollManifest(fx, url, { everyMs: 20, onTrouble });
    expect(await following.ready).toBe(true);
    await vi.waitFor(() => expect(asked.length).toBeGreaterThan(2));
    expect(asked.slice(0, 2)).toEqual([undefined, '"1"']);
    answer = { status: 200, body: text(false), etag: '"2"' };
    await vi.waitFor(() => expect(fx.visit(requestOf()).explain('a')?.reason).toBe('disabled'));
  });

  test.each([
    ['an error', 500, text()],
    ['a page of somebody else', 200, '<!doctype html>'],
    ['nothing', 404, ''],
  ])('keeps the last good one where the answer is %s', async (_what, status, body) => {
    const fx = createFx(quiet);
    following = pollManifest(fx, url, { everyMs: 1e6, onTrouble });
    await following.ready;
    answer = { status, body };
    for (let i = 0; i < 2; i++) expect(await following.look()).toBe(false);
    expect(fx.visit(requestOf()).variant('a')).toBe('treatment');
    answer = { status: 200, body: text(false), etag: '"2"' };
    expect(await following.look()).toBe(true);
    expect(troubles).toHaveLength(status === 200 ? 0 : 1);
  });

  test.each([
    [0, 900],
    [0.5, 1000],
    [0.75, 1050],
  ])('waits up to a tenth less or more, by chance of %f, as servers start together', async (chance, ms) => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    vi.spyOn(Math, 'random').mockReturnValue(chance);
    const asking = vi.spyOn(globalThis, 'fetch').mockImplementation(async () => new Response(text()));
    onTestFinished(() => void vi.restoreAllMocks());
    following = pollManifest(createFx(quiet), 'https://shop.example/fx/manifest.json', { everyMs: 1000, onTrouble });
    await following.ready;
    for (const asked of [1, 2]) {
      await vi.advanceTimersByTimeAsync(ms - 1);
      expect(asking).toHaveBeenCalledTimes(asked);
      await vi.advanceTimersByTimeAsync(1);
      expect(asking).toHaveBeenCalledTimes(asked + 1);
    }
    following.stop();
    await vi.advanceTimersByTimeAsync(1e5);
    expect(asking).toHaveBeenCalledTimes(3);
  });

  test('says that there is none where none was ever to be had', async () => {
    answer = { status: 503, body: '' };
    const fx = createFx(quiet);
    following = pollManifest(fx, url, { everyMs: 1e6, onTrouble });
    expect(await following.ready).toBe(false);
    expect(fx.visit(requestOf()).setCookies).toEqual([]);
  });

  test('says nothing any more once it is stopped, whatever was under way', async () => {
    const fx = createFx(quiet);
    following = pollManifest(fx, url, { everyMs: 1e6, onTrouble });
    await following.ready;
    answer = { status: 500, body: '' };
    const looking = following.look();
    following.stop();
    expect(await looking).toBe(false);
    expect(troubles).toEqual([]);
  });
});
