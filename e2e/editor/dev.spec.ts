/** Checks what the validator says while somebody edits a page of `fx dev`, where no Studio is. */

import { expect } from '../harness/index.js';
import { fill, open, panel, pick, startShop, test } from './shop.js';

const THERE = `id: bold-claim
name: Bold claim
status: draft
variants:
  - key: control
    name: Control
  - key: treatment
    name: Treatment
`;

test('the validator says at once what is wrong with the draft, at its line, and is silent once it is right', async ({
  page,
  shop,
}) => {
  await open(page, shop);
  await pick(page, '.hero h1');
  await panel(page).getByRole('button', { name: 'Attribute' }).click();
  await panel(page).getByLabel('Name', { exact: true }).first().fill('onclick');
  await fill(page, 'Value', 'alert(1)');
  const said = panel(page).getByRole('list', { name: 'What the validator says' });
  await expect(said).toContainText(/line \d+: .*onclick/);
  await panel(page).getByRole('button', { name: 'Delete: onclick: alert(1)' }).click();
  await expect(said).toBeHidden();
});

test('a name that another file has is told before the YAML is copied', async ({ page }) => {
  const shop = await startShop(THERE);
  await open(page, shop);
  await panel(page).getByLabel('Name', { exact: true }).fill('Bold claim');
  await expect(panel(page).getByRole('list', { name: 'What the validator says' })).toContainText('bold-claim');
  await panel(page).getByLabel('Name', { exact: true }).fill('Bolder claim');
  await expect(panel(page).getByRole('list', { name: 'What the validator says' })).toBeHidden();
  await shop.end();
});

test('a server that is gone is told in a sentence, and the work goes on', async ({ page, shop }) => {
  await open(page, shop);
  await page.route('**/fx/check', (route) => route.abort());
  await pick(page, '.hero h1');
  await fill(page, 'New text', 'Alone');
  await expect(panel(page).getByText('fx dev does not say whether this is valid.')).toBeVisible();
  await expect(page.locator('.hero h1')).toHaveText('Alone');
});
