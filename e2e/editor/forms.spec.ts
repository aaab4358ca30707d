/**
 * Tests the forms of the editor by keyboard: one thing that somebody does is one change and one undo, and can be
 * corrected later.
 */

import type { Page } from '@playwright/test';
import { expect } from '../harness/index.js';
import { fill, open, panel, pick, test, yamlIn } from './shop.js';

const changes = (page: Page) => panel(page).getByRole('list', { name: 'Changes' }).getByRole('listitem');
const press = (page: Page, name: string): Promise<void> =>
  panel(page).getByRole('button', { name, exact: true }).click();
const form = async (page: Page, selector: string, kind: string): Promise<void> => {
  await pick(page, selector);
  await press(page, kind);
};

test('the name of an attribute that is left is no change of its own: one undo takes the attribute back', async ({
  page,
  shop,
}) => {
  await open(page, shop);
  await form(page, '.hero h1', 'Attribute');
  await panel(page).getByLabel('Name', { exact: true }).first().focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('lang');
  await page.keyboard.press('Tab');
  await expect(changes(page)).toContainText('None yet');
  await page.keyboard.type('en-GB');
  await page.keyboard.press('Tab');
  await expect(page.locator('.hero h1')).toHaveAttribute('lang', 'en-GB');
  await expect(changes(page)).toHaveCount(1);
  await press(page, 'Undo');
  await expect(page.locator('.hero h1')).not.toHaveAttribute('lang');
  await expect(panel(page).getByRole('button', { name: 'Undo' })).toBeDisabled();
});

test('the attribute of another name begins with what the page says, and is another change', async ({ page, shop }) => {
  await open(page, shop);
  await form(page, '.hero .button', 'Attribute');
  await fill(page, 'Value', 'A title');
  await panel(page).getByLabel('Name', { exact: true }).first().fill('class');
  await expect(panel(page).getByLabel('Value', { exact: true })).toHaveValue(/button/);
  await fill(page, 'Value', 'button large');
  await expect(changes(page)).toHaveText([/title: A title/, /class: button large/]);
});

test('what is corrected after it was left stays one change, wherever it goes and whatever it is', async ({
  page,
  shop,
}) => {
  await open(page, shop);
  await form(page, '.hero h1', 'Insert');
  const html = panel(page).getByLabel('HTML', { exact: true });
  await html.fill('<p class="put">Free delivry</p>');
  await html.press('Tab');
  await expect(page.locator('.put')).toHaveCount(1);
  await html.fill('<p class="put">Free delivery</p>');
  await expect(page.locator('.put')).toHaveText(['Free delivery']);
  await html.press('Tab');
  await panel(page).locator('form select').selectOption('beforebegin');
  await expect(page.locator('.put + h1')).toHaveCount(1);
  await expect(page.locator('.put')).toHaveCount(1);
  await expect(changes(page)).toHaveText([/Insert beforebegin/]);
  await press(page, 'Class');
  await expect(changes(page)).toHaveCount(1);
  await panel(page).getByLabel('What to do').selectOption('remove');
  await expect(changes(page)).toHaveCount(1);
  await panel(page).getByLabel('What to do').selectOption('add');
  await fill(page, 'Class', 'larg');
  await fill(page, 'Class', 'large');
  await expect(changes(page)).toHaveText([/Insert beforebegin/, /Class: large/]);
  await expect(page.locator('.hero h1')).toHaveClass('large');
});

test('an element that was changed opens with what it says now, and is changed on', async ({ page, shop }) => {
  await open(page, shop);
  await pick(page, '.hero h1');
  await fill(page, 'New text', 'First');
  await pick(page, '.hero h1');
  await expect(panel(page).getByLabel('New text')).toHaveValue('First');
  await press(page, 'Style');
  await fill(page, 'Value', 'rgb(1, 2, 3)');
  await pick(page, '.hero h1');
  await press(page, 'Style');
  await expect(panel(page).getByLabel('Value', { exact: true })).toHaveValue('rgb(1, 2, 3)');
  await press(page, 'Text');
  await panel(page).getByLabel('New text').focus();
  await page.keyboard.press('End');
  await page.keyboard.type(' and last');
  await press(page, 'Apply');
  await expect(page.locator('.hero h1')).toHaveText('First and last');
  await expect(changes(page)).toHaveCount(2);
  expect(await yamlIn(page)).toContain('was: "Good paper, made to be written on."');
});

test('a line of the list opens its change again, and what is changed there takes its place', async ({ page, shop }) => {
  await open(page, shop);
  await form(page, '.hero h1', 'Insert');
  await fill(page, 'HTML', '<p class="put">One</p>');
  await form(page, '.hero .lead', 'Class');
  await fill(page, 'Class', 'big');
  await pick(page, '.hero .button');
  await press(page, 'Edit: Insert afterend: <p class="put">One</p>');
  await expect(panel(page).getByLabel('HTML', { exact: true })).toHaveValue('<p class="put">One</p>');
  await fill(page, 'HTML', '<p class="put">Two</p>');
  await expect(page.locator('.put')).toHaveText(['Two']);
  await press(page, 'Edit: Class: big');
  await panel(page).getByLabel('What to do').selectOption('remove');
  await expect(changes(page)).toHaveText([/Insert afterend: <p class="put">Two/, /Without class: big/]);
  await panel(page).getByText('CSS of the variant', { exact: true }).first().click();
  await panel(page).getByLabel('Style sheet').fill('h1 { color: red }');
  await press(page, 'Undo');
  await press(page, 'Redo');
  await press(page, 'Edit: CSS of the variant');
  await expect(panel(page).getByLabel('Style sheet')).toBeFocused();
});

test('the keyboard stays in the list while its lines are switched, moved and taken back', async ({ page, shop }) => {
  await open(page, shop);
  await pick(page, '.hero h1');
  await fill(page, 'New text', 'First');
  await pick(page, '.hero .lead');
  await fill(page, 'New text', 'Second');
  await panel(page).getByLabel('On: Text: First').focus();
  await page.keyboard.press('Space');
  await expect(panel(page).getByLabel('On: Text: First')).not.toBeChecked();
  await expect(panel(page).getByLabel('On: Text: First')).toBeFocused();
  // Nothing is typed into a box: the keys undo the change.
  await page.keyboard.press('ControlOrMeta+z');
  await expect(panel(page).getByLabel('On: Text: First')).toBeChecked();
  await panel(page).getByRole('button', { name: 'Up: Text: Second' }).focus();
  await page.keyboard.press('Enter');
  await expect(changes(page)).toHaveText([/Second/, /First/]);
  // It is the first now, and goes no further up: the next button of its line has the keyboard.
  await expect(panel(page).getByRole('button', { name: 'Down: Text: Second' })).toBeFocused();
  await panel(page).getByRole('button', { name: 'Undo' }).focus();
  while (await panel(page).getByRole('button', { name: 'Undo' }).isEnabled()) await page.keyboard.press('Enter');
  await expect(panel(page).getByRole('button', { name: 'Redo' })).toBeFocused();
});
