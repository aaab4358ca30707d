/** Tests attacks on the server, one to a test: docs/security.md names them. */

import { existsSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Asker, DRAFT, makeFolder, type Studio, startStudio } from './studio.js';

let studio: Studio;
let owner: Asker;
beforeEach(async () => {
  studio = await startStudio();
  owner = await studio.enter();
});
afterEach(() => studio.close());

const cta = (): string => readFileSync(join(studio.root, 'experiments/cta.yaml'), 'utf8');
const EVIL = { origin: 'https://evil.example' };

describe('a request that another site makes a browser send', () => {
  test.each([
    ['a form', () => owner.submit('/experiments/cta/start', {}, EVIL)],
    ['a form of no origin', () => owner.submit('/experiments/cta/start', {}, { origin: 'null' })],
    ['JSON', () => owner.post('/api/experiment.start', { experimentId: 'cta' }, EVIL)],
    [
      'JSON as text',
      () => owner.post('/api/experiment.start', { experimentId: 'cta' }, { ...EVIL, 'content-type': 'text/plain' }),
    ],
    ['a form with a neighbouring port', () => owner.submit('/off', {}, { origin: 'http://127.0.0.1:1' })],
    ['a sign-in', () => owner.submit('/sign-in', { email: 'a@b.c', password: 'x' }, EVIL)],
    ['a sign-out', () => owner.submit('/sign-out', {}, EVIL)],
  ])('changes nothing as %s', async (_, send) => {
    expect((await send()).status).toBe(403);
    expect(cta()).toBe(DRAFT);
    expect((await owner.get('/')).status).toBe(200);
  });

  test('changes nothing without an origin, unless the browser says that it is the same', async () => {
    const send = (headers: Record<string, string>): Promise<Response> =>
      fetch(`${studio.url}/experiments/cta/start`, {
        method: 'POST',
        headers: { ...owner.headers, ...headers },
        redirect: 'manual',
      });
    expect((await send({})).status).toBe(403);
    expect((await send({ 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect(cta()).toBe(DRAFT);
  });

  test('with a token changes nothing either', async () => {
    const page = await (await owner.submit('/settings/tokens', { name: 't', role: 'editor' })).text();
    const program = studio.withToken(/fx_[\w-]{43}/.exec(page)?.[0] ?? '');
    expect((await program.post('/api/experiment.start', { experimentId: 'cta' }, EVIL)).status).toBe(403);
  });
});

test('a name of somebody else that leads here is not answered', async () => {
  const [, port] = /:(\d+)$/.exec(studio.url) ?? [];
  const answer = await raw(`GET / HTTP/1.1\r\nHost: evil.example:${port}\r\nConnection: close\r\n\r\n`);
  expect(answer).toMatch(/^HTTP\/1.1 403/);
});

test('pages are in no frame, run nothing inline and load nothing from elsewhere', async () => {
  const response = await owner.get('/');
  expect(response.headers.get('content-security-policy')).toContain(
    "default-src 'none'; script-src 'self'; style-src 'self'",
  );
  expect(response.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  expect(response.headers.get('x-frame-options')).toBe('DENY');
  expect(response.headers.get('referrer-policy')).toBe('same-origin');
  expect(await response.text()).not.toMatch(/<script(?![^>]* src=)|\son\w+=|style="|javascript:/i);
});

test('markup in names, reasons and people is text on every page', async () => {
  const evil = `<img src=x onerror="alert(1)">'"`;
  await owner.post('/api/experiment.create', {
    key: 'evil',
    name: evil,
    hypothesis: evil,
    variants: [
      { key: 'a', name: evil },
      { key: 'b', name: evil },
    ],
  });
  await owner.post('/api/experiment.start', { experimentId: 'evil' });
  await owner.post('/api/experiment.stop', { experimentId: 'evil', reason: evil });
  await owner.submit('/settings/tokens', { name: evil, role: 'viewer' });
  for (const path of [
    '/',
    '/experiments',
    '/experiments/evil',
    '/experiments/evil/edit',
    '/publish',
    '/history',
    '/settings',
    `/experiments?q=${encodeURIComponent(evil)}`,
  ])
    expect(await (await owner.get(path)).text(), path).not.toContain('<img src=x');
});

test.each(['../../etc/passwd', '..%2f..%2fetc%2fpasswd', '%2e%2e/x', 'a/../../b', '....//x', 'cta%00'])(
  'the path %j leads out of nothing',
  async (path) => {
    for (const place of [`/experiments/${path}`, `/studio/${path}`, `/results/${path}`, `/studio/${path}.js`]) {
      const response = await owner.get(place);
      expect(response.status, place).toBeGreaterThanOrEqual(300);
      expect(await response.text()).not.toContain('root:');
    }
    expect(
      (await owner.post('/api/experiment.create', { key: path, name: 'x', variants: [{ key: 'a' }, { key: 'b' }] }))
        .status,
    ).toBe(422);
    expect(existsSync(join(studio.root, 'b.yaml'))).toBe(false);
  },
);

test('a target is one that the configuration names, no folder', async () => {
  for (const to of ['../../elsewhere', '/tmp/elsewhere', '__proto__', 'constructor'])
    expect(await (await owner.post('/api/publish', { to })).json()).toMatchObject({ code: 'NO_TARGET' });
});

test('YAML that grows without end is refused', async () => {
  const bomb = `id: cta\nname: x\nmetadata:\n  a: &a [1,1,1,1,1,1,1,1,1]\n${'bcdefghi'
    .split('')
    .map((key, at) => `  ${key}: &${key} [${Array(9).fill(`*${'abcdefgh'[at]}`).join(',')}]`)
    .join('\n')}\nvariants:\n  - { key: a, name: A }\n  - { key: b, name: B }\n`;
  const said = await owner.post('/api/experiment.validate', { experimentId: 'cta', yaml: bomb });
  expect(await said.json()).toMatchObject({ valid: false });
  expect((await owner.post('/api/experiment.update', { experimentId: 'cta', yaml: bomb })).status).toBe(422);
});

test('a field path cannot reach what every object has', async () => {
  for (const path of [
    ['__proto__', 'polluted'],
    ['constructor', 'prototype', 'polluted'],
  ])
    await owner.post('/api/experiment.update', { experimentId: 'cta', fields: [{ path, value: 'yes' }] });
  expect(({} as { polluted?: string }).polluted).toBeUndefined();
  expect(cta()).toBe(DRAFT);
});

test('a body that is too large is refused', async () => {
  const body = JSON.stringify({ experimentId: 'cta', yaml: 'x'.repeat(4 * 2 ** 20) });
  const response = await fetch(`${studio.url}/api/experiment.update`, {
    method: 'POST',
    headers: { ...owner.headers, origin: studio.url, 'content-type': 'application/json' },
    body,
  });
  expect(response.status).toBe(413);
});

test('behind a proxy whoever guesses at many addresses locks out nobody but themselves', async () => {
  const config = "previewToken: '0123456789abcdef'\ntargets:\n  live: public/fx\nserve:\n  proxies: 1\n";
  const other = await startStudio(makeFolder({ 'fx.config.yaml': config }));
  const tries = async (from: (at: number) => string): Promise<number> => {
    const statuses = Array.from({ length: 60 }, async (_, at) => {
      const headers = { 'x-forwarded-for': `6.6.6.6, ${from(at)}` };
      return (await other.stranger.submit('/sign-in', { email: `nobody-${at}@example.com`, password: 'x' }, headers))
        .status;
    });
    return (await Promise.all(statuses)).filter((status) => status === 429).length;
  };
  expect(await tries(() => '203.0.113.7')).toBe(10);
  // One household has a /64, and is one.
  expect(await tries((at) => `2001:db8:1:2::${at.toString(16)}`)).toBe(10);
  expect(await tries((at) => `198.51.100.${at}`)).toBe(0);
  await other.close();
}, 240_000); // 160 passwords are tried, each of which is slow on purpose

test('ten wrong passwords are enough, also for who has the right one', async () => {
  await owner.submit('/settings/people', {
    name: 'A',
    email: 'a@example.com',
    role: 'admin',
    password: 'correct horse battery',
  });
  const statuses: number[] = [];
  for (let count = 0; count < 11; count++)
    statuses.push(
      (await studio.stranger.submit('/sign-in', { email: 'a@example.com', password: `wrong ${count}` })).status,
    );
  expect(statuses).toEqual([...Array(10).fill(401), 429]);
  expect(
    (await studio.stranger.submit('/sign-in', { email: 'a@example.com', password: 'correct horse battery' })).status,
  ).toBe(429);
});

test('a stranger and a wrong password are answered alike', async () => {
  await owner.submit('/settings/people', {
    name: 'A',
    email: 'a@example.com',
    role: 'admin',
    password: 'correct horse battery',
  });
  const answer = async (email: string): Promise<string> =>
    (await (await studio.stranger.submit('/sign-in', { email, password: 'wrong password' })).text()).replace(email, '');
  expect(await answer('a@example.com')).toBe(await answer('nobody@example.com'));
});

test('after a sign-in nobody is sent to another site', async () => {
  await owner.submit('/settings/people', {
    name: 'A',
    email: 'a@example.com',
    role: 'admin',
    password: 'correct horse battery',
  });
  for (const to of ['//evil.example', '/\\evil.example', 'https://evil.example']) {
    const response = await studio.stranger.submit(`/sign-in?to=${encodeURIComponent(to)}`, {
      email: 'a@example.com',
      password: 'correct horse battery',
    });
    expect(response.headers.get('location')).toBe('/sign-in?done=in');
  }
});

test('what goes wrong says nothing of the inside, and no secret is in what the server says', async () => {
  await owner.post('/api/experiment.update', { experimentId: 'cta', fields: 'none' });
  await studio.stranger.submit('/sign-in', { email: 'a@b.c', password: 'hunter2hunter2' });
  await fetch(`${studio.url}/start?key=some-secret-key`);
  expect(studio.said.join('\n')).not.toMatch(/hunter2|some-secret|fx_/);
});

/** Sends bytes as they are, and returns what comes back. */
function raw(text: string): Promise<string> {
  const { hostname, port } = new URL(studio.url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(text));
    let answer = '';
    socket
      .on('data', (chunk) => (answer += chunk.toString()))
      .on('end', () => resolve(answer))
      .on('error', reject);
  });
}

test('a person whose people file is damaged is not let in as the owner of an empty one', async () => {
  const files = { 'experiments/cta.yaml': DRAFT, '.fx/studio/people.json': '{"people":' };
  await expect(startStudio(makeFolder(files), { host: '0.0.0.0' })).rejects.toThrow('not a file of people');
});
