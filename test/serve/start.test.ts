/** Checks starts: one that fails leaves nothing open, and the address is one at which everything works. */

import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import { batch, exposure, post } from '../collector/events.js';
import { DRAFT, makeFolder, startStudio } from './studio.js';

const servers: Server[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => new Promise((done) => server.close(done))));
});

const listen = async (port: number): Promise<number> => {
  const server = createServer();
  servers.push(server);
  await new Promise<void>((done, fail) => server.on('error', fail).listen(port, '127.0.0.1', done));
  return (server.address() as AddressInfo).port;
};

test('a start whose second port is taken gives the first port back', async () => {
  const port = await listen(0);
  const collectPort = await listen(0);
  await new Promise((done) => servers[0]?.close(done));
  await expect(startStudio(makeFolder(), { port, collectPort })).rejects.toThrow(`Port ${collectPort} is taken`);
  await expect(listen(port)).resolves.toBe(port);
});

test('on an IPv6 address everybody gets in, changes something and sends events', async () => {
  const studio = await startStudio(makeFolder(), { host: '::1' });
  onTestFinished(() => studio.close());
  expect([studio.url, studio.collectUrl]).toEqual([
    expect.stringMatching(/^http:\/\/\[::1\]:\d+$/),
    `${studio.url}/collect`,
  ]);
  const owner = await studio.enter();
  expect((await owner.get('/')).status).toBe(200);
  expect((await owner.submit('/experiments/cta/start')).status).toBe(303);
  expect((await post(studio.collectUrl, batch([exposure()]))).status).toBe(204);
});

const CONFIG = "previewToken: '0123456789abcdef'\ntargets: {live: public/fx}\n";

test.each(['https://example.com/studio', 'https://example.com/?a', 'https://a:b@example.com'])(
  'an address with more than a host (%s) is refused, as nothing of Studio would be found there',
  async (url) => {
    const root = makeFolder({ 'experiments/cta.yaml': DRAFT, 'fx.config.yaml': `${CONFIG}serve: {url: '${url}'}\n` });
    await expect(startStudio(root)).rejects.toThrow(
      'serve.url must be an address without a path, such as https://studio.example.com',
    );
  },
);

test('whoever comes by another address than the configured one is told what to do', async () => {
  const url = 'https://studio.example.com';
  const root = makeFolder({ 'experiments/cta.yaml': DRAFT, 'fx.config.yaml': `${CONFIG}serve: {url: '${url}'}\n` });
  const studio = await startStudio(root);
  onTestFinished(() => studio.close());
  const named = await get(studio.localUrl, { host: 'other.example.com' });
  expect(named).toMatchObject({ status: 403, text: expect.stringContaining('url below serve in fx.config.yaml') });
  const headers = { origin: 'https://other.example.com' };
  const signed = await fetch(`${studio.localUrl}/sign-in`, { method: 'POST', headers, body: new URLSearchParams() });
  expect([signed.status, signed.headers.get('content-type')]).toEqual([403, 'text/html; charset=utf-8']);
  expect(await signed.text()).toContain(`Studio is at <a href="${url}/">${url}</a>`);
});

test('a form that is too large is answered by a page, and says how nothing is lost', async () => {
  const studio = await startStudio();
  onTestFinished(() => studio.close());
  for (const [asker, size] of [
    [studio.stranger, 2 ** 17],
    [await studio.enter(), 2 ** 22],
  ] as const) {
    const answer = await asker.submit('/experiments/cta/yaml', { yaml: 'x'.repeat(size) });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([413, 'text/html; charset=utf-8']);
    expect(await answer.text()).toContain('load this page again');
  }
});

/** Node's own client sets Host where it is told so. */
async function get(url: string, headers: Readonly<Record<string, string>>): Promise<{ status?: number; text: string }> {
  const asked = request(url, { headers }).end();
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  return { status: response.statusCode ?? 0, text: await text(response) };
}
