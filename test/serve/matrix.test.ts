/**
 * Tests every operation of the API by everybody and with every kind of body: who may, what is refused, each answer as
 * promised.
 */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiDocument, type Checking, checkerOf } from './promised.js';
import { type Asker, DRAFT, makeFolder, type Studio, startStudio } from './studio.js';

const SITE = 'https://www.example.com';
const ROLES = ['viewer', 'editor', 'publisher', 'admin'] as const;
type Role = (typeof ROLES)[number];
const COMMANDS = {
  'experiment.create': 'editor',
  'experiment.start': 'editor',
  'experiment.stop': 'editor',
  'experiment.update': 'editor',
  'experiment.validate': 'viewer',
  publish: 'publisher',
  rollback: 'publisher',
  off: 'publisher',
  on: 'publisher',
  'editor.open': 'editor',
} as const satisfies Readonly<Record<string, Role>>;
const QUERIES = {
  'experiment.get': 'viewer',
  'experiment.list': 'viewer',
  plan: 'viewer',
  results: 'viewer',
  health: 'viewer',
} as const satisfies Readonly<Record<string, Role>>;
const OF_THE_SITE = ['editor.begin', 'editor.read', 'editor.check', 'editor.save'];

let studio: Studio;
let owner: Asker;
let document: ApiDocument;
let check: Checking;
const tokens = new Map<string, Asker>();
beforeAll(async () => {
  const config = `previewToken: '0123456789abcdef'\nsite: ${SITE}\ntargets:\n  live: public/fx\n`;
  studio = await startStudio(makeFolder({ 'experiments/cta.yaml': DRAFT, 'fx.config.yaml': config }));
  owner = await studio.enter();
  document = (await (await owner.get('/api/openapi.json')).json()) as ApiDocument;
  check = checkerOf(document);
  for (const role of ROLES) {
    const page = await (await owner.submit('/settings/tokens', { name: role, role })).text();
    tokens.set(role, studio.withToken(/fx_[\w-]{43}/.exec(page)?.[0] ?? ''));
  }
}, 60_000);
afterAll(() => studio.close());

/** A request as it comes over the network. */
const send = (operation: string, body: string | null, headers: Readonly<Record<string, string>>): Promise<Response> =>
  fetch(`${studio.url}/api/${operation}`, { method: body === null ? 'GET' : 'POST', headers, body });
const asOwner = () => ({ ...owner.headers, origin: studio.url });
const JSON_TYPE = { 'content-type': 'application/json' };

test('the document has these operations, and no other', () => {
  const named = [...Object.keys(COMMANDS), ...Object.keys(QUERIES), ...OF_THE_SITE, 'events'];
  expect(Object.keys(document.paths).sort()).toEqual(named.map((name) => `/${name}`).sort());
});

describe.each([
  ...Object.entries(COMMANDS).map(([name, role]) => [name, role, '{}'] as const),
  ...Object.entries(QUERIES).map(([name, role]) => [name, role, null] as const),
])('%s', (name, role, body) => {
  test(`is for the role ${role} and those above it`, async () => {
    const method = body === null ? 'get' : 'post';
    expect(document.paths[`/${name}`]?.[method]?.['x-role']).toBe(role);
    for (const one of ROLES) {
      const response = await send(name, body, { ...tokens.get(one)?.headers, ...JSON_TYPE });
      const isAllowed = ROLES.indexOf(one) >= ROLES.indexOf(role);
      expect([one, response.status === 403], `${name} as ${one}`).toEqual([one, !isAllowed]);
      const { code } = await check(name, response);
      if (!isAllowed) expect(code).toBe('FORBIDDEN');
    }
  });

  test('is for nobody who has not signed in', async () => {
    const response = await send(name, body, { ...JSON_TYPE, origin: studio.url });
    expect(await check(name, response)).toMatchObject({ code: 'UNAUTHENTICATED', problems: [] });
    const wrong = await send(name, body, { ...JSON_TYPE, authorization: `Bearer fx_${'a'.repeat(43)}` });
    for (const refusal of [wrong, await send(name, body, JSON_TYPE)])
      expect(await check(name, refusal)).toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  test('is asked for by its method alone, and says in JSON by which', async () => {
    const allowed = body === null ? 'GET, HEAD' : 'POST';
    for (const method of [body === null ? 'POST' : 'GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
      const answer = await fetch(`${studio.url}/api/${name}`, { method, headers: tokens.get('admin')?.headers ?? {} });
      expect([method, answer.status, answer.headers.get('allow')]).toEqual([method, 405, allowed]);
      expect(await answer.json()).toMatchObject({ code: 'METHOD_NOT_ALLOWED', problems: [] });
    }
  });

  test('refuses a field that it does not know', async () => {
    if (body === null) {
      const response = await owner.get(`/api/${name}?nobody=knows`);
      expect(await check(name, response)).toMatchObject({ code: 'INVALID_INPUT' });
      return;
    }
    for (const [text, type] of [
      ['{"nobody":"knows"}', 'application/json'],
      ['[]', 'application/json'],
      ['null', 'application/json'],
      ['{', 'application/json'],
      ['', 'application/json'],
      ['{}', 'text/plain'],
      ['a=b', 'application/x-www-form-urlencoded'],
    ] as const) {
      const response = await send(name, text, { ...asOwner(), 'content-type': type });
      expect(response.status, `${text} as ${type}`).toBe(400);
      expect((await check(name, response)).code).toMatch(/^INVALID_(INPUT|VARIANTS)$/);
    }
  });

  if (body !== null)
    test('takes no request of another site, and none that is too large', async () => {
      const foreign = await send(name, body, { ...asOwner(), ...JSON_TYPE, origin: 'https://evil.example' });
      expect(await check(name, foreign)).toMatchObject({ code: 'WRONG_ORIGIN' });
      const large = await send(name, `"${'x'.repeat(3 * 2 ** 20)}"`, { ...asOwner(), ...JSON_TYPE });
      expect(await check(name, large)).toMatchObject({ code: 'TOO_LARGE' });
    });
});

test.each(OF_THE_SITE)('%s is for pages of the site alone, with a session', async (name) => {
  for (const origin of ['https://evil.example', studio.url, 'null'])
    expect(await check(name, await send(name, '{}', { ...JSON_TYPE, origin }))).toMatchObject({ code: 'WRONG_ORIGIN' });
  const code = name === 'editor.begin' ? 'EDIT_LINK_USED' : 'EDIT_SESSION_OVER';
  for (const headers of [{}, owner.headers, tokens.get('admin')?.headers])
    expect(await check(name, await send(name, '{}', { ...JSON_TYPE, ...headers, origin: SITE }))).toMatchObject({
      code,
    });
});
