/** Tests people who sign in by OpenID Connect: who comes in and as what, and everybody who must not. */

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Asker, Studio } from '../studio.js';
import { addAda as addAdaTo, type Browser, browse as browseIn, peopleOf, startWith } from './browser.js';
import { type Lies, type Provider, startProvider } from './provider.js';

let provider: Provider;
let studio: Studio;
beforeEach(async () => {
  provider = await startProvider();
});
afterEach(async () => {
  await studio.close();
  await provider.close();
});

const start = async (more = ''): Promise<void> => {
  studio = await startWith(provider, more);
};
const addAda = (role?: string): Promise<Asker> => addAdaTo(studio, role);
const browse = (first?: Readonly<Record<string, string>>): Browser => browseIn(studio, first);
/** The name of the cookie. */
const session = (): string => `fx_session_${new URL(studio.url).port}`;
const people = (): { email: string; name: string; role: string }[] => peopleOf(studio);

describe('somebody who is known in Settings', () => {
  test('comes in with the role that they have there, and is sent where they wanted to', async () => {
    await start();
    await addAda('editor');
    const browser = browse();
    const response = await browser.signIn('/experiments/cta');
    expect([response.status, response.headers.get('location')]).toEqual([303, '/experiments/cta']);
    const cookie = response.headers.getSetCookie().find((one) => one.startsWith(`${session()}=`)) ?? '';
    expect(cookie).toMatch(/; HttpOnly; SameSite=Lax$/);
    expect(await (await browser.get(`${studio.url}/`)).text()).toContain('Ada');
    expect(await (await browser.get(`${studio.url}/settings`)).text()).not.toContain('Add somebody');
    expect(provider.grants[0]?.get('code_verifier')).toMatch(/^[\w-]{43,}$/);
  });

  test('and nobody else does', async () => {
    await start();
    await addAda();
    provider.lies = { claims: { email: 'eve@example.com' } };
    const response = await browse().signIn();
    expect(response.status).toBe(403);
    expect(await response.text()).toContain(
      'eve@example.com is not known here: ask an admin to add it below Settings.',
    );
  });

  test('stays out while their address is not verified, unless the configuration trusts the provider in this', async () => {
    await start();
    await addAda();
    for (const email_verified of [false, undefined, 'no', 1]) {
      provider.lies = { claims: { email_verified } };
      const response = await browse().signIn();
      expect([response.status, await response.text()]).toEqual([
        403,
        expect.stringContaining('was verified: verify it there'),
      ]);
    }
    provider.lies = { claims: { email: undefined } };
    expect((await browse().signIn()).status).toBe(403);
    await studio.close();
    await start('    trustEmail: true\n');
    await addAda();
    provider.lies = { claims: { email_verified: undefined } };
    expect((await browse().signIn()).status).toBe(303);
  });
});

describe('roles that a claim gives', () => {
  const ROLES = '    roleClaim: realm_access.roles\n    roles:\n      fx-admins: admin\n      staff: viewer\n';
  test('are given at each sign-in, the highest of them, and are gone when the claim is', async () => {
    await start(ROLES);
    provider.lies = { claims: { realm_access: { roles: ['staff', 'fx-admins', 'others', 7] } } };
    const browser = browse();
    expect((await browser.signIn()).status).toBe(303);
    expect(people()).toMatchObject([{ email: 'ada@example.com', name: 'Ada Lovelace', role: 'admin' }]);
    expect(await (await browser.get(`${studio.url}/settings`)).text()).toContain('Add somebody');
    provider.lies = { claims: { realm_access: { roles: 'staff' } } };
    expect((await browse().signIn()).status).toBe(303);
    expect(people()).toMatchObject([{ role: 'viewer' }]);
    // The session of before has the role of now.
    expect(await (await browser.get(`${studio.url}/settings`)).text()).not.toContain('Add somebody');
    for (const roles of [[], ['others'], ['constructor'], undefined, null, { staff: true }]) {
      provider.lies = { claims: { realm_access: { roles } } };
      const response = await browse().signIn();
      expect([response.status, await response.text()]).toEqual([
        403,
        expect.stringContaining('ask for one of fx-admins, staff in realm_access.roles'),
      ]);
    }
  });
});

describe('an answer of the provider', () => {
  const now = (): number => Math.floor(Date.now() / 1000);
  test.each<[string, () => Lies]>([
    ['with the nonce of another sign-in', () => ({ claims: { nonce: 'another' } })],
    ['without a nonce', () => ({ claims: { nonce: undefined } })],
    ['for another client', () => ({ claims: { aud: 'another' } })],
    ['for several clients, of whom another asked', () => ({ claims: { aud: ['studio', 'another'], azp: 'another' } })],
    ['of another issuer', () => ({ claims: { iss: 'https://evil.example' } })],
    ['that is over', () => ({ claims: { iat: now() - 600, exp: now() - 60 } })],
    ['that never ends', () => ({ claims: { exp: undefined } })],
    ['that begins later', () => ({ claims: { nbf: now() + 120 } })],
    ['signed by another key', () => ({ signedBy: 'other' })],
    ['that is not signed', () => ({ signedBy: 'none' })],
    ['signed with its public key', () => ({ signedBy: 'HS256' })],
    ['with another state', () => ({ back: { state: 'another' } })],
    ['without a state', () => ({ back: { state: '' } })],
    ['that says that it is of another issuer', () => ({ back: { iss: 'https://evil.example' } })],
    ['with a code of its own making', () => ({ back: { code: 'made-up' } })],
    ['that failed on the way', () => ({ tokenStatus: 500 })],
  ])('%s signs nobody in', async (_, lies) => {
    await start();
    await addAda();
    provider.lies = lies();
    const browser = browse();
    const response = await browser.signIn();
    expect([response.status, await response.text()]).toEqual([401, expect.stringContaining('was not a sound one')]);
    expect(browser.jar.size).toBe(0);
    // Why stands in the log, and no secret does.
    expect(studio.said.join()).toMatch(/Somebody could not be signed in by 127\.0\.0\.1:\d+: \w+\./);
    expect(studio.said.join()).not.toMatch(/the secret|code=|eyJ/);
  });

  test('of a clock that is twenty seconds off is taken', async () => {
    await start();
    await addAda();
    provider.lies = { claims: { iat: now() + 20, nbf: now() + 20, exp: now() + 320 } };
    expect((await browse().signIn()).status).toBe(303);
    provider.lies = { claims: { iat: now() - 300, exp: now() - 20 } };
    expect((await browse().signIn()).status).toBe(303);
  });

  test('that says no is told as such', async () => {
    await start();
    provider.lies = { back: { error: 'access_denied', code: '' } };
    const response = await browse().signIn();
    expect([response.status, await response.text()]).toEqual([401, expect.stringContaining('did not let you in')]);
  });

  test('works once, and in the browser that asked alone', async () => {
    await start();
    await addAda();
    const [mine, other] = [browse(), browse()];
    const back = await mine.leave();
    // Sent to somebody else, it would sign them in as who made it.
    expect((await other.get(back)).status).toBe(401);
    await other.leave();
    expect((await other.get(back)).status).toBe(401);
    const jar = Object.fromEntries(mine.jar);
    expect((await mine.get(back)).status).toBe(303);
    expect((await browse(jar).get(back)).status).toBe(401);
  });
});

test('a session that somebody set in the browser before is not the one that is signed in, and ends', async () => {
  await start();
  const admin = await addAda();
  const set = admin.headers.cookie?.replace(`${session()}=`, '') ?? '';
  const browser = browse({ [session()]: set });
  await browser.signIn();
  expect(browser.jar.get(session())).toMatch(/^[\w-]{43}$/);
  expect(browser.jar.get(session())).not.toBe(set);
  expect((await admin.get('/')).headers.get('location')).toBe('/sign-in');
});

test('after signing in nobody is sent to another site', async () => {
  await start();
  await addAda();
  for (const to of ['//evil.example', 'https://evil.example', '/\\evil.example', 'javascript:alert(1)'])
    expect((await browse().signIn(to)).headers.get('location')).toBe('/');
});

test('signing out ends the session here and offers the way out of the provider', async () => {
  await start();
  await addAda();
  const browser = browse();
  await browser.signIn();
  const cookie = `${session()}=${browser.jar.get(session())}`;
  const out = await fetch(`${studio.url}/sign-out`, {
    method: 'POST',
    headers: { cookie, origin: studio.url },
    redirect: 'manual',
  });
  expect(out.headers.get('location')).toBe('/sign-in?out=yes');
  expect((await fetch(`${studio.url}/`, { headers: { cookie }, redirect: 'manual' })).status).toBe(303);
  const page = await (await fetch(`${studio.url}/sign-in?out=yes`)).text();
  expect(page).toContain(`${provider.issuer}/end?`);
  expect(page).toContain('Sign in with 127.0.0.1');
});

test('a provider that is away stops neither the server nor other ways to sign in', async () => {
  await provider.close();
  await start();
  const response = await browse().get(`${studio.url}/sign-in/oidc`);
  expect([response.status, await response.text()]).toEqual([503, expect.stringContaining('cannot be reached now')]);
  expect((await (await studio.enter()).get('/')).status).toBe(200);
  expect(studio.said.join()).toContain('does not say how to sign in: ECONNREFUSED');
  provider = await startProvider();
});
