/**
 * Checks that the editor, its way to Studio and the page that opens it are for everybody: keyboard, screen reader,
 * phone, the dark.
 */

import type { Page } from '@playwright/test';
import { faultsIn, look } from '../harness/everyone.js';
import { expect } from '../harness/index.js';
import { fill, open, panel, pick } from './shop.js';
import { EXPERIMENT, signIn, test } from './site.js';

/** No complaint of axe. */
async function expectUsable(page: Page, isColoursOnly: boolean, part = 'html'): Promise<void> {
  const { incomplete, violations } = await look(page, { part, isColoursOnly });
  expect(faultsIn(violations)).toEqual([]);
  // It gives no reason where it has found no background at all, and would find no fault there either.
  const unread = incomplete
    .filter(({ id }) => id === 'color-contrast')
    .flatMap(({ nodes }) => nodes.filter(({ any: [check] }) => !check?.data?.messageKey));
  expect(unread.map(({ html }) => html)).toEqual([]);
}

/**
 * The same of the editor. Outside of the body, where it stands, axe cannot say what is behind a text: in a dialog it
 * can.
 */
async function expectUsableEditor(page: Page, isColoursOnly: boolean): Promise<void> {
  await page.evaluate(() => {
    const dialog = document.body.appendChild(document.createElement('dialog'));
    dialog.className = 'axe';
    dialog.showModal();
  });
  await expect(page.locator('dialog.axe > fx-editor')).toHaveCount(1);
  await expectUsable(page, isColoursOnly, 'fx-editor');
  await page.evaluate(() => document.querySelector('dialog.axe')?.remove());
  await expect(page.locator('html > fx-editor')).toHaveCount(1);
}

async function expectInside(page: Page, width: number): Promise<void> {
  const box = await panel(page).boundingBox();
  expect(box && box.x >= 0 && box.x + box.width <= width).toBe(true);
}

for (const colorScheme of ['light', 'dark'] as const)
  for (const width of [1280, 390])
    test.describe(`${colorScheme}, ${width} px`, () => {
      const isDark = colorScheme === 'dark';
      test.use({ colorScheme, viewport: { width, height: 844 } });

      test('an element that is picked can be changed', async ({ page, shop }) => {
        await open(page, shop);
        await pick(page, '.hero h1');
        await expectUsableEditor(page, isDark);
        await expectInside(page, width);
      });

      test('the page of Studio opens the editor', async ({ page, published: site }) => {
        await signIn(page, site);
        await page.goto(`${site.studio.url}/experiments/hero/page`);
        await expectUsable(page, isDark);
        await page.getByText('The page opens, but without the editor?').click();
        await expectUsable(page, isDark);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      });

      test('findings, saving and a conflict are told', async ({ page, published: site }) => {
        await page.goto(await site.open());
        await pick(page, '.hero h1');
        await panel(page).getByRole('button', { name: 'Attribute' }).click();
        await panel(page).getByLabel('Name', { exact: true }).fill('onclick');
        await fill(page, 'Value', 'alert(1)');
        await expect(panel(page).getByRole('list', { name: 'What the validator says' })).toContainText('onclick');
        await panel(page).getByRole('button', { name: 'Save', exact: true }).click();
        await expect(panel(page).getByText('would not be valid')).toBeVisible();
        await expectUsableEditor(page, isDark);
        await panel(page).getByRole('button', { name: 'Delete: onclick: alert(1)' }).click();
        await pick(page, '.hero h1');
        await fill(page, 'New text', 'Mine');
        await site.write(EXPERIMENT.replace('Written by hand.', 'Theirs.'));
        await panel(page).getByRole('button', { name: 'Save', exact: true }).click();
        await expect(panel(page).getByRole('alert')).toContainText('Somebody else saved this meanwhile');
        await expectUsableEditor(page, isDark);
        await expectInside(page, width);
        await panel(page).getByRole('button', { name: 'Put mine on top of theirs' }).click();
        await panel(page).getByRole('button', { name: 'Save', exact: true }).click();
        await expect(panel(page).getByText('Saved. Visitors see it')).toBeVisible();
        await expectUsableEditor(page, isDark);
        await panel(page).getByRole('button', { name: 'As it is', exact: true }).click();
        await expectUsableEditor(page, isDark);
      });
    });
