/** What the server sends by itself never reaches an address that nobody configured, nor one where a machine keeps secrets. */

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { send } from '../../src/serve/reach.js';

const asked: string[] = [];
const server = createServer((request, response) => {
  asked.push(request.url ?? '');
  if (request.url === '/redirect') response.writeHead(307, { location: '/secret' }).end();
  else if (request.url === '/never') return;
  else response.writeHead(200).end('x'.repeat(200_000));
});
let url = '';
beforeAll(async () => {
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

test.each([
  'http://169.254.169.254/latest/meta-data/',
  'http://[fe80::1]/',
  'http://[::ffff:169.254.169.254]/',
  'http://2852039166/latest/',
  'http://0xa9fea9fe/',
  'http://0.0.0.0/',
  'http://[::]/',
  'http://100.100.100.200/',
  'http://[fd00:ec2::254]/',
])('%s is not asked', async (address) => {
  expect(await send({ url: address, body: '' })).toEqual({
    ok: false,
    reason: expect.stringContaining('keep credentials') as string,
  });
});

test('a redirect is an answer, and is not followed', async () => {
  expect(await send({ url: `${url}/redirect`, body: 'x' })).toMatchObject({ ok: true, status: 307 });
  expect(asked).not.toContain('/secret');
});

test('an answer without an end is not waited for', async () => {
  expect(await send({ url: `${url}/never`, body: 'x', timeoutMs: 50 })).toEqual({
    ok: false,
    reason: 'it did not answer in time',
  });
});

test('of a long answer only its beginning is kept', async () => {
  const sent = await send({ url: `${url}/long`, body: 'x' });
  expect(sent.ok && sent.text.length).toBeLessThan(140_000);
});

test('what fails names no address', async () => {
  const sent = await send({ url: 'http://user:password@nowhere.invalid/key', body: '' });
  expect(JSON.stringify(sent)).not.toMatch(/password|invalid\/key/);
});
