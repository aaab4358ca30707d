/** Tests that the lines for the site are copied with one button, and are selected where a browser copies nothing. */

import { expect, type Page, test } from '@playwright/test';
import { CTA, type OpenStudio, openStudio } from '../harness/studio.js';

let studio: OpenStudio;
test.beforeEach(async () => {
  studio = await openStudio({ 'cta.yaml': CTA });
});
test.afterEach(() => studio.close());

const lines = (): string =>
  `<script>window.fx = window.fx || []</script>\n<script src="/fx/container.js" data-collect="${studio.collectUrl}"></script>`;
const copyButton = (page: Page) => page.getByRole('button', { name: 'Copy both lines' });
const selected = (page: Page): Promise<string> => page.evaluate(() => String(getSelection()).trim());

test('one button copies both lines, and says so', async ({ browser }) => {
  const { page } = await studio.enter(browser);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: studio.url });
  await page.goto(`${studio.url}/settings`);
  const told = page.locator('#collector').getByRole('status');
  await expect(told).toHaveText('');
  await copyButton(page).click();
  await expect(told).toHaveText('Copied.');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(lines());
  await page.context().close();
});

test('a new token is copied with one button, too', async ({ browser }) => {
  const { page } = await studio.enter(browser);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: studio.url });
  await page.goto(`${studio.url}/settings`);
  await page.getByText('Make a token').click();
  await page.getByLabel('What for').fill('pipeline');
  await page.getByRole('button', { name: 'Make it' }).click();
  await page.getByRole('button', { name: 'Copy the token' }).click();
  await expect(page.locator('.message').getByRole('status')).toHaveText('Copied.');
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toMatch(/^fx_/);
  await expect(page.locator('#new-token')).toHaveText(copied);
  await page.context().close();
});

test('where a browser lets no page copy, both lines are selected, and the keys are named', async ({ browser }) => {
  const { page } = await studio.enter(browser);
  await page.goto(`${studio.url}/settings`);
  for (const refuse of ['rejects', 'is missing']) {
    await page.evaluate((how) => {
      const clipboard = { writeText: () => Promise.reject(new Error('forbidden')) };
      Object.defineProperty(navigator, 'clipboard', {
        configurable: true,
        value: how === 'rejects' ? clipboard : undefined,
      });
      getSelection()?.removeAllRanges();
    }, refuse);
    await copyButton(page).click();
    await expect(page.locator('#collector').getByRole('status')).toContainText('press Ctrl+C, or Cmd+C');
    expect(await selected(page), refuse).toBe(lines());
  }
  await page.context().close();
});

test('without JavaScript there is no button, and one click selects both lines', async ({ browser }) => {
  const { page } = await studio.enter(browser, { javaScriptEnabled: false });
  await page.goto(`${studio.url}/settings`);
  await expect(copyButton(page)).toHaveCount(0);
  await page.getByText('window.fx = window.fx').click();
  expect(await selected(page)).toBe(lines());
  await page.context().close();
});
