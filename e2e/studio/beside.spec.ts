/**
 * Tests the form of the page of changes and the YAML beside it: both always say the same, and what is unsaved is not
 * lost by accident.
 */

import { expect, test } from '@playwright/test';
import { type OpenStudio, openStudio } from '../harness/studio.js';
import { CTA, hold, leave, openChange, text, typeHypothesis } from './change.js';

let studio: OpenStudio;
test.beforeEach(async () => {
  studio = await openStudio({ 'cta.yaml': CTA });
});
test.afterEach(() => studio.close());

test('what is typed into the form stands in the YAML at once, in its own lines, and is saved with the rest', async ({
  browser,
}) => {
  const { page, said } = await openChange(studio, browser);
  await page.getByLabel('Name', { exact: true }).fill('Buttons');
  await expect(text(page)).toContainText('name: Buttons # for now');
  await page.getByLabel('Text of .cta in green').fill('Order');
  await page.getByLabel('From').fill('2027-01-04T09:00');
  await expect(text(page)).toContainText('value: Order');
  await expect(text(page)).toContainText('startAt: 2027-01-04T09:00:00Z');
  // Letter by letter it stays one metric.
  await page.getByLabel('Event').last().pressSequentially('order', { delay: 150 });
  await expect(text(page)).toContainText('eventName: order');
  // Something that no form has, typed on the other side, is saved by the button of this one.
  await text(page).click();
  await page.keyboard.press('Control+Home');
  await page.keyboard.type('# Typed beside.\n');
  await expect(page.getByLabel('Event of order')).toHaveValue('order');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('It is changed.')).toBeVisible();
  const file = await studio.saved('cta');
  expect(file).toMatch(/^# Typed beside\.\n# A comment that stays\.\nid: cta\nname: Buttons # for now\n/);
  expect(file.match(/eventName/g)).toHaveLength(1);
  expect(said).toEqual([]);
  await page.context().close();
});

test('what is typed into the YAML stands in the form, which waits while the YAML has an error', async ({ browser }) => {
  const { page } = await openChange(studio, browser);
  await text(page).click();
  for (const key of ['Control+Home', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'End']) await page.keyboard.press(key);
  await page.keyboard.type('\nhypothesis: More people buy.');
  await expect(page.getByRole('textbox', { name: 'Hypothesis' })).toHaveValue('More people buy.');
  await page.keyboard.type('\nwieght: 1');
  await expect(page.getByText('The YAML has an error: the form follows once it is corrected.')).toBeVisible();
  await expect(page.getByLabel('Name', { exact: true })).toBeDisabled();
  await page.keyboard.press('Shift+Home');
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Backspace');
  await expect(page.getByLabel('Name', { exact: true })).toBeEnabled();
  await page.context().close();
});

test('shares that do not sum to 100 are said beside the form, and are not saved', async ({ browser }) => {
  const { page } = await openChange(studio, browser);
  await page.getByLabel('Share of green, %').fill('30');
  await expect(page.getByText('They make 80%; 100% is needed.')).toBeVisible();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByLabel('Share of control, %').fill('70');
  await expect(text(page)).toContainText('weight: 3000');
  expect(await studio.saved('cta')).toBe(CTA);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('It is changed.')).toBeVisible();
  expect(await studio.saved('cta')).toContain('weight: 7000');
  await page.context().close();
});

test('whoever leaves with something unsaved is asked first, and nobody else', async ({ browser }) => {
  const { page } = await openChange(studio, browser);
  const asked: string[] = [];
  page.on('dialog', (dialog) => {
    asked.push(dialog.type());
    void dialog.accept();
  });
  await page.goto(`${studio.url}/experiments/cta`);
  await page.goBack();
  await page.getByLabel('Name', { exact: true }).fill('Unsaved');
  await expect(text(page)).toContainText('name: Unsaved');
  expect(asked).toEqual([]);
  await page.getByRole('link', { name: 'Today' }).click();
  await expect(page.getByRole('heading', { name: 'Today' })).toBeVisible();
  expect(asked).toEqual(['beforeunload']);
  await page.context().close();
});
test('whoever leaves with a field that the YAML does not say yet, or cannot say, is asked first', async ({
  browser,
}) => {
  const { page } = await openChange(studio, browser);
  await page.getByLabel('Share of green, %').fill('30');
  await expect(page.getByText('They make 80%; 100% is needed.')).toBeVisible();
  expect(await leave(page)).toEqual(['beforeunload']);
  await page.goto(`${studio.url}/experiments/cta/edit`);
  await expect(page.locator('.code-status')).toHaveText('No problems.');
  const { letGo, asked } = await hold(page, 'fields');
  await page.getByLabel('Name', { exact: true }).fill('Unsaved');
  await asked;
  expect(await leave(page)).toEqual(['beforeunload']);
  letGo();
  await page.context().close();
});

test('a text that was refused is what the form follows', async ({ browser }) => {
  const { page } = await openChange(studio, browser);
  await typeHypothesis(page);
  await page.keyboard.type('\nwieght: 1');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('line 5')).toBeVisible();
  // Saved values in the fields would write over what was typed.
  const name = page.getByLabel('Name', { exact: true });
  await expect(name).toBeDisabled();
  await expect(page.getByText('The YAML has an error: the form follows once it is corrected.')).toBeVisible();
  await text(page).focus();
  for (const key of ['Control+Home', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown'])
    await page.keyboard.press(key);
  for (const key of ['Shift+End', 'Backspace', 'Backspace']) await page.keyboard.press(key);
  await expect(name).toBeEnabled();
  await name.fill('Buttons');
  await expect(text(page)).toContainText('name: Buttons # for now');
  await expect(text(page)).toContainText('hypothesis: More buy.');
  await page.context().close();
});

test('whoever leaves a text that was refused is asked first', async ({ browser }) => {
  const { page } = await openChange(studio, browser);
  await typeHypothesis(page);
  await page.keyboard.type('\nwieght: 1');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('line 5')).toBeVisible();
  // the page that refuses is there before its script is
  await expect(page.locator('.code-status')).not.toHaveText('');
  expect(await leave(page)).toEqual(['beforeunload']);
  await page.context().close();
});
