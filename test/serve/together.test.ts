/** Tests two Studios at once: on one folder, and on one host. */

import { statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSessions } from '../../src/serve/access/sessions.js';
import { makeFolder, type Studio, startStudio } from './studio.js';

let [here, there]: Studio[] = [];
let root: string;
beforeEach(async () => {
  root = makeFolder();
  [here, there] = [await startStudio(root), await startStudio(root)];
});
afterEach(async () => {
  await there?.stop();
  await here?.close();
});

const PASSWORD = 'correct horse battery';
const two = (): readonly [Studio, Studio] => {
  if (!here || !there) throw new Error('Both run.');
  return [here, there];
};
/** Signs in, and returns the cookie. */
async function signIn(studio: Studio, email: string): Promise<string> {
  const answer = await studio.stranger.submit('/sign-in', { email, password: PASSWORD });
  return answer.headers.get('set-cookie')?.split(';')[0] ?? '';
}
const home = async (studio: Studio, cookie: string): Promise<number> =>
  (await fetch(`${studio.url}/`, { headers: { cookie }, redirect: 'manual' })).status;

test('who is added at one Studio ends the link at the other, and who signs out everywhere does so at both', async () => {
  const [a, b] = two();
  const [ownerA, ownerB] = [await a.enter(), await b.enter()];
  expect((await ownerB.get('/')).status).toBe(200);
  const ada = { name: 'Ada', email: 'ada@example.com', role: 'admin', password: PASSWORD };
  expect((await ownerA.submit('/settings/people', ada)).status).toBe(303);
  expect((await ownerB.get('/')).status).toBe(303);
  const [atA, atB] = [await signIn(a, ada.email), await signIn(b, ada.email)];
  expect([await home(a, atA), await home(b, atB)]).toEqual([200, 200]);
  await a.stranger.submit('/sign-out', { everywhere: 'yes' }, { cookie: atA });
  expect([await home(a, atA), await home(b, atB)]).toEqual([303, 303]);
});

test('a sign-in at one Studio takes no session of the other away', async () => {
  const [a, b] = two();
  const first = await a.enter();
  const second = await b.enter();
  await a.enter();
  expect([(await first.get('/')).status, (await second.get('/')).status]).toEqual([200, 200]);
});

test('of two sign-ins at the same moment both are kept', async () => {
  const file = join(root, '.fx/studio/both.json');
  const [one, other] = [openSessions(file), openSessions(file)];
  const secrets = await Promise.all(
    Array.from({ length: 20 }, (_, at) => (at % 2 ? one : other).begin(`${at}@example.com`)),
  );
  for (const secret of secrets) expect(await one.find(secret)).not.toBeNull();
  await other.endAll('3@example.com');
  expect(await one.find(secrets[3] ?? '')).toBeNull();
  expect(await one.find(secrets[4] ?? '')).not.toBeNull();
});

test('signing out with a cookie that is worth nothing writes nothing', async () => {
  const [a] = two();
  await a.enter();
  const file = join(root, '.fx/studio/sessions.json');
  const before = statSync(file).ino;
  await a.stranger.submit('/sign-out', {}, { cookie: `fx_session_${new URL(a.url).port}=${'x'.repeat(43)}` });
  expect(statSync(file).ino).toBe(before);
});

test('over http a sign-in at another port of the host leaves the one here as it is', async () => {
  const [a, b] = two();
  const cookies = [await a.enter(), await b.enter()].map(({ headers }) => headers.cookie ?? '');
  const names = cookies.map((cookie) => cookie.split('=')[0]);
  expect(names).toEqual([a, b].map(({ url }) => `fx_session_${new URL(url).port}`));
  // A browser sends both to both.
  const both = cookies.join('; ');
  expect([await home(a, both), await home(b, both)]).toEqual([200, 200]);
  await a.stranger.submit('/sign-out', {}, { cookie: both });
  expect([await home(a, both), await home(b, both)]).toEqual([303, 200]);
});
