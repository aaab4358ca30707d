/** Tries on the server what is known to have broken others: headers, names and texts that lie. */

import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Asker, DRAFT, type Studio, startStudio } from './studio.js';

let studio: Studio;
let owner: Asker;
beforeEach(async () => {
  studio = await startStudio();
  owner = await studio.enter();
});
afterEach(() => studio.close());

const cta = (): string => readFileSync(join(studio.root, 'experiments/cta.yaml'), 'utf8');
const events = (): string => readFileSync(join(studio.root, '.fx/events.ndjson'), 'utf8');
const host = (): string => new URL(studio.url).host;

/** The answer to these bytes, as soon as its head is there. */
function headOf(text: string): Promise<string> {
  const { hostname, port } = new URL(studio.url);
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(Number(port), hostname, () => socket.write(text, 'latin1'));
    socket
      .on('data', (chunk) => {
        answer += chunk.toString();
        if (answer.includes('\r\n\r\n')) socket.destroy();
      })
      .on('error', () => undefined) // a connection that the server has cut was answered before
      .on('close', () => resolve(answer));
  });
}

describe('headers of proxies that nobody configured', () => {
  test.each([
    ['X-Forwarded-Host', 'evil.example'],
    ['X-Forwarded-Proto', 'https'],
    ['X-Forwarded-Server', 'evil.example'],
    ['X-Original-URL', '/settings'],
    ['X-Rewrite-URL', '/settings'],
    ['Forwarded', 'host=evil.example;proto=https'],
    ['X-Forwarded-Prefix', '//evil.example'],
  ])('%s changes neither a page nor where it leads', async (name, value) => {
    const plain = await owner.get('/');
    const page = await fetch(`${studio.url}/`, { headers: { ...owner.headers, [name]: value } });
    expect([page.status, page.headers.get('cache-control')]).toEqual([200, 'no-store']);
    const [one, two] = [await plain.text(), await page.text()];
    expect(two.replace(/nonce-[\w+/=]+|nonce="[^"]*"/g, '')).toBe(one.replace(/nonce-[\w+/=]+|nonce="[^"]*"/g, ''));
    const away = await fetch(`${studio.url}/`, { headers: { [name]: value }, redirect: 'manual' });
    expect(away.headers.get('location')).toBe('/sign-in');
  });
});

test.each([
  '/\t/evil.example',
  '/%09/evil.example',
  '/\n/evil.example',
  '/%5c/evil.example',
  '/.//evil.example',
  '/@evil.example',
  '/;//evil.example',
  '/%2f%2fevil.example',
  '/\u2028/evil.example',
  '/x\r\nSet-Cookie: a=b',
])('a sign-in leads to %j on no other site, and sets no cookie of it', async (to) => {
  const link = new URL(studio.newLink());
  link.searchParams.set('to', to);
  for (const address of [link.href, `${studio.url}/sign-in?to=${encodeURIComponent(to)}`]) {
    const answer = await fetch(address, { redirect: 'manual' });
    const location = answer.headers.get('location') ?? '/';
    expect(new URL(location, studio.url).origin).toBe(studio.url);
    expect(answer.headers.getSetCookie().join()).not.toContain('a=b');
    expect(await answer.text()).not.toContain('evil.example');
  }
  expect(studio.said).toEqual([]);
});

test.each(['//evil.example/', '//evil.example/%2e%2e', '/\\evil.example', '/%5cevil.example'])(
  'the path %j leads a stranger to no other site',
  async (path) => {
    const head = await headOf(`GET ${path} HTTP/1.1\r\nHost: ${host()}\r\nConnection: close\r\n\r\n`);
    expect(head).toMatch(/^HTTP\/1\.1 (303|302|400|403|404) /);
    const [, location = '/'] = /^location: (.*)$/im.exec(head) ?? [];
    expect(new URL(location.trim(), studio.url).origin).toBe(studio.url);
  },
);

test.each([
  ['a socket', 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\nSec-WebSocket-Version: 13\r\n'],
  ['HTTP/2', 'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n'],
])('an upgrade to %s is not followed', async (_, headers) => {
  const head = await headOf(`GET /studio/events HTTP/1.1\r\nHost: ${host()}\r\n${headers}\r\n`);
  expect(head).not.toMatch(/^HTTP\/1\.1 101/);
  expect((await owner.get('/')).status).toBe(200);
});

test('an expectation that is none is refused', async () => {
  const head = await headOf(
    `POST /collect HTTP/1.1\r\nHost: ${host()}\r\nExpect: anything\r\nContent-Length: 2\r\n\r\n{}`,
  );
  expect(head).toMatch(/^HTTP\/1\.1 417/);
});

describe('names that every object has', () => {
  test.each(['{"__proto__":{"isPolluted":true}}', '{"constructor":{"prototype":{"isPolluted":true}}}'])(
    'in JSON, %s, change no object of the server',
    async (json) => {
      const batch = `{"v":1,"sentAt":${Date.now()},"events":[${json}],"__proto__":{"isPolluted":true}}`;
      await fetch(studio.collectUrl, { method: 'POST', body: batch });
      for (const path of ['experiment.update', 'experiment.create', 'experiment.validate', 'plan', 'publish'])
        await fetch(`${studio.url}/api/${path}`, {
          method: 'POST',
          headers: { ...owner.headers, origin: studio.url, 'content-type': 'application/json' },
          body: json.replace('{', '{"experimentId":"cta",'),
        });
      expect(({} as Record<string, unknown>).isPolluted).toBeUndefined();
      expect(studio.said).toEqual([]);
    },
  );

  test('in YAML change no object of the server either', async () => {
    const yaml = `${DRAFT}metadata:\n  __proto__: {isPolluted: true}\n  constructor: {prototype: {isPolluted: true}}\n`;
    const answer = await owner.post('/api/experiment.validate', { yaml });
    expect(answer.status).toBe(200);
    expect(({} as Record<string, unknown>).isPolluted).toBeUndefined();
  });
});

test.each(['ｃta', 'cta\u200b', 'c\u0442a', '\u202eatc', 'cta\u0000', 'cta\n', 'CTA', 'ctа', 'cta%00', 'İ', 'a\u0301'])(
  'the id %j, which looks like another, is none',
  async (id) => {
    const answer = await owner.post('/api/experiment.create', {
      key: id,
      name: 'x',
      variants: [{ key: 'a' }, { key: 'b' }],
    });
    expect(answer.status).toBe(422);
    expect((await owner.get(`/experiments/${encodeURIComponent(id)}`)).status).toBe(404);
    expect((await owner.post('/api/experiment.start', { experimentId: id })).status).toBe(404);
    expect(cta()).toBe(DRAFT);
  },
);

test.each([
  '..%2f..%2ffx.config.yaml',
  '%2e%2e%2ffx.config.yaml',
  'green:..%2f..%2fx',
  'green:desktop%00',
  '..',
  '__proto__:desktop',
  'green:constructor',
])('the picture %j is none', async (name) => {
  const answer = await owner.get(`/experiments/cta/pictures/${name}`);
  expect(answer.status).toBe(404);
  expect(await answer.text()).not.toContain('previewToken');
});

test('a search is text, whatever pattern stands in it', async () => {
  for (const q of ['(a+)+$', '.*', '[', '\\', '('.repeat(4000), '%'])
    expect((await owner.get(`/experiments?q=${encodeURIComponent(q)}`)).status).toBe(200);
  expect(await (await owner.get('/experiments?q=.*')).text()).not.toContain('href="/experiments/cta"');
});

describe('a form', () => {
  test('of a stranger is not read where it is larger than a sign-in', async () => {
    const body = Array.from({ length: 400_000 }, (_, at) => at.toString(36)).join('&');
    for (const headers of [{}, { cookie: `fx_session_${new URL(studio.url).port}=made-up` }] as Record<
      string,
      string
    >[]) {
      const answer = await fetch(`${studio.url}/sign-in`, {
        method: 'POST',
        headers: { ...headers, origin: studio.url, 'content-type': 'application/x-www-form-urlencoded' },
        body,
        redirect: 'manual',
      });
      expect(answer.status).toBe(413);
    }
  });

  test.each(['x\u0000y', '\u001b[2J', 'x\r\nSet-Cookie: a=b', '\ud800', '\u2028', '=cmd|" /C calc"!A0'])(
    'with %j as a reason writes a file that is read again as it was meant, or is refused',
    async (reason) => {
      await owner.submit('/experiments/cta/start');
      const answer = await owner.submit('/experiments/cta/stop', { reason });
      expect(answer.status).toBeLessThan(500);
      expect(answer.headers.getSetCookie().join()).not.toContain('a=b');
      const got = (await (await owner.get('/api/experiment.get?experimentId=cta')).json()) as { id?: string };
      expect(JSON.stringify(got)).toContain('cta');
      expect(studio.said).toEqual([]);
    },
  );
});

test('an event whose text is made for a log, a terminal or a spreadsheet is one line of JSON', async () => {
  const at = Date.now();
  const path = '/\u001b]0;x\u0007\n{"id":"forged"}\r=1+1';
  const body = JSON.stringify({
    v: 1,
    sentAt: at,
    events: [{ id: 'e1', type: 'conversion', at, subject: 's', revision: 'r', path, name: 'buy' }],
  });
  const answer = await fetch(studio.collectUrl, { method: 'POST', body });
  expect([204, 400]).toContain(answer.status);
  const lines = answer.status === 204 ? events().trimEnd().split('\n') : [];
  expect(lines.length).toBeLessThan(2);
  expect(lines.join()).not.toContain('\u001b');
});

test('a token that begins as a right one is worth nothing, however much of it is right', async () => {
  const page = await (await owner.submit('/settings/tokens', { name: 't', role: 'admin' })).text();
  const token = /fx_[\w-]{43}/.exec(page)?.[0] ?? '';
  const statusOf = async (bearer: string): Promise<number> =>
    (await studio.withToken(bearer).get('/api/experiment.list')).status;
  expect(await statusOf(token)).toBe(200);
  for (const wrong of [token.slice(0, -1), `${token}a`, token.toUpperCase(), `${token},${token}`, `${token} ${token}`])
    expect([wrong, await statusOf(wrong)]).toEqual([wrong, 401]);
});
