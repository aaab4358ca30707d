/** Tests that what ends after a time ends then, though the clock of the server is set back or ahead meanwhile. */

import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createPending } from '../../src/serve/access/oidc/pending.js';
import { openSessions, SESSION_MS } from '../../src/serve/access/sessions.js';
import { createPasses } from '../../src/serve/editing/passes.js';
import { folder } from '../collector/events.js';
import { startStudio } from './studio.js';

const MINUTE_MS = 60_000;
const YEAR_MS = 365 * 86_400_000;
const START = Date.parse('2026-11-29T12:00:00Z');
const SIGN_IN = { state: 'state', nonce: 'nonce', verifier: 'verifier', to: '/' };

/** A clock that says what it is told to. */
function createClock() {
  const clock = { at: START, now: () => clock.at };
  return clock;
}

test("a link of the start ends after its hour, and the editor's token after its ten minutes, though the clock was set back", async () => {
  const clock = createClock();
  const studio = await startStudio(undefined, { now: clock.now });
  onTestFinished(() => studio.close());
  const passes = createPasses<string>(clock.now);
  const pass = { experimentId: 'cta', origin: 'https://shop.example', again: async () => 'ada' };
  const [link, other, token] = [studio.newLink(), studio.newLink(), passes.offer(pass).secret];
  const pending = createPending(clock.now);
  const begun = pending.add(null, SIGN_IN);
  // The machine finds out that it is a year earlier.
  clock.at -= YEAR_MS;
  const [early, under] = [await fetch(other, { redirect: 'manual' }), pending.isUnderWay(begun)];
  expect([early.headers.get('set-cookie'), under]).toEqual([expect.any(String), true]);
  passes.offer(pass);
  clock.at += 11 * MINUTE_MS;
  expect(passes.exchange(token, pass.origin)).toBeNull();
  expect(pending.isUnderWay(begun)).toBe(false);
  clock.at += 50 * MINUTE_MS;
  const late = await fetch(link, { redirect: 'manual' });
  expect([late.status, late.headers.get('set-cookie')]).toEqual([expect.any(Number), null]);
});

test('whoever tried passwords is let in again after a minute each, though the clock was set back by a year', async () => {
  const clock = createClock();
  const studio = await startStudio(undefined, { now: clock.now });
  onTestFinished(() => studio.close());
  const owner = await studio.enter();
  const ada = { name: 'Ada', email: 'ada@example.com', role: 'admin', password: 'a long password' };
  await owner.submit('/settings/people', ada);
  const signIn = async (password: string): Promise<number> =>
    (await studio.stranger.submit('/sign-in', { email: ada.email, password })).status;
  for (let tried = 0; tried < 10; tried++) await signIn('wrong');
  expect(await signIn(ada.password)).toBe(429);
  clock.at -= YEAR_MS;
  expect(await signIn(ada.password)).toBe(429);
  clock.at += MINUTE_MS;
  expect(await signIn(ada.password)).toBeLessThan(400);
});

test('a clock that is set right by some seconds signs nobody out, and one that is off by more ends sessions', async () => {
  const clock = createClock();
  const file = join(folder(), 'sessions.json');
  const sessions = openSessions(file, clock.now);
  const ada = await sessions.begin('ada@example.com');
  clock.at -= 30_000;
  expect(await sessions.find(ada)).toMatchObject({ email: 'ada@example.com' });
  // Somebody else's sign-in writes the file anew.
  const bob = await sessions.begin('bob@example.com');
  expect(await sessions.find(ada)).not.toBeNull();
  clock.at -= YEAR_MS;
  expect([await sessions.find(ada), await sessions.find(bob)]).toEqual([null, null]);
  clock.at += YEAR_MS + SESSION_MS + MINUTE_MS;
  expect(await sessions.find(ada)).toBeNull();
});
