/** Tests what is known of the plan on every page: how many experiments wait, and never a number of yesterday. */

import { execFileSync } from 'node:child_process';
import { expect, onTestFinished, test } from 'vitest';
import { rememberPlan } from '../../src/serve/lastplan.js';
import { type Asker, DRAFT, makeFolder, RUNNING, type Studio, startStudio } from './studio.js';

test('a number is known until something changes, for a minute at most', () => {
  let now = 0;
  const last = rememberPlan(() => now);
  expect(last.waiting()).toBe(null);
  last.begin()(3);
  now = 59_999;
  expect(last.waiting()).toBe(3);
  now = 60_000;
  expect(last.waiting()).toBe(null);
  last.begin()(2);
  last.forget();
  expect(last.waiting()).toBe(null);
});

test('a plan that was begun before a change is not kept', () => {
  const last = rememberPlan();
  const keep = last.begin();
  last.forget();
  keep(3);
  expect(last.waiting()).toBe(null);
});

async function open(files?: Readonly<Record<string, string>>): Promise<{ studio: Studio; owner: Asker }> {
  const studio = await startStudio(makeFolder(files));
  onTestFinished(() => studio.close());
  return { studio, owner: await studio.enter() };
}

/** What stands beside Publish in the navigation; null where nothing does. */
const countOn = (page: string): string | null => /class="count"[^>]*aria-label="([^"]*)"/.exec(page)?.[1] ?? null;

test('the navigation says how many wait once that is known, and nothing after a change', async () => {
  const { owner } = await open({ 'experiments/cta.yaml': DRAFT, 'experiments/price.yaml': RUNNING });
  const look = async (path: string): Promise<string | null> => countOn(await (await owner.get(path)).text());
  await look('/publish');
  expect(await look('/history')).toBe('2 experiments wait to be published');
  expect((await owner.post('/api/publish', {})).status).toBe(200);
  expect(await look('/history')).toBe(null);
  await look('/');
  expect(await look('/history')).toBe(null);
  await owner.submit('/experiments/price/pause');
  expect(await look('/history')).toBe(null);
  await look('/');
  expect(await look('/history')).toBe('1 experiment waits to be published');
});

test('what waits to be published leads to the plan, and what does not leads nowhere', async () => {
  const { owner } = await open();
  const noticeOf = async (done: string): Promise<string> =>
    /<div class="message message-good"[\s\S]*?<\/div>/.exec(await (await owner.get(`/?done=${done}`)).text())?.[0] ??
    '';
  for (const done of ['started', 'stopped', 'concluded', 'undone', 'changed'])
    expect(await noticeOf(done), done).toContain('<a href="/publish">Look at the plan</a>');
  for (const done of ['published', 'nothing', 'saved', 'off']) expect(await noticeOf(done), done).not.toContain('<a ');
});

const PASSWORD = 'correct horse battery';

/** Somebody of a role, in the Studio of an owner. */
async function join(studio: Studio, owner: Asker, role: string): Promise<Asker> {
  const email = `${role}@example.com`;
  await owner.submit('/settings/people', { name: role, email, role, password: PASSWORD });
  const answer = await studio.stranger.submit('/sign-in', { email, password: PASSWORD });
  const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
  return {
    ...studio.stranger,
    get: (path) => fetch(`${studio.url}${path}`, { headers: { cookie }, redirect: 'manual' }),
  };
}

test('whoever may not publish gets the address to send, and an editor with a remote hears of branches', async () => {
  const root = makeFolder({ 'experiments/cta.yaml': DRAFT });
  const run = (...args: string[]): unknown => execFileSync('git', ['-C', root, ...args]);
  run('init', '-q');
  const studio = await startStudio(root);
  onTestFinished(() => studio.close());
  const owner = await studio.enter();
  await owner.submit('/settings/people', { name: 'a', email: 'a@example.com', role: 'admin', password: PASSWORD });
  const admin = await studio.enter();
  const [viewer, editor] = [await join(studio, admin, 'viewer'), await join(studio, admin, 'editor')];
  const see = async (asker: Asker): Promise<string> => (await asker.get('/publish')).text();
  for (const asker of [viewer, editor]) {
    const page = await see(asker);
    expect(page).toContain(`<code class="token">${studio.url}/publish</code>`);
    expect(page).not.toContain('Save to a branch');
  }
  run('remote', 'add', 'origin', `${root}/elsewhere.git`);
  expect(await see(editor)).toContain('Save to a branch');
  expect(await see(viewer)).not.toContain('Save to a branch');
  expect(await see(admin)).not.toContain('class="token"');
});
