/** Tests the way out of the browser of pictures: to the public network and the named sites, and nowhere else. */

import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openWayOut, siteOf, type WayOut } from '../../src/shot/wayout.js';

const asked: string[] = [];
let server: Server;
let gate: WayOut | undefined;
let port: number;
beforeEach(async () => {
  asked.length = 0;
  server = createServer((got, answer) => {
    asked.push(got.url ?? '');
    answer.end('secret');
  });
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  ({ port } = server.address() as AddressInfo);
});
afterEach(async () => {
  await gate?.close();
  server.closeAllConnections();
  await new Promise((settle) => server.close(settle));
});

const proxy = (): { host: string; port: number } => {
  const [host = '', own = ''] = gate?.address.split(':') ?? [];
  return { host, port: Number(own) };
};

/** The status of a request of plain http, and its body. */
const get = (url: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const sent = request({ ...proxy(), path: url, headers: { host: new URL(url).host } }, (answer: IncomingMessage) => {
      let text = '';
      answer
        .on('data', (chunk: Buffer) => (text += chunk.toString()))
        .on('end', () => resolve(`${answer.statusCode} ${text}`));
    });
    sent.on('error', reject);
    sent.end();
  });

/** The first line that a tunnel answers. */
const tunnel = (target: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(proxy(), () => socket.write(`CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n\r\n`));
    socket.once('data', (chunk: Buffer) => {
      socket.destroy();
      resolve(chunk.toString().split('\r\n')[0] ?? '');
    });
    socket.once('close', () => reject(new Error('The tunnel was closed.')));
    socket.once('error', reject);
  });

test('a site that was named is reached, wherever it is', async () => {
  gate = await openWayOut({ sites: new Set([`127.0.0.1:${port}`]) });
  expect(await get(`http://127.0.0.1:${port}/page?a=1`)).toBe('200 secret');
  expect(await tunnel(`127.0.0.1:${port}`)).toBe('HTTP/1.1 200 Connection Established');
  expect(asked).toEqual(['/page?a=1']);
  expect([...gate.refused]).toEqual([]);
});

test.each(['127.0.0.1', 'localhost', '[::1]', '2130706433', '0x7f000001', '127.1'])(
  'another service of this machine is not reached by %s',
  async (host) => {
    gate = await openWayOut({ sites: new Set(['127.0.0.1:1']) });
    const written = new URL(`http://${host}:${port}/`);
    expect(await get(written.href)).toMatch(/^403/);
    expect(await tunnel(written.host)).toMatch(/403/);
    expect(asked).toEqual([]);
    expect([...gate.refused]).toEqual([written.host]);
  },
);

test('a name of the public network that leads into a private one is not followed', async () => {
  const resolve = async (): Promise<readonly string[]> => ['93.184.216.34', '127.0.0.1'];
  gate = await openWayOut({ sites: new Set(), resolve });
  expect(await get(`http://rebound.example:${port}/`)).toMatch(/^403/);
  expect(asked).toEqual([]);
});

test('a name is asked for once: what was judged is what is connected to', async () => {
  const answers = [['127.0.0.1'], ['127.0.0.1']];
  let count = 0;
  const resolve = async (): Promise<readonly string[]> => answers[count++] ?? [];
  gate = await openWayOut({ sites: new Set([`shop.example:${port}`]), resolve });
  expect(await get(`http://shop.example:${port}/`)).toBe('200 secret');
  expect(count).toBe(1);
});

test.each(['ftp://127.0.0.1/', '/relative', 'file:///etc/passwd'])(
  'a request of the browser for %s is refused',
  async (url) => {
    gate = await openWayOut({ sites: new Set() });
    await expect(
      new Promise((resolve, reject) => {
        const sent = request({ ...proxy(), path: url }, (answer) => resolve(answer.statusCode));
        sent.on('error', reject);
        sent.end();
      }),
    ).resolves.toBe(403);
  },
);

test('what is never answered ends with it, and holds no process back', async () => {
  let isLeft: (value: unknown) => void = () => undefined;
  const left = new Promise((resolve) => (isLeft = resolve));
  const silent = createServer((got) => got.socket.once('close', isLeft));
  await new Promise<void>((settle) => silent.listen(0, '127.0.0.1', settle));
  const { port: quiet } = silent.address() as AddressInfo;
  gate = await openWayOut({ sites: new Set([`127.0.0.1:${quiet}`]) });
  const begun = new Promise((resolve) => silent.once('request', resolve));
  const asking = get(`http://127.0.0.1:${quiet}/`);
  asking.catch(() => undefined);
  await begun;
  await gate.close();
  await left;
  await expect(asking).rejects.toThrow();
  expect([...gate.failed]).toEqual([]);
  await new Promise((settle) => silent.close(settle));
});

test('what the system says of a site that is not there is kept, by its name', async () => {
  const gone = createServer();
  await new Promise<void>((settle) => gone.listen(0, '127.0.0.1', settle));
  const site = `127.0.0.1:${(gone.address() as AddressInfo).port}`;
  await new Promise((settle) => gone.close(settle));
  gate = await openWayOut({ sites: new Set([site, 'no.example:80']), resolve: async () => [] });
  expect(await get(`http://${site}/`)).toMatch(/^502/);
  await expect(tunnel(site)).rejects.toThrow();
  expect(await get('http://no.example/')).toMatch(/^403/);
  expect([...gate.failed]).toEqual([
    [site, 'ECONNREFUSED'],
    ['no.example:80', 'ENOTFOUND'],
  ]);
});

test('a site without a port gets the one of its scheme', () => {
  expect(siteOf(new URL('https://www.example.com/'))).toBe('www.example.com:443');
  expect(siteOf(new URL('http://127.0.0.1:4173/a'))).toBe('127.0.0.1:4173');
});
