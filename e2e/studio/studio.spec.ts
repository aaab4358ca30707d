/**
 * Tests Studio in a browser: every page for everyone, the way of an experiment by clicks, and what two people see of
 * each other.
 */

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { barriers } from '../harness/everyone.js';
import { type OpenStudio, openStudio } from '../harness/studio.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PAGES = [
  '/',
  '/experiments',
  '/new',
  '/experiments/free-shipping-bar',
  '/experiments/free-shipping-bar/edit',
  '/experiments/free-shipping-bar/page',
  '/experiments/free-shipping-bar/why',
  '/why',
  '/why?subject=visitor-1',
  '/experiments/hero-headline/why?subject=visitor-1&address=/',
  '/results',
  '/results/hero-headline',
  '/publish',
  '/history',
  '/settings',
];

let studio: OpenStudio;
test.beforeEach(async () => {
  studio = await openStudio(join(ROOT, 'demo/experiments'), {
    events: [join(ROOT, 'demo/sample.ndjson.gz')],
    site: 'http://127.0.0.1:4173',
  });
});
test.afterEach(() => studio.close());

for (const [name, options] of [
  ['light', { viewport: { width: 1280, height: 800 } }],
  ['dark', { colorScheme: 'dark', viewport: { width: 1280, height: 800 } }],
  ['390 px', { viewport: { width: 390, height: 844 } }],
  ['390 px, dark', { colorScheme: 'dark', viewport: { width: 390, height: 844 } }],
] as const)
  test(`every page can be used by everyone, ${name}`, async ({ browser }) => {
    test.slow(); // many pages, on a machine that may do other things
    const { page, said } = await studio.enter(browser, options);
    for (const path of PAGES) {
      await page.goto(`${studio.url}${path}`);
      expect(await barriers(page, { isColoursOnly: name.endsWith('dark') }), path).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(
        options.viewport.width,
      );
    }
    expect(said).toEqual([]);
    await page.context().close();
  });

for (const javaScriptEnabled of [true, false])
  test(`an experiment is made, started, published, switched off and on ${javaScriptEnabled ? 'by clicks' : 'without JavaScript'}`, async ({
    browser,
  }) => {
    const { page } = await studio.enter(browser, { javaScriptEnabled });
    await page.getByRole('link', { name: 'New experiment' }).click();
    await page.getByPlaceholder('Headline of the home page').fill('Shorter headline');
    await page.getByLabel('Element').fill('h1');
    await page.getByLabel('New text').fill('Hello');
    await page.getByLabel('Event').fill('purchase');
    await page.getByRole('button', { name: 'Make a draft' }).click();
    await expect(page.getByRole('heading', { name: 'Shorter headline' })).toBeVisible();
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await expect(page.getByText('It is started.')).toBeVisible();
    await page.getByRole('link', { name: 'Publish', exact: true }).click();
    await page.getByRole('button', { name: 'Publish' }).click();
    await expect(page.getByText('It is published.')).toBeVisible();
    await expect(page.getByRole('heading', { name: 'Nothing waits' })).toBeVisible();
    await page.getByText('Switch off').click();
    await page.getByRole('button', { name: 'Yes, switch everything off' }).click();
    await expect(page.getByText('Everything is switched off.').first()).toBeVisible();
    await page.getByRole('button', { name: 'Switch on again' }).click();
    await expect(page.getByText('Everything is switched on again.')).toBeVisible();
    await page.context().close();
  });

test('whoever looks at a page is told that somebody else changed it', async ({ browser }) => {
  const [one, two] = [await studio.enter(browser), await studio.enter(browser)];
  const listening = one.page.waitForResponse((response) => response.url().endsWith('/studio/events'));
  await one.page.goto(`${studio.url}/experiments/hero-headline`);
  await listening;
  await two.page.goto(`${studio.url}/experiments/hero-headline`);
  await two.page.getByRole('button', { name: 'Pause' }).click();
  await expect(two.page.getByText('It is changed.')).toBeVisible();
  await one.page.getByRole('button', { name: 'Show it' }).click();
  await expect(one.page.getByRole('button', { name: 'Resume' })).toBeVisible();
  await Promise.all([one, two].map(({ page }) => page.context().close()));
});
