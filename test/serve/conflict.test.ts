/** Tests that of two people who change one experiment at once both find what the other did, and keep their own. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { formsIn } from './forms.js';
import { type Asker, DRAFT, type Studio, startStudio } from './studio.js';

let studio: Studio;
let owner: Asker;
beforeEach(async () => {
  studio = await startStudio();
  owner = await studio.enter();
});
afterEach(() => studio.close());

const file = (): string => readFileSync(join(studio.root, 'experiments/cta.yaml'), 'utf8');

/** What the form of the page of changes would send, without its menus. */
async function opened(): Promise<Readonly<Record<string, string>>> {
  const page = await (await owner.get('/experiments/cta/edit')).text();
  const { base = '', revision = '' } = formsIn(page).find(({ action }) => action.endsWith('/fields'))?.fields ?? {};
  return { base: base.replace(/^\n/, ''), revision, yaml: DRAFT };
}

/** The form that opens the other one, as a page of a conflict has it. */
const wayOn = (page: string) => formsIn(page).find(({ action }) => action === '/experiments/cta/edit')?.fields ?? {};

test('a late change of other lines is shown beside the first, and goes on top of it', async () => {
  const early = await opened();
  await owner.submit('/experiments/cta/fields', { name: 'Buttons' });
  const late = await owner.submit('/experiments/cta/fields', { ...early, name: 'Call to action', tags: 'shop' });
  const page = await late.text();
  expect(late.status).toBe(412);
  for (const part of [
    'You changed this in another window',
    'What you changed there',
    '<span class="removed">- name: Call to action',
    '<span class="added">+ name: Buttons',
    '<span class="added">+   - shop',
    'Open the form with my changes on top',
  ])
    expect(page).toContain(part);
  expect(file()).not.toContain('shop');
  const form = await owner.submit('/experiments/cta/edit', wayOn(page));
  const filled = await form.text();
  expect([form.status, filled.includes('name: Buttons'), filled.includes('- shop')]).toEqual([200, true, true]);
  expect(file()).not.toContain('shop');
});

test('a late change of the same lines is chosen by whoever made it', async () => {
  const early = await opened();
  await owner.submit('/experiments/cta/fields', { name: 'Buttons' });
  const late = await owner.submit('/experiments/cta/fields', { ...early, name: 'Links' });
  const page = await late.text();
  expect([late.status, page.includes('You changed the same lines')]).toEqual([412, true]);
  expect(page).toContain('Open the form with my version');
  const filled = await (await owner.submit('/experiments/cta/edit', wayOn(page))).text();
  expect(filled).toContain('name: Links');
});

test('who changed it again meanwhile is not written over by the form that was opened before', async () => {
  const early = await opened();
  await owner.submit('/experiments/cta/fields', { name: 'Buttons' });
  const page = await (
    await owner.submit('/experiments/cta/fields', { ...early, name: 'Call to action', tags: 'shop' })
  ).text();
  await owner.submit('/experiments/cta/fields', { hypothesis: 'More.', name: 'Buttons' });
  const again = await owner.submit('/experiments/cta/edit', wayOn(page));
  expect([again.status, (await again.text()).includes('hypothesis: More.')]).toEqual([412, true]);
});

test('who changed nothing has nothing to settle', async () => {
  const early = await opened();
  await owner.submit('/experiments/cta/fields', { name: 'Buttons' });
  const late = await owner.submit('/experiments/cta/fields', early);
  expect([late.status, late.headers.get('location')]).toEqual([303, '/experiments/cta?done=nothing']);
  expect(file()).toContain('name: Buttons');
});

test('a button that comes late says so without two whole files', async () => {
  const { revision = '' } = await opened();
  await owner.submit('/experiments/cta/fields', { name: 'Buttons' });
  const late = await owner.submit('/experiments/cta/pause', { revision });
  const page = await late.text();
  expect([late.status, page.includes('Somebody else changed this'), page.includes('name: Buttons')]).toEqual([
    412,
    true,
    false,
  ]);
  expect(page).toContain('<a href="/experiments/cta">The experiment</a>');
});
