/** Tests the forms of the settings: what is refused stays filled in, and what was done is said of whom. */

import { afterEach, beforeEach, expect, test } from 'vitest';
import { wrongIn } from './forms.js';
import { type Asker, type Studio, startStudio } from './studio.js';

let studio: Studio;
let ada: Asker;
const PASSWORD = 'correct horse battery';
beforeEach(async () => {
  studio = await startStudio();
  const first = { name: 'Ada', email: 'ada@example.com', role: 'admin', password: PASSWORD };
  await (await studio.enter()).submit('/settings/people', first);
  const signed = await studio.stranger.submit('/sign-in', { email: first.email, password: PASSWORD });
  const headers = { cookie: signed.headers.get('set-cookie')?.split(';')[0] ?? '' };
  ada = {
    headers,
    get: (path) => fetch(`${studio.url}${path}`, { headers, redirect: 'manual' }),
    post: (path, body) => studio.stranger.post(path, body, headers),
    submit: (path, fields) => studio.stranger.submit(path, fields, headers),
  };
});
afterEach(() => studio.close());

const BOB = { name: 'Bob', email: 'bob@example.com', role: 'editor' };
const said = async (answer: Response): Promise<string> => {
  const page = await (await ada.get(answer.headers.get('location') ?? '')).text();
  return /<div class="message [^>]*><p>([^<]*)/.exec(page)?.[1] ?? '';
};

test('who was added, changed and removed is said', async () => {
  expect(await said(await ada.submit('/settings/people', BOB))).toBe('You added bob@example.com.');
  const changed = await ada.submit('/settings/people/change', { ...BOB, role: 'publisher' });
  expect(await said(changed)).toBe('You changed bob@example.com.');
  const same = await ada.submit('/settings/people/change', { ...BOB, role: 'publisher' });
  expect(await said(same)).toBe('It was so before: nothing was changed.');
  const page = await (await ada.get('/settings')).text();
  expect(page).toContain('<p>Bob is signed out at once, and comes in no more.</p>');
  expect(await said(await ada.submit('/settings/people/remove', { email: BOB.email }))).toBe(
    'You removed bob@example.com.',
  );
});

test('somebody else of the same address is refused, and nobody is renamed', async () => {
  await ada.submit('/settings/people', BOB);
  const answer = await ada.submit('/settings/people', { ...BOB, name: 'Robert', password: PASSWORD });
  const page = await answer.text();
  expect([answer.status, wrongIn(page)]).toEqual([
    400,
    { email: 'Bob has this address already: choose Change in the list of people.' },
  ]);
  expect(page).toContain('value="Robert"');
  expect(page).toContain('<details class="drop" name="popover" open>');
  expect(page).not.toContain(PASSWORD);
  expect(page).toMatch(/<th scope="row">Bob</);
});

test.each([
  ['/settings/people', { ...BOB, email: 'bob' }, { email: 'It is no e-mail address.' }, 'Bob'],
  [
    '/settings/people',
    { ...BOB, password: 'short' },
    { password: 'A password has at least 10 characters.' },
    'bob@example.com',
  ],
  ['/settings/people/change', { ...BOB, email: 'ada@example.com' }, { role: 'Somebody has to stay an admin.' }, 'Bob'],
  ['/settings/site', { site: 'no site' }, { site: expect.stringContaining('is no address of a site') }, 'no site'],
  ['/settings/tokens', { name: ' ', role: 'viewer' }, { name: 'Say what it is for.' }, ' '],
  ['/settings/password', { old: 'not it', password: PASSWORD }, { old: 'That is not your current password.' }, ''],
])('%s with %j is refused at its field, on the same page', async (path, fields, wrong, kept) => {
  const answer = await ada.submit(path, fields);
  const page = await answer.text();
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(wrongIn(page)).toEqual(wrong);
  expect(page).toContain('<h1>Settings</h1>');
  expect(page).toContain(`value="${kept}"`);
  for (const secret of ['short', 'not it', PASSWORD]) expect(page).not.toContain(`value="${secret}"`);
});

test('a token that is ended, and an address of the site, are named', async () => {
  const page = await (await ada.submit('/settings/tokens', { name: 'Pipeline', role: 'viewer' })).text();
  const [, id = ''] = /name="id" value="(\w+)"/.exec(page) ?? [];
  expect(await said(await ada.submit('/settings/tokens/remove', { id }))).toBe('You ended the token Pipeline.');
  const site = { site: 'https://shop.example' };
  expect(await said(await ada.submit('/settings/site', site))).toBe(
    'You set the site&#39;s address to https://shop.example/.',
  );
  expect(await said(await ada.submit('/settings/site', site))).toBe('It was so before: nothing was changed.');
});

test('a page that a role may not see is no deed, stands at its place, and leads on', async () => {
  await ada.submit('/settings/people', { ...BOB, role: 'viewer', password: PASSWORD });
  const signed = await studio.stranger.submit('/sign-in', { email: BOB.email, password: PASSWORD });
  const cookie = signed.headers.get('set-cookie')?.split(';')[0] ?? '';
  const page = await (await fetch(`${studio.url}/experiments/cta/edit`, { headers: { cookie } })).text();
  for (const part of [
    '<h1>Not for your role</h1>',
    'href="/experiments" aria-current="page"',
    '<a href="/experiments/cta">The experiment</a>',
  ])
    expect(page).toContain(part);
});
