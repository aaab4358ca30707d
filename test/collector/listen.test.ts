/** Tests listening, on one port or two, and letting requests finish when it is time to go. */

import type { RequestListener } from 'node:http';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { CannotListen, listenOn, listenTwice } from '../../src/collector/listen.js';

const HOST = '127.0.0.1';
const hello: RequestListener = (_, response) => void response.end('hello');

test('a taken port is null, and any other failure one sentence', async () => {
  const one = await listenOn(hello, 0, HOST);
  expect(await listenOn(hello, one?.port ?? 0, HOST)).toBe(null);
  await one?.close();
  await expect(listenOn(hello, 0, '203.0.113.1')).rejects.toThrow(
    /^Cannot listen on 203\.0\.113\.1, port 0 \(EADDRNOTAVAIL\): name another host or port\.$/,
  );
});

test('a port that is none is one sentence, too', async () => {
  await expect(listenOn(hello, 70_000, HOST)).rejects.toThrow(
    'Cannot listen on 127.0.0.1, port 70000 (ERR_SOCKET_BAD_PORT): name another host or port.',
  );
});

test.each([-1, 65_535, 1.5, Number.NaN])('%s is refused as the first of two ports', async (port) => {
  await expect(listenTwice(hello, hello, port, HOST)).rejects.toThrow(CannotListen);
});

test('two servers take the next two free ports', async () => {
  const { site, collector } = await listenTwice(hello, hello, 0, HOST);
  const first = await listenOn(hello, 0, HOST);
  if (!first) throw new Error('no port was free');
  const next = await listenTwice(hello, hello, first.port, HOST);
  expect(next.site.port).toBeGreaterThan(first.port);
  expect(next.collector.port).toBe(next.site.port + 1);
  expect(await (await fetch(`http://${HOST}:${next.collector.port}`)).text()).toBe('hello');
  await Promise.all([site, collector, first, next.site, next.collector].map((one) => one.close()));
});

test('where the second of two ports is taken, both are the next ones', async () => {
  const taken = await listenOn(hello, 0, HOST);
  if (!taken) throw new Error('no port was free');
  const both = await listenTwice(hello, hello, taken.port - 1, HOST);
  expect([both.site.port, both.collector.port]).not.toContain(taken.port);
  await Promise.all([taken, both.site, both.collector].map((one) => one.close()));
});

test('no two free ports below the last one are one sentence', async () => {
  const last = await listenOn(hello, 65_534, HOST);
  await expect(listenTwice(hello, hello, 65_534, HOST)).rejects.toThrow(/No two neighbouring ports from 65534/);
  await last?.close();
});

test('closing lets an answer under way finish, and cuts one that never ends after the grace', async () => {
  const late: { release?: () => void } = {};
  const held: RequestListener = (request, response) => {
    if (request.url === '/late') late.release = () => response.end('late');
  };
  const server = await listenOn(held, 0, HOST);
  if (!server) throw new Error('no port was free');
  const answer = fetch(`http://${HOST}:${server.port}/late`).then((response) => response.text());
  const stuck = connect(server.port, HOST);
  stuck.write('GET /never HTTP/1.1\r\nHost: localhost\r\n\r\n');
  const cut = new Promise<boolean>((resolve) => stuck.on('error', () => undefined).on('close', () => resolve(true)));
  await expect.poll(() => late.release).toBeDefined();
  const closed = server.close(200);
  late.release?.();
  expect(await answer).toBe('late');
  await closed;
  expect(await cut).toBe(true);
});
