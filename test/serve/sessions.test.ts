/** Tests sessions that are over while a form is open, browsers that keep no cookies, and links to pages inside. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { browse, type FormFound, formsIn } from './forms.js';
import { type Asker, makeFolder, RUNNING, type Studio, startStudio } from './studio.js';

let studio: Studio;
let owner: Asker;
beforeEach(async () => {
  studio = await startStudio(makeFolder({ 'experiments/price.yaml': RUNNING }));
  owner = await studio.enter();
});
afterEach(() => studio.close());

const only = (text: string): FormFound => {
  const [form, ...others] = formsIn(text);
  expect(others).toEqual([]);
  if (!form) throw new Error('There is no form.');
  return form;
};

test('what was typed into a form whose session is over is kept in the answer, and sent again after signing in', async () => {
  const yaml = `${RUNNING}# "quoted" & <b>marked</b> ümläut\n\n# at the end\n`;
  const fields = { yaml: `\n${yaml}`, hypothesis: 'a "b" <c>', revision: '' };
  const answer = await studio.stranger.submit('/experiments/price/yaml', fields);
  expect(answer.status).toBe(401);
  const form = only(await answer.text());
  expect(form).toEqual({ action: '/experiments/price/yaml', fields });
  const again = await owner.submit(form.action, { ...form.fields, yaml });
  expect([again.status, again.headers.get('location')]).toEqual([303, '/experiments/price?done=changed']);
  expect(readFileSync(join(studio.root, 'experiments/price.yaml'), 'utf8')).toBe(yaml);
});

test('a password is in no answer, and a form of another site is not kept', async () => {
  const secret = 'correct horse battery';
  const answer = await studio.stranger.submit('/settings/password', { old: secret, password: secret });
  expect(answer.status).toBe(401);
  expect(await answer.text()).not.toContain('horse');
  const foreign = await studio.stranger.submit(
    '/experiments/price/yaml',
    { yaml: 'x' },
    { origin: 'https://a.example' },
  );
  expect(foreign.status).toBe(403);
});

test('whoever opens a page without a session comes to it after signing in', async () => {
  const asked = await studio.stranger.get('/results/price?by=device');
  expect([asked.status, asked.headers.get('location')]).toEqual([303, '/sign-in?to=%2Fresults%2Fprice%3Fby%3Ddevice']);
  const { origin } = new URL(studio.url);
  const end = await browse(studio.newLink().replace(/^[^?]*/, `${origin}/start`));
  expect(end.path).toBe('/');
  await owner.submit('/settings/people', {
    ...{ name: 'Ada', email: 'ada@example.com', role: 'admin', password: 'correct horse battery' },
  });
  const ada = { email: 'ada@example.com', password: 'correct horse battery' };
  const signed = await browse(`${studio.url}${asked.headers.get('location')}`, ada);
  expect([signed.status, signed.path]).toEqual([200, '/results/price?by=device']);
});

test('whose browser keeps no cookie is told so, by a link and by a password, and is in no circle', async () => {
  const end = await browse(studio.newLink(), null, false);
  expect([end.status, end.path]).toEqual([200, '/sign-in?done=in']);
  expect(end.text).toContain('your browser did not keep the cookie');
});
