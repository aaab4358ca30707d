/** Tries on the server bodies and heads that come a byte at a time, many of them at once, as Slowloris does. */

import { existsSync, readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { listenOn } from '../../src/collector/index.js';
import { batch, exposure, post } from '../collector/events.js';
import { type Asker, type Studio, startStudio } from './studio.js';

const MANY = 150;
const PATIENCE = { headersMs: 400, requestMs: 800, checkMs: 50 };

/** Somebody who sends a byte now and then, and never ends. */
interface Slow {
  readonly socket: Socket;
  heard(): string;
  isOver(): boolean;
}

function startSlow(url: string, head: string): Slow {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  let [heard, isOver] = ['', false];
  socket.on('data', (bytes) => {
    heard += bytes.toString();
  });
  socket.on('error', () => undefined); // it is cut off, which is what is waited for
  socket.write(head);
  const timer = setInterval(() => socket.write('x'), 40);
  socket.on('close', () => {
    isOver = true;
    clearInterval(timer);
  });
  return { socket, heard: () => heard, isOver: () => isOver };
}

const headOf = (path: string, host: string, more = ''): string =>
  `POST ${path} HTTP/1.1\r\nHost: ${host}\r\nOrigin: http://${host}\r\nContent-Length: 60000\r\n${more}\r\n`;

let studio: Studio;
let owner: Asker;
beforeEach(async () => {
  studio = await startStudio(undefined, { patience: PATIENCE });
  owner = await studio.enter();
});
afterEach(() => studio.close());

describe('a hundred and fifty bodies that come a byte at a time', () => {
  test.each([
    ['/collect', 'Content-Type: text/plain\r\n'],
    ['/api/experiment.update', 'Content-Type: application/json\r\n'],
    ['/sign-in', 'Content-Type: application/x-www-form-urlencoded\r\n'],
  ])('to %s keep nobody else waiting, are cut off, and leave nothing behind', async (path, type) => {
    const { host } = new URL(studio.url);
    const cookie = path.startsWith('/api') ? `Cookie: ${owner.headers.cookie}\r\n` : '';
    const slow = Array.from({ length: MANY }, () => startSlow(studio.url, headOf(path, host, type + cookie)));
    // While they send, events are stored and pages are there.
    const stored = await post(studio.collectUrl, batch([exposure({ id: 'in-between' })]));
    const page = await owner.get('/');
    expect([stored.status, page.status]).toEqual([204, 200]);
    await vi.waitFor(() => expect(slow.filter((one) => !one.isOver())).toEqual([]), { timeout: 60_000 });
    expect(new Set(slow.map((one) => one.heard().split('\r\n')[0]))).toEqual(new Set(['HTTP/1.1 408 Request Timeout']));
    const events = existsSync(studio.eventsFile) ? readFileSync(studio.eventsFile, 'utf8') : '';
    expect(events.trim().split('\n').length).toBe(1);
    expect(studio.said).toEqual([]);
  });
});

test('a head that never ends is cut off sooner than a body', async () => {
  const slow = startSlow(studio.url, 'GET / HTTP/1.1\r\nHost: x\r\nX-Long: ');
  const begun = performance.now();
  await vi.waitFor(() => expect(slow.isOver()).toBe(true), { timeout: 60_000 });
  expect(slow.heard()).toContain('408');
  expect(performance.now() - begun).toBeGreaterThan(PATIENCE.headersMs - 100);
});

test('by itself a server waits ten seconds for a head, thirty for a request, and looks each second', async () => {
  const { createServer } = await import('node:http');
  const seen = vi.fn();
  vi.doMock('node:http', async (real) => ({
    ...(await real<typeof import('node:http')>()),
    createServer: (options: object, handle: never) => {
      seen(options);
      return createServer(options, handle);
    },
  }));
  vi.resetModules();
  const fresh = (await import('../../src/collector/listen.js')) as { listenOn: typeof listenOn };
  await (await fresh.listenOn(() => undefined, 0, '127.0.0.1'))?.close();
  expect(seen).toHaveBeenCalledWith({
    requestTimeout: 30_000,
    headersTimeout: 10_000,
    connectionsCheckingInterval: 1000,
  });
  vi.doUnmock('node:http');
});
