/** The visual editor's door: who gets in, from where, how often; and what saving does to a file. */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Asker, makeFolder, type Studio, startStudio } from './studio.js';

const FILE = `# What the headline says.
id: cta
name: Call to action
status: draft
variants:
  - key: control
    name: As it is
  - key: green
    name: Green # for now
    domOps:
      # Legal has approved this one.
      - op: replaceText
        selector: h1
        value: 'Hello' # short
      - op: addClass
        selector: .cta
        value: big
`;
const SITE = 'https://www.example.com';
const CONFIG = `previewToken: '0123456789abcdef'\nsite: ${SITE}/shop\nserve:\n  origins: ['https://m.example.com']\n`;

let studio: Studio;
let owner: Asker;
let now: number;
beforeEach(async () => {
  now = Date.now();
  const root = makeFolder({ 'experiments/cta.yaml': FILE, 'fx.config.yaml': CONFIG });
  studio = await startStudio(root, { now: () => now });
  owner = await studio.enter();
});
afterEach(() => studio.close());

type Answer = Record<string, unknown>;
const file = (): string => readFileSync(join(studio.root, 'experiments/cta.yaml'), 'utf8');
const open = async (asker = owner, page = '/pricing'): Promise<string> => {
  const answer = (await (await asker.post('/api/editor.open', { experimentId: 'cta', page })).json()) as Answer;
  if (!answer.url) throw new Error(JSON.stringify(answer));
  const { url } = answer;
  return new URL(String(url)).searchParams.get('fx-edit') ?? '';
};
const ask = (what: string, body: unknown, session = '', headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${studio.url}/api/editor.${what}`, {
    method: 'POST',
    headers: {
      origin: SITE,
      'content-type': 'application/json',
      ...(session && { authorization: `Bearer ${session}` }),
      ...headers,
    },
    body: JSON.stringify(body),
  });
const json = async (response: Promise<Response>): Promise<Answer> => (await (await response).json()) as Answer;
const enter = async (token?: string): Promise<string> =>
  String((await json(ask('begin', { token: token ?? (await open()) }))).session);
const addPerson = async (role: string): Promise<Asker> => {
  const password = 'correct horse battery';
  await owner.submit('/settings/people', { name: 'Boss', email: 'boss@example.com', role: 'admin', password });
  // The first person ends the session of the start's link.
  owner = await studio.enter();
  await owner.submit('/settings/people', { name: 'Ada', email: 'ada@example.com', role, password });
  const response = await studio.stranger.submit('/sign-in', { email: 'ada@example.com', password });
  const cookie = response.headers.get('set-cookie')?.split(';')[0] ?? '';
  return { ...owner, headers: { cookie }, post: (path, body) => owner.post(path, body, { cookie }) };
};
const GREEN = { variant: 'green', domOps: [{ op: 'replaceText', selector: 'h1', value: 'Hi' }] };

test('the address is one of the site, with a token that gets a session for that experiment', async () => {
  const { url } = await json(owner.post('/api/editor.open', { experimentId: 'cta', page: '/pricing?a=1' }));
  expect(String(url)).toMatch(/^https:\/\/www\.example\.com\/pricing\?a=1&fx-edit=[\w-]{43}$/);
  const session = await enter();
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
    const token = await open();
    await enter(token);
    const again = await ask('begin', { token });
    expect([again.status, ((await again.json()) as Answer).code]).toEqual([401, 'EDIT_LINK_USED']);
  });

  test('after ten minutes', async () => {
    const token = await open();
    now += 10 * 60_000;
    expect((await ask('begin', { token })).status).toBe(401);
  });

  test('on another site, and afterwards on its own', async () => {
    const token = await open();
    expect((await ask('begin', { token }, '', { origin: 'https://m.example.com' })).status).toBe(401);
    expect((await ask('begin', { token })).status).toBe(401);
  });

  test('to whoever guesses or sends none', async () => {
    for (const token of ['', 'x'.repeat(43), undefined, null, 1, { a: 1 }, []])
      expect((await ask('begin', { token })).status).toBe(401);
    expect((await ask('begin', null)).status).toBe(401);
  });

  test('where who opened it has lost the role, or was signed out, since', async () => {
    const ada = await addPerson('editor');
    const [one, two] = [await open(ada), await open(ada)];
    await owner.submit('/settings/people', { name: 'Ada', email: 'ada@example.com', role: 'viewer', password: '' });
    expect((await ask('begin', { token: one })).status).toBe(403);
    await owner.submit('/settings/people/remove', { email: 'ada@example.com' });
    expect((await ask('begin', { token: two })).status).toBeGreaterThanOrEqual(401);
    expect(file()).toBe(FILE);
  });
});

test.each(['https://evil.example', 'null', 'http://www.example.com', 'https://www.example.com.evil.example', ''])(
  'a page of the origin %j gets nothing, and may read nothing',
  async (origin) => {
    const session = await enter();
    for (const what of ['begin', 'read', 'check', 'save']) {
      const headers = { origin, 'if-match': '*' };
      const response = await ask(what, what === 'begin' ? { token: await open() } : GREEN, session, headers);
      expect([what, response.status]).toEqual([what, 403]);
      expect(response.headers.get('access-control-allow-origin')).toBeNull();
    }
    const preflight = await fetch(`${studio.url}/api/editor.save`, { method: 'OPTIONS', headers: { origin } });
    expect(preflight.headers.get('access-control-allow-origin')).toBeNull();
    expect(file()).toBe(FILE);
  },
);

test('the sites of the configuration, and no others, are answered with CORS; the rest of the API never is', async () => {
  for (const origin of [SITE, 'https://m.example.com']) {
    const preflight = await fetch(`${studio.url}/api/editor.save`, { method: 'OPTIONS', headers: { origin } });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe(origin);
    expect(preflight.headers.get('access-control-allow-credentials')).toBeNull();
    expect(preflight.headers.get('vary')).toContain('Origin');
  }
  const session = await enter();
  for (const path of ['/api/experiment.update', '/api/editor.open', '/api/publish', '/off']) {
    const response = await studio.stranger.post(
      path,
      { experimentId: 'cta' },
      { origin: SITE, authorization: `Bearer ${session}` },
    );
    expect([path, response.status]).toEqual([path, 403]);
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  }
});

test('a session is over after eight hours, on another site, and with the one of who opened it', async () => {
  const ada = await addPerson('editor');
  const session = await enter(await open(ada));
  expect((await ask('read', {}, session)).status).toBe(200);
  expect((await ask('read', {}, session, { origin: 'https://m.example.com' })).status).toBe(401);
  await owner.submit('/settings/people/remove', { email: 'ada@example.com' });
  expect((await ask('read', {}, session)).status).toBe(401);
  const own = await enter();
  now += 8 * 60 * 60_000;
  expect((await ask('read', {}, own)).status).toBe(401);
});

test('a viewer does not open it, and nobody for a page of another site', async () => {
  const ada = await addPerson('viewer');
  expect((await ada.post('/api/editor.open', { experimentId: 'cta' })).status).toBe(403);
  expect((await studio.stranger.post('/api/editor.open', { experimentId: 'cta' })).status).toBe(401);
  for (const page of ['https://evil.example/', '//evil.example', 'javascript:alert(1)', 'data:text/html,x']) {
    const response = await owner.post('/api/editor.open', { experimentId: 'cta', page });
    expect([page, response.status]).toEqual([page, 400]);
  }
  expect((await owner.post('/api/editor.open', { experimentId: 'none' })).status).toBe(404);
});

describe('saving', () => {
  const save = async (body: object, revision: string): Promise<Response> =>
    ask('save', body, session, { 'if-match': `"${revision}"` });
  let session: string;
  let revision: string;
  beforeEach(async () => {
    session = await enter();
    revision = String((await json(ask('read', {}, session))).revision);
  });

  test('changes the lines that say something else, and keeps every comment', async () => {
    const domOps = [
      { op: 'replaceText', selector: 'h1', value: 'Hi' },
      { op: 'addClass', selector: '.cta', value: 'big' },
      { op: 'remove', selector: '.ad' },
    ];
    const response = await save({ variant: 'green', domOps, css: '.cta { color: red }' }, revision);
    expect(response.status).toBe(200);
    expect(file()).toBe(
      FILE.replace("'Hello'", "'Hi'").replace('    domOps:\n', '    css: ".cta { color: red }"\n    domOps:\n') +
        '      - op: remove\n        selector: .ad\n',
    );
    const next = ((await response.json()) as Answer).revision as string;
    expect(next).not.toBe(revision);
    expect((await save({ variant: 'green', domOps: [] }, next)).status).toBe(200);
    expect(file()).not.toMatch(/domOps|css/);
    expect(file()).toContain('name: Green # for now');
  });

  test('in another order, and with one between, keeps what stays', async () => {
    const [text, cls] = [
      { op: 'replaceText', selector: 'h1', value: 'Hello' },
      { op: 'addClass', selector: '.cta', value: 'big' },
    ];
    const between = { op: 'remove', selector: '.ad' };
    await save({ variant: 'green', domOps: [text, between, cls] }, revision);
    expect(file()).toBe(FILE.replace('# short\n', '# short\n      - op: remove\n        selector: .ad\n'));
    const { revision: next } = await json(ask('read', {}, session));
    expect((await save({ variant: 'green', domOps: [cls, text] }, String(next))).status).toBe(200);
    const { variants } = await json(ask('read', {}, session));
    expect((variants as { domOps: unknown }[])[1]?.domOps).toEqual([cls, text]);
    expect(file()).toContain('# Legal has approved this one.');
  });

  test('says where it runs and for whom only where that was changed', async () => {
    const trigger = { kind: 'urlMatch', pattern: '^/pricing$', regex: true, on: 'path' };
    const rule = { '==': [{ var: 'device.type' }, 'mobile'] };
    const response = await save({ ...GREEN, trigger, rule }, revision);
    expect(await response.json()).toMatchObject({ trigger, rule });
    const { revision: next } = await json(ask('read', {}, session));
    const kept = await save(GREEN, String(next));
    expect(await kept.json()).toMatchObject({ trigger, rule });
    const cleared = await save({ ...GREEN, trigger: null, rule: null }, String(next));
    expect(await cleared.json()).toMatchObject({ trigger: null, rule: null });
    expect(file()).not.toMatch(/audience|trigger/);
  });

  test('late gives both versions, and writes over nothing', async () => {
    const theirs = FILE.replace('Hello', 'Theirs');
    writeFileSync(join(studio.root, 'experiments/cta.yaml'), theirs);
    const response = await save(GREEN, revision);
    expect(response.status).toBe(412);
    expect(await response.json()).toMatchObject({ code: 'CONFLICT', details: { yours: revision, yaml: theirs } });
    expect(file()).toBe(theirs);
  });

  test('without a revision, of the control, of none and of what is not valid writes nothing', async () => {
    expect((await ask('save', GREEN, session)).status).toBe(400);
    expect((await ask('save', GREEN, session, { 'if-match': '*' })).status).toBe(400);
    expect((await save({ ...GREEN, variant: 'control' }, revision)).status).toBe(400);
    expect((await save({ ...GREEN, variant: 'red' }, revision)).status).toBe(400);
    const evil = { variant: 'green', domOps: [{ op: 'setAttr', selector: 'a', name: 'onclick', value: 'alert(1)' }] };
    const refused = await save(evil, revision);
    expect(refused.status).toBe(422);
    expect(await json(ask('check', evil, session))).toMatchObject({
      valid: false,
      problems: [{ severity: 'error', path: expect.stringContaining('domOps') }],
    });
    expect(file()).toBe(FILE);
  });

  test('a check says the file as it would be, and writes nothing', async () => {
    const said = await json(ask('check', { variant: 'green', domOps: [] }, session));
    expect(said).toMatchObject({ valid: true });
    expect(said.yaml).not.toContain('domOps');
    expect(file()).toBe(FILE);
  });
});

test('without a site nobody opens it, and the sentence says what to do', async () => {
  const other = await startStudio(makeFolder({ 'experiments/cta.yaml': FILE }));
  const response = await (await other.enter()).post('/api/editor.open', { experimentId: 'cta' });
  expect([response.status, ((await response.json()) as Answer).code]).toEqual([409, 'NO_SITE']);
  await other.close();
});

test('the page of Studio leads to the site by a form, for those who may edit', async () => {
  const page = await owner.get('/experiments/cta/page');
  expect(page.headers.get('content-security-policy')).toContain(
    "form-action 'self' https://www.example.com https://m.example.com",
  );
  expect(await page.text()).toContain('Page of https://www.example.com');
  const response = await owner.submit('/experiments/cta/page', { page: '/pricing' });
  expect(response.status).toBe(303);
  expect(response.headers.get('location')).toMatch(/^https:\/\/www\.example\.com\/pricing\?fx-edit=[\w-]{43}$/);
  expect((await owner.submit('/experiments/cta/page', { page: 'https://evil.example' })).status).toBe(400);
  expect((await owner.submit('/experiments/none/page', { page: '/' })).status).toBe(404);
  expect((await owner.get('/experiments/none/page')).status).toBe(404);
  const ada = await addPerson('viewer');
  expect((await owner.submit('/experiments/cta/page', {}, ada.headers)).status).toBe(403);
  expect((await owner.submit('/experiments/cta/page', { page: '/' }, { origin: SITE })).status).toBe(403);
});
