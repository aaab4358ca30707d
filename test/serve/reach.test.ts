/**
 * Checks that what the server sends by itself never reaches an address that nobody configured, nor one where a machine
 * keeps secrets.
 */

import dns from 'node:dns';
import { createServer } from 'node:http';
import { type AddressInfo, isIP } from 'node:net';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
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
  'http://[fd20:ce::254]/',
  'http://192.0.0.192/opc/v2/',
  'http://168.63.129.16/machine/',
  'http://169.254.169.254./',
  'http://0251.0376.0251.0376/',
  'http://169.16689662/',
  'http://①⑥⑨.②⑤④.①⑥⑨.②⑤④/',
  'http://[::ffff:a9fe:a9fe]/',
  'http://[::a9fe:a9fe]/',
  'http://[64:ff9b::a9fe:a9fe]/',
  'http://[64:ff9b::169.254.169.254]/',
  'http://[64:ff9b:1::a9fe:a9fe]/',
  'http://[64:ff9b:1:a9fe:a9:fe00::]/',
  'http://[::ffff:0:169.254.169.254]/',
  'http://[::ffff:0:a9fe:a9fe]/',
  'http://[2002:a9fe:a9fe::1]/',
  'http://[ff02::1]/',
])('a request to %s is not sent', async (address) => {
  expect(await send({ url: address, body: '' })).toEqual({
    ok: false,
    reason: expect.stringContaining('keep credentials') as string,
  });
});

test.each([
  ['to such an address alone', ['169.254.169.254'], { ok: false, reason: expect.stringContaining('keep credentials') }],
  [
    'to one in the clothes of another',
    ['64:ff9b::a9fe:a9fe'],
    { ok: false, reason: expect.stringContaining('keep credentials') },
  ],
  ['to such an address and to another', ['169.254.169.254', '127.0.0.1'], { ok: true, status: 200 }],
])('a name that leads %s is looked up once, and what was judged is what is connected to', async (_, found, sent) => {
  const lookUp = vi.spyOn(dns, 'lookup').mockImplementation(((_: string, __: object, callback: LookedUp) =>
    callback(
      null,
      found.map((address) => ({ address, family: isIP(address) })),
    )) as unknown as typeof dns.lookup);
  const { port } = new URL(url);
  expect(await send({ url: `http://rebound.example:${port}/`, body: '' })).toMatchObject(sent);
  expect(lookUp).toHaveBeenCalledTimes(1);
  lookUp.mockRestore();
});

type LookedUp = (error: null, found: readonly { readonly address: string; readonly family: number }[]) => void;

test('this machine and its neighbours may be asked: that is where webhooks and databases are', async () => {
  for (const name of ['127.0.0.1', 'localhost'])
    expect(await send({ url: `http://${name}:${new URL(url).port}/`, body: '' })).toMatchObject({ ok: true });
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

test('an error of a request that failed names no address', async () => {
  const sent = await send({ url: 'http://user:password@nowhere.invalid/key', body: '' });
  expect(JSON.stringify(sent)).not.toMatch(/password|invalid\/key/);
});
