/** Tests visits that come on odd ways: HTTP/2, ports, IPv6, preflights, answers that break off, many at once. */

import { once } from 'node:events';
import { createServer, get } from 'node:http';
import { connect, createServer as createHttp2, type Http2ServerResponse } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import express from 'express';
import Fastify from 'fastify';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createServer as createFx, forExpress, forFastify, forNode } from '../../../src/sdk/node/index.js';
import { CHROME, createCollected, experiment, manifestOf } from '../server/visits.js';

const manifest = manifestOf(experiment('a'));

/** Asks over HTTP/2 without encryption. */
const ask = async (port: number, path: string, headers: Record<string, string> = {}) => {
  const client = connect(`http://127.0.0.1:${port}`);
  onTestFinished(() => client.destroy());
  const stream = client.request({
    ':path': path,
    ':authority': 'shop.example:8443',
    'x-forwarded-proto': 'https',
    'user-agent': CHROME,
    ...headers,
  });
  const [answer] = (await once(stream, 'response')) as [Record<string, string | string[]>];
  let text = '';
  for await (const piece of stream) text += piece;
  return { answer, text };
};

describe('over HTTP/2', () => {
  test.each([
    ['with a text', (response: Http2ServerResponse) => response.end('x')],
    ['without one', (response: Http2ServerResponse) => response.end()],
  ])('a visit knows host and scheme, and its cookies go out with an answer %s', async (_, end) => {
    const fx = createFx({ manifest });
    const urls: string[] = [];
    const server = createHttp2((request, response) => {
      const visit = forNode(fx, request as never, response as never);
      visit.variant('a');
      urls.push(JSON.stringify(visit.explain('a')?.gates));
      end(response);
    }).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const { answer } = await ask((server.address() as AddressInfo).port, '/shoes');
    expect([answer['set-cookie']].flat()).toHaveLength(2);
    expect(answer['cache-control']).toBe('private, no-cache');
    expect([answer['set-cookie']].flat()[0]).toContain('Secure');
  });

  test('Fastify has the same', async () => {
    const rule = { '==': [{ var: 'page.url' }, 'https://shop.example:8443/shoes'] };
    const fx = createFx({ manifest: manifestOf(experiment('a', { audience: { rule } })) });
    const app = Fastify({ http2: true });
    app.register(forFastify(fx) as never);
    app.get(
      '/shoes',
      async (request) => (request as unknown as { fx: { variant(id: string): string } }).fx.variant('a') ?? 'out',
    );
    onTestFinished(() => app.close());
    await app.listen({ port: 0, host: '127.0.0.1' });
    const { answer, text } = await ask((app.server.address() as AddressInfo).port, '/shoes');
    expect(text).toBe('treatment');
    expect([answer['set-cookie']].flat()).toHaveLength(2);
  });
});

describe('a host', () => {
  test.each([
    ['shop.example:8080', 'http://shop.example:8080/x'],
    ['[::1]:3000', 'http://[::1]:3000/x'],
    ['[2001:db8::1]', 'http://[2001:db8::1]/x'],
    ['localhost:3000', 'http://localhost:3000/x'],
    ['127.0.0.1', 'http://127.0.0.1/x'],
    ['SHOP.example', 'http://shop.example/x'],
    ['shop.example:80', 'http://shop.example/x'],
    ['bücher.example', 'http://xn--bcher-kva.example/x'],
  ])('%s is that of the page, as browsers write it', (host, url) => {
    const rule = { '==': [{ var: 'page.url' }, url] };
    const fx = createFx({ manifest: manifestOf(experiment('a', { audience: { rule } })) });
    expect(fx.visit({ headers: { host, 'user-agent': CHROME }, url: '/x' } as never).variant('a')).toBe('treatment');
  });
});

test('a preflight counts nothing: nobody sees its answer', () => {
  const { options } = createCollected();
  const fx = createFx({ manifest, ...options });
  const visit = fx.visit(
    new Request('https://shop.example/', { method: 'OPTIONS', headers: { 'user-agent': CHROME } }),
  );
  expect(visit.expose('a')).toBe(false);
});

test('an answer that breaks off while it is streamed leaves the server and the next visit whole', async () => {
  const fx = createFx({ manifest });
  const server = createServer(async (request, response) => {
    const visit = forNode(fx, request, response);
    response.write(`${visit.variant('a')}`);
    await wait(30);
    visit.track('late', 1);
    response.end('end');
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  await new Promise<void>((resolve) => {
    const request = get(url, { headers: { 'user-agent': CHROME } }, (answer) => {
      answer.once('data', () => {
        answer.destroy();
        resolve();
      });
    });
    request.on('error', () => undefined);
  });
  await wait(60);
  const answer = await fetch(url, { headers: { 'user-agent': CHROME } });
  expect(await answer.text()).toBe('treatmentend');
  expect(answer.headers.getSetCookie()).toHaveLength(2);
});

test('an answer that has not changed (304) says the cookies of the visit', async () => {
  const fx = createFx({ manifest });
  const app = express();
  app.use(forExpress(fx));
  app.get('/', (request, response) => void response.send(request.fx.variant('a')));
  const server = app.listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const first = await fetch(url, { headers: { 'user-agent': CHROME } });
  const etag = first.headers.get('etag') ?? '';
  // fetch would ask past every cache.
  const [again] = await once(get(url, { headers: { 'user-agent': CHROME, 'if-none-match': etag } }), 'response');
  expect([again.statusCode, again.headers['set-cookie'].length, again.headers['cache-control']]).toEqual([
    304,
    2,
    'private, no-cache',
  ]);
});

test('requests of one visitor that come at once get one variant each, and no visitor of another', async () => {
  const half = experiment('a', {
    variants: [
      { key: 'control', name: 'Control', weight: 5000 },
      { key: 'treatment', name: 'Treatment', weight: 5000 },
    ],
  });
  const fx = createFx({ manifest: manifestOf(half) });
  const made = Date.now().toString(36);
  const ids = Array.from({ length: 40 }, (_, at) => `${at}`.padStart(32, 'a0b1c2d3'));
  const asked = ids.flatMap((id) => Array.from({ length: 5 }, () => id)).sort(() => 0.5 - Math.random());
  const found = await Promise.all(
    asked.map(async (id) => {
      await wait(Math.random() * 5);
      const visit = fx.visit(
        new Request('https://shop.example/', { headers: { 'user-agent': CHROME, cookie: `_fx=${id}.${made}.` } }),
      );
      await wait(Math.random() * 5);
      return `${visit.visitor} ${visit.variant('a')} ${visit.setCookies.join().split(';')[0]}`;
    }),
  );
  expect(new Set(found).size).toBe(ids.length);
});

test('a visitor whom a clock ahead of this one has made is known, and not renewed each time', () => {
  const fx = createFx({ manifest });
  const made = (Date.now() + 864e5).toString(36);
  const cookie = `_fx=0123456789abcdef0123456789abcdef.${made}.`;
  const visit = fx.visit(new Request('https://shop.example/', { headers: { 'user-agent': CHROME, cookie } }));
  expect(visit.visitor).toBe('0123456789abcdef0123456789abcdef');
  expect(visit.variant('a')).toBe('treatment');
  expect(visit.setCookies.map((line) => line.split('=')[0])).toEqual(['_fx_s']);
});
