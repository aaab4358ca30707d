/** Tests elements that come late, several at once, and the page as it was while a key is held. */

import { expect } from '../harness/index.js';
import { fill, open, panel, pick, test, yamlIn } from './shop.js';

test('what comes late is changed when it comes, and its change says how long visitors wait', async ({ page, shop }) => {
  await page.addInitScript(() => {
    const scope = window as unknown as { bring(): void };
    scope.bring = () =>
      document.querySelector('.hero .lead')?.insertAdjacentHTML('afterend', '<p class="late">Late</p>');
    // After the page has come to rest, as what an API answers does.
    window.addEventListener('load', () => setTimeout(scope.bring, 2500));
  });
  await open(page, shop);
  await pick(page, '.late');
  await fill(page, 'New text', 'Better late');
  expect(await yamlIn(page)).toMatch(/waitForMs: (5|10|15|20|25|30|35|40|45|50|55|60)000/);
  await page.reload();
  await expect(panel(page).getByText('nothing on this page matches yet')).toBeVisible();
  await expect(page.locator('.late')).toHaveText('Better late');
  await expect(panel(page).getByText('nothing on this page matches yet')).toHaveCount(0);
});

test('all that are alike are changed at once, with their count, and later ones too', async ({ page, shop }) => {
  await open(page, shop);
  const count = await page.locator('.card h3').count();
  await pick(page, '.card h3');
  await panel(page).getByRole('button', { name: 'Style' }).click();
  await panel(page).getByLabel(`All like this (${count}), later ones too`).check();
  await fill(page, 'Value', 'rgb(1, 2, 3)');
  for (const one of await page.locator('.card h3').all()) await expect(one).toHaveCSS('color', 'rgb(1, 2, 3)');
  await page.evaluate(() => {
    const card = document.querySelector('.card');
    card?.parentElement?.append(card.cloneNode(true));
  });
  await expect(page.locator('.card h3')).toHaveCount(count + 1);
  await expect(page.locator('.card h3').last()).toHaveCSS('color', 'rgb(1, 2, 3)');
  expect(await yamlIn(page)).toContain('all: true');
});

test('the page is as it was while Alt+C is held, wherever the keyboard is', async ({ page, shop }) => {
  await open(page, shop);
  await pick(page, '.hero h1');
  await fill(page, 'New text', 'Changed');
  await page.keyboard.down('Alt');
  await page.keyboard.down('c');
  await expect(page.locator('.hero h1')).toHaveText('Good paper, made to be written on.');
  await page.keyboard.up('c');
  await expect(page.locator('.hero h1')).toHaveText('Changed');
  await page.keyboard.up('Alt');
});

test('an element goes past its neighbours and back, and never into itself', async ({ page, shop }) => {
  await open(page, shop);
  const tops = (): Promise<number[]> =>
    page.evaluate(() =>
      ['.facts', '#shop'].map((one) => document.querySelector(one)?.getBoundingClientRect().top ?? Number.NaN),
    );
  const isAbove = async (): Promise<boolean> => {
    const [facts = 0, goods = 0] = await tops();
    return goods < facts;
  };
  const press = (name: string): Promise<void> =>
    panel(page).getByRole('group', { name: 'Move' }).getByRole('button', { name, exact: true }).click();
  await pick(page, '#shop h2');
  await panel(page).getByRole('button', { name: 'section#shop' }).click();
  await press('Up');
  await expect.poll(isAbove).toBe(true);
  await press('Up');
  await expect(panel(page).getByText('It is the first already.')).toBeVisible();
  await press('Down');
  await expect.poll(isAbove).toBe(false);
  await expect(panel(page).getByRole('list', { name: 'Changes' })).toContainText('None yet');
  await press('Last inside …');
  await page.locator('#shop h2').click();
  await expect(panel(page).getByText('An element cannot go into itself.')).toBeVisible();
});
