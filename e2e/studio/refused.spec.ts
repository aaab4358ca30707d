/** Tests that what was refused can be corrected where it was typed, and nothing else has to be typed again. */

import { expect, test } from '@playwright/test';
import { barriers } from '../harness/everyone.js';
import { type OpenStudio, openStudio } from '../harness/studio.js';
import { CTA, openChange, text, typeHypothesis } from './change.js';

let studio: OpenStudio;
test.beforeEach(async () => {
  studio = await openStudio({ 'cta.yaml': CTA });
});
test.afterEach(() => studio.close());

test('a fact that is misspelt is said at its row, and corrected there', async ({ browser }) => {
  const { page, said } = await openChange(studio, browser);
  // Both sides are typed into before it is refused.
  await typeHypothesis(page);
  await expect(page.getByRole('textbox', { name: 'Hypothesis' })).toHaveValue('More buy.');
  const row = page.getByRole('group', { name: 'Condition 3' });
  await row.getByLabel('Fact').fill('device.typ');
  await row.getByLabel('Value').fill('mobile');
  await expect(text(page)).toContainText('var: device.typ');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(row.getByText('device.typ is not a fact that fx finds out; did you mean device.type?')).toBeVisible();
  await expect(row.getByLabel('Fact')).toBeEnabled();
  await expect(row.getByLabel('Fact')).toHaveValue('device.typ');
  await expect(page.getByRole('textbox', { name: 'Hypothesis' })).toHaveValue('More buy.');
  expect(await barriers(page)).toEqual([]);
  await row.getByLabel('Fact').fill('device.type');
  await expect(text(page)).toContainText('var: device.type');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('It is changed.')).toBeVisible();
  const file = await studio.saved('cta');
  for (const part of ['hypothesis: More buy.', 'var: device.type\n', '- mobile']) expect(file).toContain(part);
  expect(said.filter((line) => !line.includes('422'))).toEqual([]);
  await page.context().close();
});

test('without JavaScript, too', async ({ browser }) => {
  const { page } = await studio.enter(browser, { javaScriptEnabled: false });
  await page.goto(`${studio.url}/experiments/cta/edit`);
  const row = page.getByRole('group', { name: 'Condition 3' });
  await row.getByLabel('Fact').fill('device.typ');
  await row.getByLabel('Value').fill('mobile');
  await page.getByLabel('Share of green, %').fill('70');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('They make 120%; 100% is needed.')).toBeVisible();
  await page.getByLabel('Share of control, %').fill('30');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(row.getByText('did you mean device.type?')).toBeVisible();
  await expect(page.getByLabel('Share of green, %')).toHaveValue('70');
  await row.getByLabel('Fact').fill('device.type');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('It is changed.')).toBeVisible();
  await page.context().close();
});

test('a fact of few values offers them, and shares that do not sum are said at the shares', async ({ browser }) => {
  const { page } = await openChange(studio, browser);
  const row = page.getByRole('group', { name: 'Condition 1' });
  await row.getByLabel('Fact').selectOption('Kind of device');
  await expect(row.getByLabel('Value')).toHaveAttribute('list', 'values-device-type');
  await row.getByLabel('Fact').selectOption('Language of the browser, such as en');
  await expect(row.getByLabel('Value')).not.toHaveAttribute('list');
  await row.getByLabel('Value').fill('en');
  await page.getByLabel('Share of green, %').fill('70');
  const sentence = page.getByRole('group', { name: 'Variants' }).getByText('They make 120%; 100% is needed.');
  await expect(sentence).toBeVisible();
  await page.getByLabel('Share of control, %').fill('30');
  await expect(sentence).toBeHidden();
  await expect(text(page)).toContainText('var: device.language');
  await page.context().close();
});
