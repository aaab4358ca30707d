/**
 * Checks that both sides of the page of changes are typed into at once: neither loses what was typed, and nothing is
 * guessed at.
 */

import { expect, test } from '@playwright/test';
import { type OpenStudio, openStudio } from '../harness/studio.js';
import { CTA, hold, openChange, text, typeHypothesis } from './change.js';

let studio: OpenStudio;
test.beforeEach(async () => {
  studio = await openStudio({ 'cta.yaml': CTA });
});
test.afterEach(() => studio.close());

test('what is typed into the YAML while the form is written into it stays', async ({ browser }) => {
  const { page } = await openChange(studio, browser);
  const { letGo, asked } = await hold(page, 'fields');
  await page.getByLabel('Text of .cta in green').fill('Order');
  await asked;
  await typeHypothesis(page);
  letGo();
  await expect(text(page)).toContainText('value: Order');
  await expect(text(page)).toContainText('hypothesis: More buy.');
  await expect(page.getByRole('textbox', { name: 'Hypothesis' })).toHaveValue('More buy.');
  await expect(page.getByLabel('Text of .cta in green')).toHaveValue('Order');
  await page.context().close();
});

test('what is typed into a field while the form follows the YAML stays, and so does its focus', async ({ browser }) => {
  const { page } = await openChange(studio, browser);
  const { letGo, asked } = await hold(page, 'yaml');
  await typeHypothesis(page);
  await asked;
  const field = page.getByLabel('Text of .cta in green');
  await field.fill('Ord');
  letGo();
  await expect(text(page)).toContainText('value: Ord');
  await expect(page.getByRole('textbox', { name: 'Hypothesis' })).toHaveValue('More buy.');
  await page.keyboard.type('er');
  await expect(field).toHaveValue('Order');
  await expect(text(page)).toContainText('value: Order');
  await expect(text(page)).toContainText('hypothesis: More buy.');
  await page.context().close();
});

test('both sides typed into within one pause are saved, by a button that was pressed before the last letter', async ({
  browser,
}) => {
  const { page } = await openChange(studio, browser);
  await typeHypothesis(page);
  await expect(page.getByRole('textbox', { name: 'Hypothesis' })).toHaveValue('More buy.');
  await text(page).focus();
  await page.keyboard.press('Control+Home');
  await page.evaluate(() => {
    const form = document.querySelector<HTMLFormElement>('form.edit');
    const put = (name: string, value: string): void => {
      const field = form?.querySelector<HTMLInputElement>(`[name="${name}"]`);
      if (!field) throw new Error(`There is no field ${name}.`);
      field.value = value;
      field.dispatchEvent(new Event('input', { bubbles: true }));
    };
    put('variant-1-op-0', 'Order');
    document.execCommand('insertText', false, '# Typed beside.');
    form?.requestSubmit();
    put('variant-1-name', 'Greener');
  });
  await expect(page.getByText('It is changed.')).toBeVisible();
  const file = await studio.saved('cta');
  for (const part of ['# Typed beside.', 'hypothesis: More buy.', 'value: Order', 'name: Greener'])
    expect(file).toContain(part);
  await page.context().close();
});

test('the same words changed on both sides are not guessed at: neither is lost, and nothing is saved', async ({
  browser,
}) => {
  const { page } = await openChange(studio, browser);
  const { letGo, asked } = await hold(page, 'fields');
  const field = page.getByLabel('Text of .cta in green');
  await field.fill('Order');
  await asked;
  await text(page).focus();
  await page.keyboard.press('Control+End');
  for (const key of ['ArrowUp', 'End', 'Shift+Control+ArrowLeft']) await page.keyboard.press(key);
  await page.keyboard.type('Get');
  letGo();
  await expect(page.locator('.beside-status')).toContainText('change the same words');
  await expect(text(page)).toContainText('value: Get');
  await expect(field).toHaveValue('Order');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await field.fill('Buy');
  await expect(field).toHaveValue('Get');
  expect(await studio.saved('cta')).toBe(CTA);
  await page.context().close();
});
