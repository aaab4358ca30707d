/** Tests what a provider tells of somebody beside the token: at its userinfo endpoint. */

import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Studio } from '../studio.js';
import { addAda, browse, peopleOf, startWith } from './browser.js';
import { type Provider, startProvider } from './provider.js';

let provider: Provider;
let studio: Studio;
beforeEach(async () => {
  provider = await startProvider();
});
afterEach(async () => {
  await studio.close();
  await provider.close();
});

/** A token that says nothing but who it is about. */
const THIN = { email: undefined, email_verified: undefined, name: undefined };
const ADA = { email: 'ada@example.com', email_verified: true, name: 'Ada Lovelace' };
const ROLES = '    roleClaim: groups\n    roles:\n      fx-admins: admin\n      staff: viewer\n';

test('an address that only userinfo tells signs its owner in', async () => {
  provider.lies = { claims: THIN, info: ADA };
  studio = await startWith(provider);
  await addAda(studio);
  const browser = browse(studio);
  expect((await browser.signIn()).status).toBe(303);
  expect(await (await browser.get(`${studio.url}/`)).text()).toContain('Ada');
});

test('roles and names that only userinfo tells are given', async () => {
  const { email, email_verified } = ADA;
  provider.lies = { claims: { ...THIN, email, email_verified }, info: { name: ADA.name, groups: ['fx-admins'] } };
  studio = await startWith(provider, ROLES);
  expect((await browse(studio).signIn()).status).toBe(303);
  expect(peopleOf(studio)).toMatchObject([{ email, name: 'Ada Lovelace', role: 'admin' }]);
});

test('what the token tells counts before what userinfo tells', async () => {
  provider.lies = {
    claims: { name: undefined, groups: 'staff' },
    info: { ...ADA, email: 'eve@example.com', groups: 'fx-admins' },
  };
  studio = await startWith(provider, ROLES);
  expect((await browse(studio).signIn()).status).toBe(303);
  expect(peopleOf(studio)).toMatchObject([{ email: 'ada@example.com', role: 'viewer' }]);
});

test('userinfo is not asked where the token tells all', async () => {
  provider.lies = { info: ADA };
  studio = await startWith(provider);
  await addAda(studio);
  expect((await browse(studio).signIn()).status).toBe(303);
  expect(provider.asked).toBe(0);
});

test.each<[string, Readonly<Record<string, unknown>>, Readonly<Record<string, unknown>> | number, number, string]>([
  [
    'of an address that was not verified',
    THIN,
    { ...ADA, email_verified: false },
    403,
    'was verified: verify it there',
  ],
  ['without an address', THIN, { name: 'Ada' }, 403, 'does not tell your e-mail address'],
  ['about somebody else', THIN, { ...ADA, sub: '2' }, 401, 'was not a sound one'],
  ['with an error', THIN, 500, 401, 'was not a sound one'],
  // A verified address of userinfo says nothing of another one in the token.
  [
    'of another address that was verified',
    { email_verified: undefined },
    { email: 'eve@example.com', email_verified: true },
    403,
    'does not say that ada@example.com was verified',
  ],
])('an answer of userinfo %s signs nobody in', async (_, claims, info, status, sentence) => {
  provider.lies = { claims, info };
  studio = await startWith(provider);
  await addAda(studio);
  const browser = browse(studio);
  const response = await browser.signIn();
  expect([response.status, await response.text()]).toEqual([status, expect.stringContaining(sentence)]);
  expect(browser.jar.size).toBe(0);
});

test('an address of the token is verified where userinfo says so of the same one', async () => {
  provider.lies = { claims: { email_verified: undefined }, info: { ...ADA, email: 'ADA@example.com' } };
  studio = await startWith(provider);
  await addAda(studio);
  expect((await browse(studio).signIn()).status).toBe(303);
});

test('somebody whose name alone is missing comes in while userinfo is broken', async () => {
  provider.lies = { claims: { name: undefined }, info: 500 };
  studio = await startWith(provider);
  await addAda(studio);
  expect((await browse(studio).signIn()).status).toBe(303);
  expect(provider.asked).toBe(1);
});
