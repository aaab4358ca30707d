/**
 * Tests what people see while events are counted for long, in a browser with and without JavaScript: the page says so,
 * can be left by the keyboard, and the figures come by themselves.
 */

import { execFileSync } from 'node:child_process';
import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { barriers } from '../harness/everyone.js';
import { CTA, type OpenStudio, openStudio } from '../harness/studio.js';

let studio: OpenStudio;
let letGo: () => void;
test.beforeEach(async () => {
  studio = await openStudio(
    { 'cta.yaml': CTA },
    { guardMs: 86_400_000, waiting: { sayAfterMs: 1500 } },
    'results: {events: [others]}\n',
  );
  // The folder was read once, and people may look.
  const entered = await fetch(studio.newLink(), { redirect: 'manual' });
  const cookie = entered.headers.get('set-cookie')?.split(';')[0] ?? '';
  expect((await fetch(`${studio.url}/api/results`, { headers: { cookie } })).status).toBe(200);
  const others = join(studio.root, 'others');
  mkdirSync(others);
  execFileSync('mkfifo', [join(others, 'a.ndjson')]);
  writeFileSync(join(others, 'b.ndjson'), `${' '.repeat(999)}\n`.repeat(20_000));
  // Whoever reads it sees no end until it is let go.
  const feed = createWriteStream(join(others, 'a.ndjson'), { flags: 'r+' });
  letGo = () => feed.destroy();
});
test.afterEach(async () => {
  letGo();
  await studio.close();
});

/** Opens the results, and what was answered each time that the page asked. */
async function openResults(browser: Browser, options: Parameters<Browser['newContext']>[0] = {}) {
  const { page } = await studio.enter(browser, options);
  const answers: string[] = [];
  await page.route(/\/results\/cta/, async (route) => {
    const response = await route.fetch({ timeout: 0 });
    answers.push(await response.text());
    await route.fulfill({ response });
  });
  await page.goto(`${studio.url}/results/cta`);
  return { page, last: () => answers.at(-1) };
}

for (const javaScriptEnabled of [true, false])
  test(`the figures come by themselves, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async ({ browser }) => {
    const { page, last } = await openResults(browser, { javaScriptEnabled });
    await expect.poll(last).toContain('The events are being counted by Studio itself, from the files.');
    await expect.poll(last).toMatch(/of <span class="whole">20\.0 MB<\/span> are read/);
    letGo();
    await expect(page.getByRole('heading', { name: 'Results', exact: true })).toBeVisible();
    await expect(page.getByRole('heading', { name: 'Call to action' })).toBeVisible();
    // Whoever goes back from there comes to where they were before, and does not wait again.
    await page.goBack();
    await expect(page.getByRole('heading', { name: 'Today', exact: true })).toBeVisible();
    await page.context().close();
  });

/** An answer without a page: the one that is there stays. */
const stay = (page: Page): Promise<unknown> => page.route(/[?&]wait=/, (route) => route.fulfill({ status: 204 }));

test('somebody who waits leaves by the keyboard', async ({ browser }) => {
  const { page } = await studio.enter(browser);
  await stay(page);
  await page.goto(`${studio.url}/results/cta`);
  await expect(page.getByText('The events are being counted')).toBeVisible();
  const goal = page.getByRole('link', { name: 'History', exact: true });
  for (let step = 0; step < 10 && !(await goal.evaluate((link) => link === document.activeElement)); step++)
    await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'History', exact: true })).toBeVisible();
  await page.context().close();
});

for (const colorScheme of ['light', 'dark'] as const)
  test(`the page that waits has no fault that axe finds, and fits on a phone, ${colorScheme}`, async ({ browser }) => {
    const { page } = await studio.enter(browser, { colorScheme, viewport: { width: 390, height: 844 } });
    await stay(page);
    await page.goto(`${studio.url}/results/cta`);
    await expect(page.getByText('The events are being counted')).toBeVisible();
    if (process.env.FX_LOOK) await page.screenshot({ path: `${process.env.FX_LOOK}/waiting-${colorScheme}.png` });
    expect(await barriers(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await page.context().close();
  });
