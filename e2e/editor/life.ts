/** Reads the state of an app while its page is edited, and the way back. */

import { expect, type Page } from '@playwright/test';
import { panel } from './shop.js';

/** Undoes until nothing is left to undo. */
export async function undoAll(page: Page): Promise<void> {
  const undo = panel(page).getByRole('button', { name: 'Undo' });
  while (await undo.isEnabled()) await undo.click();
}

/** The app counts and opens as before, while it is edited. */
export async function expectLife(page: Page): Promise<void> {
  await panel(page).getByRole('button', { name: 'Move to the other side' }).click();
  await page.locator('button.count').click();
  await page.locator('button.count').click();
  await expect(page.locator('button.count')).toHaveText('In the cart: 2');
  await page.locator('button.menu').click();
  await expect(page.locator('.drawer')).toHaveText('Pens, ink, paper');
}

/** Its state outlives that all is undone. */
export async function closeLife(page: Page): Promise<void> {
  await expect(page.locator('button.count')).toHaveText('In the cart: 2');
  await expect(page.locator('.drawer')).toBeVisible();
  await page.locator('button.menu').click();
  await expect(page.locator('.drawer')).toHaveCount(0);
}
