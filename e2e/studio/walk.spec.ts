/**
 * Tests Studio by keyboard alone: an experiment is made, started, published, ended and changed back, and everything is
 * switched off and on.
 */

import { expect, type Locator, type Page, test } from '@playwright/test';
import { type OpenStudio, openStudio } from '../harness/studio.js';

let studio: OpenStudio;
test.beforeEach(async () => {
  studio = await openStudio({});
});
test.afterEach(() => studio.close());

const MOST_STEPS = 80;

/** Goes on by Tab until something has the focus, as somebody without a mouse does. */
async function reach(page: Page, goal: Locator): Promise<void> {
  await expect(goal).toBeVisible();
  for (let step = 0; step < MOST_STEPS; step++) {
    if (await goal.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach ${goal}.`);
}

async function press(page: Page, goal: Locator, key = 'Enter'): Promise<void> {
  await reach(page, goal);
  await page.keyboard.press(key);
}

async function type(page: Page, label: string, text: string): Promise<void> {
  await reach(page, page.getByLabel(label, { exact: true }).first());
  await page.keyboard.type(text);
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const link = (page: Page, name: string) => page.getByRole('link', { name, exact: true });
const summary = (page: Page, text: string) => page.locator('summary', { hasText: text }).first();

test('everything is reached by Tab and done by Enter and Space', async ({ page }) => {
  test.slow(); // many steps, on a machine that may do other things
  await page.goto(studio.newLink());
  await press(page, link(page, 'Make the first one'));
  await type(page, 'Name of the experiment', 'Shorter headline');
  await reach(page, page.locator('input[name=selector]'));
  await page.keyboard.type('h1');
  await type(page, 'New text', 'Hello');
  await press(page, button(page, 'Make a draft'));
  await expect(page.getByText('It is made, as a draft.')).toBeVisible();
  await expect(page.getByText('Choose the metric that decides')).toBeVisible();
  await press(page, button(page, 'Start'));
  await expect(page.getByText('It is started.')).toBeVisible();
  await press(page, link(page, 'Publish'));
  await expect(page.getByRole('link', { name: 'Shorter headline' })).toBeVisible();
  await press(page, button(page, 'Publish'));
  await expect(page.getByText('It is published.')).toBeVisible();

  await press(page, link(page, 'Experiments'));
  await press(page, link(page, 'Shorter headline'));
  await press(page, link(page, 'Results').last());
  // Tab reaches the first of the choices, arrows the others.
  await press(page, page.getByRole('radio', { name: /^Ship/ }), 'Space');
  for (const _ of ['keep', 'repeat']) await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('radio', { name: /^Repeat/ })).toBeChecked();
  await type(page, 'Why', 'Nobody came.');
  await press(page, button(page, 'End the experiment'));
  await expect(page.getByText('It is decided, and written down.')).toBeVisible();
  await press(page, summary(page, 'What changed'));
  await press(page, button(page, 'Undo this change').first());
  await expect(page.getByText('The change is undone in the file.')).toBeVisible();
  await expect(button(page, 'Pause')).toBeVisible();

  await press(page, summary(page, 'Switch off'));
  await press(page, button(page, 'Yes, switch everything off'));
  await expect(page.getByText('No visitor is in an experiment.')).toBeVisible();
  await press(page, button(page, 'Switch on again'));
  await expect(page.getByText('Everything is switched on again.')).toBeVisible();
  await press(page, button(page, 'Sign out'));
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
});

test('an admin makes a token, adds the first person, and that one signs in and looks as a viewer', async ({ page }) => {
  test.slow(); // many steps, on a machine that may do other things
  await page.goto(studio.newLink());
  await page.goto(`${studio.url}/settings`);
  await press(page, summary(page, 'Make a token'));
  await type(page, 'What for', 'Pipeline');
  await press(page, button(page, 'Make it'));
  await expect(page.locator('code.token')).toHaveText(/^fx_[\w-]{40,}$/);
  for (const [name, role] of [
    ['Ada', 'admin'],
    ['Vi', 'viewer'],
  ] as const) {
    await page.goto(`${studio.url}/settings`);
    await summary(page, 'Add somebody').click();
    const form = page.locator('form').filter({ has: button(page, 'Add') });
    await form.getByLabel('Name', { exact: true }).fill(name);
    await form.getByLabel('E-mail address').fill(`${name}@example.com`);
    await form.getByLabel('Role').selectOption(role);
    await form.getByLabel(/^Password/).fill('correct horse battery');
    await button(page, 'Add').click();
    if (name === 'Vi') continue;
    await expect(page.getByText('From now on you sign in with your password.')).toBeVisible();
    await signIn(page, 'ada@example.com');
  }
  await button(page, 'Sign out').click();
  await signIn(page, 'vi@example.com');
  await expect(page.getByText('Switch off')).toHaveCount(0);
  await page.goto(`${studio.url}/new`);
  await expect(page.getByRole('alert')).toHaveText('This is for the role editor: ask an admin for it.');
});

async function signIn(page: Page, email: string): Promise<void> {
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password').fill('correct horse battery');
  await button(page, 'Sign in').click();
  await expect(page.getByRole('heading', { name: 'Today' })).toBeVisible();
}
