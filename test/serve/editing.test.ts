/** Tests the visual editor's door: who gets in, from where, and how often. */

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Answer, type Ask, type Edited, FILE, GREEN, json, SITE, startEdited } from './edited.js';
import { makeFolder, startStudio } from './studio.js';

let now: number;
let edited: Edited;
let ask: Ask;
beforeEach(async () => {
  now = Date.now();
  edited = await startEdited(() => now);
  ask = edited.ask;
});
afterEach(() => edited.studio.close());

test('the address is one of the site, with a token that gets a session for that experiment', async () => {
  const { url } = await json(edited.owner().post('/api/editor.open', { experimentId: 'cta', page: '/pricing?a=1' }));
  expect(String(url)).toMatch(/^https:\/\/www\.example\.com\/pricing\?a=1&fx-edit=[\w-]{43}$/);
  const session = await edited.enter();
  expect(await json(ask('read', {}, session))).toMatchObject({
    experimentId: 'cta',
    variants: [
      { key: 'control', isControl: true },
      { key: 'green', isControl: false },
    ],
  });
});

describe('a token is worth nothing', () => {
  test('the second time', async () => {
    const token = await edited.open();
    await edited.enter(token);
    const again = await ask('begin', { token });
    expect([again.status, ((await again.json()) as Answer).code]).toEqual([401, 'EDIT_LINK_USED']);
  });

  test('after ten minutes', async () => {
    const token = await edited.open();
    now += 10 * 60_000;
    expect((await ask('begin', { token })).status).toBe(401);
  });

  test('on another site, and afterwards on its own', async () => {
    const token = await edited.open();
    expect((await ask('begin', { token }, '', { origin: 'https://m.example.com' })).status).toBe(401);
    expect((await ask('begin', { token })).status).toBe(401);
  });

  test('to whoever guesses or sends none', async () => {
    for (const token of ['', 'x'.repeat(43), undefined, null, 1, { a: 1 }, []])
      expect((await ask('begin', { token })).status).toBe(401);
    expect((await ask('begin', null)).status).toBe(401);
  });

  test('where who opened it has lost the role, or was signed out, since', async () => {
    const ada = await edited.addPerson('editor');
    const [one, two] = [await edited.open(ada), await edited.open(ada)];
    await edited
      .owner()
      .submit('/settings/people/change', { name: 'Ada', email: 'ada@example.com', role: 'viewer', password: '' });
    expect((await ask('begin', { token: one })).status).toBe(403);
    await edited.owner().submit('/settings/people/remove', { email: 'ada@example.com' });
    expect((await ask('begin', { token: two })).status).toBeGreaterThanOrEqual(401);
    expect(edited.file()).toBe(FILE);
  });
});

test.each(['https://evil.example', 'null', 'http://www.example.com', 'https://www.example.com.evil.example', ''])(
  'a page of the origin %j gets nothing, and may read nothing',
  async (origin) => {
    const session = await edited.enter();
    for (const what of ['begin', 'read', 'check', 'save']) {
      const headers = { origin, 'if-match': '*' };
      const response = await ask(what, what === 'begin' ? { token: await edited.open() } : GREEN, session, headers);
      expect([what, response.status]).toEqual([what, 403]);
      expect(response.headers.get('access-control-allow-origin')).toBeNull();
    }
    const preflight = await fetch(`${edited.studio.url}/api/editor.save`, { method: 'OPTIONS', headers: { origin } });
    expect(preflight.headers.get('access-control-allow-origin')).toBeNull();
    expect(edited.file()).toBe(FILE);
  },
);

test('the sites of the configuration, and no others, are answered with CORS; the rest of the API never is', async () => {
  for (const origin of [SITE, 'https://m.example.com']) {
    const preflight = await fetch(`${edited.studio.url}/api/editor.save`, { method: 'OPTIONS', headers: { origin } });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe(origin);
    expect(preflight.headers.get('access-control-allow-credentials')).toBeNull();
    expect(preflight.headers.get('vary')).toContain('Origin');
  }
  const session = await edited.enter();
  for (const path of ['/api/experiment.update', '/api/editor.open', '/api/publish', '/off']) {
    const response = await edited.studio.stranger.post(
      path,
      { experimentId: 'cta' },
      { origin: SITE, authorization: `Bearer ${session}` },
    );
    expect([path, response.status]).toEqual([path, 403]);
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  }
});

test('a session is over after eight hours, on another site, and with the one of who opened it', async () => {
  const ada = await edited.addPerson('editor');
  const session = await edited.enter(await edited.open(ada));
  expect((await ask('read', {}, session)).status).toBe(200);
  expect((await ask('read', {}, session, { origin: 'https://m.example.com' })).status).toBe(401);
  await edited.owner().submit('/settings/people/remove', { email: 'ada@example.com' });
  expect((await ask('read', {}, session)).status).toBe(401);
  const own = await edited.enter();
  now += 8 * 60 * 60_000;
  expect((await ask('read', {}, own)).status).toBe(401);
});

test('a viewer does not open it, and nobody for a page of another site', async () => {
  const ada = await edited.addPerson('viewer');
  expect((await ada.post('/api/editor.open', { experimentId: 'cta' })).status).toBe(403);
  expect((await edited.studio.stranger.post('/api/editor.open', { experimentId: 'cta' })).status).toBe(401);
  for (const [page, said] of [
    ['https://evil.example/', 'https://evil.example is no site of this Studio: name it'],
    ['//evil.example', 'https://evil.example is no site of this Studio: name it'],
    ['javascript:alert(1)', 'javascript:alert(1) leads to no page: send a path'],
    ['data:text/html,x', 'data:text/html,x leads to no page: send a path'],
  ] as const) {
    const response = edited.owner().post('/api/editor.open', { experimentId: 'cta', page });
    expect([page, (await response).status]).toEqual([page, 400]);
    expect((await json(response)).message).toContain(said);
  }
  expect((await edited.owner().post('/api/editor.open', { experimentId: 'none' })).status).toBe(404);
});

test('without a site nobody opens it, and the sentence says what to do', async () => {
  const other = await startStudio(makeFolder({ 'experiments/cta.yaml': FILE }));
  const response = await (await other.enter()).post('/api/editor.open', { experimentId: 'cta' });
  expect([response.status, ((await response.json()) as Answer).code]).toEqual([409, 'NO_SITE']);
  await other.close();
});

test('the page of Studio leads to the site by a form, for those who may edit', async () => {
  const page = await edited.owner().get('/experiments/cta/page');
  expect(page.headers.get('content-security-policy')).toContain(
    "form-action 'self' https://www.example.com https://m.example.com",
  );
  expect(await page.text()).toContain('Page of https://www.example.com');
  const response = await edited.owner().submit('/experiments/cta/page', { page: '/pricing' });
  expect(response.status).toBe(303);
  expect(response.headers.get('location')).toMatch(/^https:\/\/www\.example\.com\/pricing\?fx-edit=[\w-]{43}$/);
  expect((await edited.owner().submit('/experiments/cta/page', { page: 'https://evil.example' })).status).toBe(400);
  expect((await edited.owner().submit('/experiments/none/page', { page: '/' })).status).toBe(404);
  expect((await edited.owner().get('/experiments/none/page')).status).toBe(404);
  const ada = await edited.addPerson('viewer');
  expect((await edited.owner().submit('/experiments/cta/page', {}, ada.headers)).status).toBe(403);
  expect((await edited.owner().submit('/experiments/cta/page', { page: '/' }, { origin: SITE })).status).toBe(403);
});
