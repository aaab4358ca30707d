/** Tests that everybody can use the pages before the door: signing in, a wrong password, a link that was used. */

import { expect, type Page, test } from '@playwright/test';
import { barriers } from '../harness/everyone.js';
import { type OpenStudio, openStudio } from '../harness/studio.js';

let studio: OpenStudio;
test.beforeEach(async () => {
  studio = await openStudio({});
});
test.afterEach(() => studio.close());

/** Nothing is wider than the window, and axe finds nothing. */
async function isForEveryone(page: Page, name: string): Promise<void> {
  expect(await barriers(page, { isColoursOnly: name.endsWith('dark') }), name).toEqual([]);
  const width = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(width, name).toBeLessThanOrEqual(0);
  if (process.env.FX_LOOK) await page.screenshot({ path: `${process.env.FX_LOOK}/${name}.png`, fullPage: true });
}

for (const width of [1280, 390])
  for (const colorScheme of ['light', 'dark'] as const)
    test(`signing in can be done by everyone, at ${width} px, ${colorScheme}`, async ({ browser }) => {
      test.slow(); // many pages, on a machine that may do other things
      const look = `${width}-${colorScheme}`;
      const page = await (await browser.newContext({ colorScheme, viewport: { width, height: 800 } })).newPage();
      await page.goto(`${studio.url}/sign-in`);
      await expect(page.getByText('Open the link')).toBeVisible();
      await isForEveryone(page, `nobody-${look}`);
      const link = studio.newLink();
      await page.goto(link);
      await page.goto(`${studio.url}/settings`);
      await page.locator('summary', { hasText: 'Add somebody' }).click();
      await isForEveryone(page, `adding-${look}`);
      await page.getByLabel('Name', { exact: true }).fill('Ada');
      await page.getByLabel('E-mail address').fill('ada@example.com');
      await page.getByLabel('Role').first().selectOption('admin');
      await page
        .getByLabel(/^Password/)
        .first()
        .fill('correct horse battery');
      await page.getByRole('button', { name: 'Add', exact: true }).click();
      await expect(page.getByText('From now on you sign in with your password.')).toBeVisible();
      await isForEveryone(page, `added-${look}`);
      await page.getByLabel('E-mail address').fill('ada@example.com');
      await page.getByLabel('Password').fill('something else');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await expect(page.getByRole('alert')).toContainText('Address and password do not match');
      await isForEveryone(page, `wrong-${look}`);
      await page.goto(link);
      await expect(page.getByRole('heading', { name: 'This link was used' })).toBeVisible();
      await isForEveryone(page, `used-${look}`);
      await page.context().close();
    });
