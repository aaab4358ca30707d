/** Tests sign-ins at a provider that changes or goes away on the way, and in several tabs at once. */

import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Studio } from '../studio.js';
import { addAda, browse, startWith } from './browser.js';
import { type Provider, startProvider } from './provider.js';

let provider: Provider;
let studio: Studio;
beforeEach(async () => {
  provider = await startProvider();
  studio = await startWith(provider);
  await addAda(studio);
});
afterEach(async () => {
  await studio.close();
  await provider.close();
});

test('keys that the provider has changed since the last sign-in are taken at once', async () => {
  expect((await browse(studio).signIn()).status).toBe(303);
  provider.rotate();
  expect((await browse(studio).signIn()).status).toBe(303);
  // The key of before is not among those that it publishes.
  provider.lies = { signedBy: 'other' };
  expect((await browse(studio).signIn()).status).toBe(401);
});

test('two tabs sign in side by side, each to where it wanted', async () => {
  const browser = browse(studio);
  const [first, second] = [await browser.leave('/experiments/cta'), await browser.leave('/settings')];
  expect((await browser.get(first)).headers.get('location')).toBe('/experiments/cta');
  expect((await browser.get(second)).headers.get('location')).toBe('/settings');
  // Each answer is good for one use, also while there was another tab.
  expect((await browser.get(first)).status).toBe(401);
});

test('the tab that was begun last may come back first', async () => {
  const browser = browse(studio);
  const [first, second] = [await browser.leave('/experiments/cta'), await browser.leave('/settings')];
  expect((await browser.get(second)).headers.get('location')).toBe('/settings');
  expect((await browser.get(first)).headers.get('location')).toBe('/experiments/cta');
  expect([...browser.jar.keys()]).toEqual([`fx_session_${new URL(studio.url).port}`]);
});

test('a browser has ten sign-ins under way at most', async () => {
  const browser = browse(studio);
  const backs: string[] = [];
  for (let tab = 0; tab < 11; tab++) backs.push(await browser.leave());
  expect((await browser.get(backs[10] ?? '')).status).toBe(303);
  expect((await browser.get(backs[1] ?? '')).status).toBe(303);
  expect((await browser.get(backs[0] ?? '')).status).toBe(401);
});

test('a provider that goes away before it answers is told as such, and the next try works', async () => {
  const browser = browse(studio);
  provider.lies = { tokenStatus: 0 };
  const response = await browser.signIn();
  expect([response.status, await response.text()]).toEqual([503, expect.stringContaining('cannot be reached now')]);
  provider.lies = {};
  expect((await browser.signIn()).status).toBe(303);
});
