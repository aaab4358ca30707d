/** Checks who may do what: links, passwords, roles, tokens, sessions. */

import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createDoorkeeper } from '../../src/serve/access/doorkeeper.js';
import { openPeople } from '../../src/serve/access/people.js';
import { openSessions } from '../../src/serve/access/sessions.js';
import { type Asker, makeFolder, type Studio, startStudio } from './studio.js';

let studio: Studio;
let owner: Asker;
beforeEach(async () => {
  studio = await startStudio();
  owner = await studio.enter();
});
afterEach(() => studio.close());

const PASSWORD = 'correct horse battery';
const add = (by: Asker, role: string, email = `${role}@example.com`): Promise<Response> =>
  by.submit('/settings/people', { name: role, email, role, password: PASSWORD });
const change = (by: Asker, role: string, email = `${role}@example.com`): Promise<Response> =>
  by.submit('/settings/people/change', { name: role, email, role, password: PASSWORD });
const signIn = async (email: string, password = PASSWORD): Promise<{ status: number; asker: Asker }> => {
  const response = await studio.stranger.submit('/sign-in', { email, password });
  const cookie = response.headers.get('set-cookie')?.split(';')[0] ?? '';
  const own = { ...studio.stranger, headers: { cookie } };
  return {
    status: response.status,
    asker: {
      ...own,
      get: (path) => fetch(`${studio.url}${path}`, { headers: { cookie }, redirect: 'manual' }),
      post: (path, body) => studio.stranger.post(path, body, { cookie }),
      submit: (path, fields) => studio.stranger.submit(path, fields, { cookie }),
    },
  };
};
const stored = (name: string): string => readFileSync(join(studio.root, '.fx/studio', name), 'utf8');

test('the link of the start works once', async () => {
  const link = studio.newLink();
  expect((await fetch(link, { redirect: 'manual' })).status).toBe(303);
  const again = await fetch(link, { redirect: 'manual' });
  expect([again.status, again.headers.get('set-cookie')]).toEqual([403, null]);
  expect((await fetch(`${studio.url}/start?key=`, { redirect: 'manual' })).status).toBe(403);
});

test('the first person is an admin, and from then on people sign in as themselves', async () => {
  expect((await add(owner, 'editor')).status).toBe(403);
  expect((await add(owner, 'admin')).status).toBe(303);
  expect((await owner.get('/')).headers.get('location')).toBe('/sign-in');
  expect((await signIn('admin@example.com', 'wrong password')).status).toBe(401);
  const admin = await signIn('Admin@Example.com');
  expect([admin.status, (await admin.asker.get('/settings')).status]).toEqual([303, 200]);
});

test('a link of the terminal lets in who forgot the password', async () => {
  await add(owner, 'admin');
  expect((await (await studio.enter()).get('/settings')).status).toBe(200);
});

test.each([
  ['viewer', { see: 200, change: 403, publish: 403, people: 403 }],
  ['editor', { see: 200, change: 303, publish: 403, people: 403 }],
  ['publisher', { see: 200, change: 303, publish: 303, people: 403 }],
  ['admin', { see: 200, change: 303, publish: 303, people: 404 }],
])('the role %s may do what its column says, and no more', async (role, may) => {
  await add(owner, 'admin', 'first@example.com');
  await add((await signIn('first@example.com')).asker, role);
  const { asker } = await signIn(`${role}@example.com`);
  expect({
    see: (await asker.get('/experiments/cta')).status,
    change: (await asker.submit('/experiments/cta/start')).status,
    publish: (await asker.submit('/publish')).status,
    people: (await asker.submit('/settings/people/remove', { email: 'nobody@example.com' })).status,
  }).toEqual(may);
});

test('a token is shown once, kept as a digest, may as much as its role, and ends', async () => {
  const page = await (await owner.submit('/settings/tokens', { name: 'pipeline', role: 'editor' })).text();
  const token = /fx_[\w-]{43}/.exec(page)?.[0] ?? '';
  expect(stored('people.json')).not.toContain(token);
  expect(await (await owner.get('/settings')).text()).not.toContain(token);
  const program = studio.withToken(token);
  expect((await program.post('/api/experiment.start', { experimentId: 'cta' })).status).toBe(200);
  expect((await program.post('/api/publish', {})).status).toBe(403);
  const id = /name="id" value="(\w+)"/.exec(page)?.[1] ?? '';
  await owner.submit('/settings/tokens/remove', { id });
  expect((await program.get('/api/experiment.list')).status).toBe(401);
});

test('passwords, sessions and tokens are in no file, and their files are for their owner alone', async () => {
  await add(owner, 'admin');
  const { asker } = await signIn('admin@example.com');
  const secret = (asker.headers.cookie ?? '').split('=')[1] ?? '';
  const all = ['people.json', 'sessions.json', 'record.ndjson'].map(stored).join('\n');
  expect(secret).toHaveLength(43);
  expect(all).not.toContain(secret);
  expect(all).not.toContain(PASSWORD);
  expect(stored('people.json')).toContain('scrypt$32768$');
  expect(
    ['people.json', 'sessions.json'].map((name) => statSync(join(studio.root, '.fx/studio', name)).mode & 0o777),
  ).toEqual([0o600, 0o600]);
});

test('signing out everywhere ends every session, a new password too, and so does removing somebody', async () => {
  await add(owner, 'admin');
  const [one, two] = [await signIn('admin@example.com'), await signIn('admin@example.com')];
  await one.asker.submit('/sign-out', { everywhere: 'yes' });
  expect((await two.asker.get('/')).status).toBe(303);
  const three = await signIn('admin@example.com');
  await change(three.asker, 'admin');
  expect((await three.asker.get('/')).headers.get('location')).toBe('/sign-in');
  const four = await signIn('admin@example.com');
  await add(four.asker, 'viewer');
  const viewer = await signIn('viewer@example.com');
  await four.asker.submit('/settings/people/remove', { email: 'viewer@example.com' });
  expect((await viewer.asker.get('/')).headers.get('location')).toBe('/sign-in');
});

test('the last admin cannot be removed', async () => {
  await add(owner, 'admin');
  const { asker } = await signIn('admin@example.com');
  await add(asker, 'viewer');
  expect((await asker.submit('/settings/people/remove', { email: 'admin@example.com' })).status).toBe(403);
});

test('each sign-in has a new session, and a session that somebody else chose is none', async () => {
  await add(owner, 'admin');
  const name = `fx_session_${new URL(studio.url).port}`;
  const chosen = { cookie: `${name}=${'a'.repeat(43)}` };
  const response = await studio.stranger.submit('/sign-in', { email: 'admin@example.com', password: PASSWORD }, chosen);
  const cookie = response.headers.get('set-cookie') ?? '';
  expect(cookie.startsWith(`${name}=`)).toBe(true);
  expect(cookie).toMatch(/^fx_session_\d+=[\w-]{43}; Path=\/; Max-Age=1209600; HttpOnly; SameSite=Lax$/);
  expect(cookie).not.toContain('aaaa');
  expect((await fetch(`${studio.url}/`, { headers: chosen, redirect: 'manual' })).status).toBe(303);
});

test('behind https the cookie is one that no neighbour can set', async () => {
  await studio.close();
  const config = "previewToken: '0123456789abcdef'\nserve:\n  url: https://studio.example.com\n";
  studio = await startStudio(makeFolder({ 'fx.config.yaml': config, 'experiments/cta.yaml': 'id: cta\n' }));
  const link = new URL(studio.newLink());
  expect(link.origin).toBe('https://studio.example.com');
  // As the proxy passes it on.
  const response = await fetch(`${studio.localUrl}${link.pathname}${link.search}`, { redirect: 'manual' });
  expect(response.headers.get('set-cookie')).toMatch(
    /^__Host-fx=[\w-]{43}; Path=\/; .*HttpOnly; SameSite=Lax; Secure$/,
  );
  expect(response.headers.get('strict-transport-security')).toContain('max-age=');
});

test('whoever sits behind a proxy is who the proxy says', async () => {
  await studio.close();
  const config = "previewToken: '0123456789abcdef'\nserve:\n  proxyHeader: x-forwarded-email\n";
  const people = { people: [{ email: 'ada@example.com', name: 'Ada', role: 'viewer', password: null }], tokens: [] };
  const files = {
    'fx.config.yaml': config,
    '.fx/studio/people.json': JSON.stringify(people),
    'experiments/cta.yaml': 'id: cta\n',
  };
  studio = await startStudio(makeFolder(files));
  const as = (email: string) =>
    fetch(`${studio.url}/`, { headers: { 'x-forwarded-email': email }, redirect: 'manual' });
  expect(await (await as('ada@example.com')).text()).toContain('Ada');
  expect((await as('owner@localhost')).status).toBe(303);
  expect((await as('nobody@example.com')).status).toBe(303);
});

test('the network is let in only where somebody has a password', async () => {
  const root = makeFolder();
  await expect(startStudio(root, { host: '0.0.0.0' })).rejects.toThrow('without a password');
});

test('whoever is no admin finds the lines for the site in settings, and neither people nor tokens', async () => {
  await add(owner, 'admin', 'first@example.com');
  await add((await signIn('first@example.com')).asker, 'viewer');
  const { asker } = await signIn('viewer@example.com');
  const page = await (await asker.get('/settings')).text();
  expect(page).toContain('data-collect=');
  for (const kept of ['first@example.com', 'Add somebody', 'Make a token']) expect(page).not.toContain(kept);
  for (const path of ['/new', '/experiments/cta/edit', '/experiments/cta/page'])
    expect((await asker.get(path)).status, path).toBe(403);
});

test('the first person needs a password, and the last admin stays one', async () => {
  const fields = { name: 'Ada', email: 'ada@example.com', role: 'admin' };
  const refused = await owner.submit('/settings/people', fields);
  expect([refused.status, (await refused.text()).includes('Give the first person a password')]).toEqual([400, true]);
  const added = await owner.submit('/settings/people', { ...fields, password: PASSWORD });
  expect(added.headers.get('location')).toBe('/sign-in?done=added');
  expect(await (await owner.get('/sign-in?done=added')).text()).toContain('From now on you sign in with your password');
  const { asker } = await signIn('ada@example.com');
  expect((await asker.submit('/settings/people/change', { ...fields, role: 'viewer' })).status).toBe(403);
  expect((await asker.get('/settings')).status).toBe(200);
});

test('somebody changes their own password, and is signed out everywhere else', async () => {
  await add(owner, 'admin', 'ada@example.com');
  const [here, there] = [await signIn('ada@example.com'), await signIn('ada@example.com')];
  const wrong = await here.asker.submit('/settings/password', { old: 'not it at all', password: 'a new and long one' });
  expect([wrong.status, (await wrong.text()).includes('That is not your current password')]).toEqual([400, true]);
  expect((await here.asker.submit('/settings/password', { old: PASSWORD, password: 'short' })).status).toBe(400);
  const changed = await here.asker.submit('/settings/password', { old: PASSWORD, password: 'a new and long one' });
  expect([changed.status, changed.headers.get('set-cookie')]).toEqual([303, expect.stringMatching(/^fx_session_\d+=/)]);
  expect((await there.asker.get('/')).headers.get('location')).toBe('/sign-in');
});

test.each([
  ['removed', null],
  ['made a viewer', 'viewer'],
] as const)('whoever is %s while their new password is stored stays so', async (_, role) => {
  await add(owner, 'admin', 'first@example.com');
  await add((await signIn('first@example.com')).asker, 'admin', 'ada@example.com');
  const people = openPeople(join(studio.root, '.fx/studio/people.json'));
  let asked = 0;
  const find: typeof people.find = async (email) => {
    const person = await people.find(email);
    // The first question is about the old password, the second finds who gets the new one.
    if (++asked !== 2 || !person) return person;
    if (role === null) await people.remove(email);
    else await people.put({ ...person, role });
    return person;
  };
  const sessions = openSessions(join(studio.root, '.fx/studio/others.json'), Date.now);
  const door = createDoorkeeper({ people: { ...people, find }, sessions, address: studio.url, now: Date.now });
  const changed = await door.changePassword('ada@example.com', PASSWORD, 'a new and long one');
  expect(changed).toEqual(
    role === null ? { problem: 'There is nobody of that address.' } : { ok: true, cookie: expect.any(String) },
  );
  expect((await people.find('ada@example.com'))?.role ?? null).toBe(role);
});

test('a page that is not there says so in the frame of Studio', async () => {
  const missing = await owner.get('/nowhere');
  expect([missing.status, (await missing.text()).includes('<nav aria-label="Studio">')]).toEqual([404, true]);
});
