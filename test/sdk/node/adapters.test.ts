/** Tests the same visit on node:http, Express, Fastify and Hono, each the real framework. */

import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import express from 'express';
import Fastify from 'fastify';
import { Hono } from 'hono';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  createServer as createFx,
  type FxVisit,
  forExpress,
  forFastify,
  forHono,
  forNextRequest,
  forNode,
  NodeClient,
  type WithVisit,
} from '../../../src/sdk/node/index.js';
import { CHROME, cookiesIn, createCollected, experiment, manifestOf, requestOf } from '../server/visits.js';

// As docs/server.md has it.
declare global {
  namespace Express {
    interface Request extends WithVisit {}
  }
}
declare module 'fastify' {
  interface FastifyRequest extends WithVisit {}
}

const fx = createFx({ manifest: manifestOf(experiment('a')), cookieDomain: 'localhost' });

const portOf = async (server: Server): Promise<string> => {
  if (!server.listening) await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const apps: readonly (readonly [name: string, start: () => Promise<string>])[] = [
  [
    'node:http',
    () =>
      portOf(
        createServer((request, response) => {
          if (request.url === '/picture') return response.writeHead(200).end('picture');
          const key = forNode(fx, request, response).variant('a');
          return response.writeHead(200, { 'Set-Cookie': 'own=1', 'x-own': 'yes' }).end(key);
        }).listen(0, '127.0.0.1'),
      ),
  ],
  [
    'Express',
    () => {
      const app = express();
      app.use(forExpress(fx));
      app.get('/picture', (_request, response) => void response.send('picture'));
      const router = express.Router();
      router.get('/', (request, response) => {
        response.cookie('own', '1').set('x-own', 'yes').send(request.fx.variant('a'));
      });
      app.use('/', router);
      return portOf(app.listen(0, '127.0.0.1'));
    },
  ],
  [
    'Fastify',
    async () => {
      const app = Fastify();
      app.register(forFastify(fx));
      app.get('/picture', async () => 'picture');
      app.get('/', async (request, reply) => {
        reply.header('set-cookie', 'own=1').header('x-own', 'yes');
        return request.fx.variant('a');
      });
      onTestFinished(() => app.close());
      return app.listen({ port: 0, host: '127.0.0.1' });
    },
  ],
  [
    'Hono',
    () => {
      const app = new Hono<{ Variables: { fx: () => FxVisit } }>();
      app.use(forHono(fx));
      app.get('/picture', (c) => c.text('picture'));
      app.get('/', (c) => {
        c.header('set-cookie', 'own=1', { append: true });
        c.header('x-own', 'yes');
        return c.text(c.get('fx')().variant('a') ?? '');
      });
      return portOf(serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }) as Server);
    },
  ],
];

describe.each(apps)('%s', (_name, start) => {
  test('decides, sets its cookies beside those of the host, and keeps the answer private', async () => {
    const url = await start();
    const headers = { 'user-agent': CHROME };
    const first = await fetch(url, { headers });
    expect(await first.text()).toBe('treatment');
    const lines = first.headers.getSetCookie();
    expect(Object.keys(cookiesIn(lines)).sort()).toEqual(['_fx', '_fx_s', 'own']);
    expect(first.headers.get('cache-control')).toBe('private, no-cache');
    expect(first.headers.get('x-own')).toBe('yes');

    const cookie = lines.map((line) => line.split(';')[0]).join('; ');
    const next = await fetch(url, { headers: { ...headers, cookie } });
    expect(await next.text()).toBe('treatment');
    expect(Object.keys(cookiesIn(next.headers.getSetCookie()))).toEqual(['own']);
    expect(next.headers.get('cache-control')).toBe('private, no-cache');
  });

  test('answers HEAD with the headers of GET', async () => {
    const url = await start();
    const head = await fetch(url, { method: 'HEAD', headers: { 'user-agent': CHROME } });
    expect(Object.keys(cookiesIn(head.headers.getSetCookie())).sort()).toEqual(['_fx', '_fx_s', 'own']);
    expect([head.status, await head.text(), head.headers.get('cache-control')]).toEqual([200, '', 'private, no-cache']);
  });

  test('stores nothing for a request that nobody decides for', async () => {
    const answer = await fetch(`${await start()}/picture`, { headers: { 'user-agent': CHROME } });
    expect(await answer.text()).toBe('picture');
    expect(answer.headers.getSetCookie()).toEqual([]);
  });
});

test('NodeClient decides, sets the cookies of a request, and counts', async () => {
  const collected = createCollected();
  const rule = { '==': [{ var: 'user.tier' }, 'pro'] };
  const client = new NodeClient({
    manifest: manifestOf(experiment('a', { audience: { rule }, metadata: { owner: 'growth' } })),
    ...collected.options,
  });
  const responseHeaders = new Headers();
  const ctx = forNextRequest(requestOf(), responseHeaders);
  ctx.user = { tier: 'pro' };
  expect(await client.exposure('a', 'user-1', { ctx })).toEqual({
    variant: 'treatment',
    inTest: true,
    recipe: true,
    reason: 'assigned',
    payload: { price: 9 },
  });
  expect(Object.keys(cookiesIn(responseHeaders.getSetCookie()))).toEqual(['_fx', '_fx_s']);
  expect(await client.exposure('a', 'user-1')).toMatchObject({ variant: null, inTest: false, reason: 'context' });
  expect(await client.exposure('x', 'user-1')).toMatchObject({ variant: null, reason: 'unknown' });
  expect(client.variant('a', 'user-1', { ctx })).toBe('treatment');
  expect(client.payload('a', 'user-1', { ctx })).toEqual({ price: 9 });
  expect(client.metadata('a')).toEqual({ owner: 'growth' });
  await client.server.flush();
  expect(collected.events.map(({ subject }) => subject)).toEqual(['user-1']);
});
