/** Tests that the keyboard alone does all that the editor can: no mouse, and no focus but by Tab. */

import type { Page } from '@playwright/test';
import { expect } from '../harness/index.js';
import { open, panel, test, yamlIn } from './shop.js';

/** The name of what has the keyboard in the panel; '' where the page has it. */
const held = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const one = document.querySelector('fx-editor')?.shadowRoot?.activeElement;
    const label = (one as HTMLInputElement | null | undefined)?.labels?.[0]?.textContent;
    return one?.getAttribute('aria-label') ?? label ?? one?.textContent ?? '';
  });

/** Goes there by Tab, the shorter way round as somebody sees it. */
async function tabTo(page: Page, name: string | RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  for (let times = 0; times < 150; times++) {
    const now = await held(page);
    if (typeof name === 'string' ? now === name : name.test(now)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`Tab never came to ${name}`);
}

const press = async (page: Page, ...keys: readonly string[]): Promise<void> => {
  for (const key of keys) await page.keyboard.press(key);
};

async function retype(page: Page, text: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type(text);
}

/** From the body of the shop: past the skip link and the header into the content, to its first headline. */
const TO_HEADLINE = [
  ...['ArrowDown', 'ArrowRight', 'ArrowRight', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown'],
  'Enter',
];

test('by Tab, arrows and Enter alone somebody picks, changes, styles, moves, sets, takes back, copies and closes', async ({
  page,
  shop,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: shop.url });
  await open(page, shop);
  // It stands behind all of the page.
  await tabTo(page, 'Pick an element', 'Shift+Tab');
  await press(page, 'Enter', ...TO_HEADLINE);
  await expect.poll(() => held(page)).toBe('New text');
  await retype(page, 'By keys');
  await tabTo(page, 'Apply');
  await press(page, 'Enter');
  await expect(page.locator('.hero h1')).toHaveText('By keys');

  await tabTo(page, 'Style', 'Shift+Tab');
  await press(page, 'Enter');
  await tabTo(page, /^Property/);
  await page.keyboard.type('letter');
  await tabTo(page, 'Value');
  await retype(page, '3px');
  await press(page, 'Enter');
  await expect(page.locator('.hero h1')).toHaveCSS('letter-spacing', '3px');

  await tabTo(page, /^All like this|^All that match/);
  await press(page, 'Space', 'Space');
  await tabTo(page, 'After …');
  await press(page, 'Enter');
  await expect(panel(page).getByText('Now pick the element that it goes to.')).toBeVisible();
  await press(page, ...TO_HEADLINE.slice(0, -1), 'ArrowRight', 'Enter');
  await expect(page.locator('.hero .lead + [data-fx-moved]')).toHaveText('By keys');

  await tabTo(page, /^Only this page/);
  await press(page, 'ArrowDown');
  await tabTo(page, 'Everybody');
  await press(page, 'ArrowDown');
  await expect(panel(page).getByLabel('Only on phones')).toBeChecked();
  await tabTo(page, 'Name');
  await retype(page, 'Keys');
  expect(await yamlIn(page)).toMatch(/^id: keys[\s\S]*device\.type[\s\S]*By keys/);

  await tabTo(page, 'Copy YAML');
  await press(page, 'Enter');
  await expect(panel(page).getByText('Copied. Save it as keys.yaml')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await yamlIn(page));

  await tabTo(page, 'Delete: letter-spacing: 3px', 'Shift+Tab');
  await press(page, 'Enter');
  await expect(page.locator('.hero h1').first()).not.toHaveCSS('letter-spacing', '3px');
  await press(page, 'ControlOrMeta+z');
  await expect(page.locator('.hero h1').first()).toHaveCSS('letter-spacing', '3px');
  await tabTo(page, /^Edit: Text: By keys/, 'Shift+Tab');
  await press(page, 'Enter');
  await expect.poll(() => held(page)).toBe('New text');
  await tabTo(page, 'As it is', 'Shift+Tab');
  await press(page, 'Enter');
  await expect(page.locator('.hero h1')).toHaveText('Good paper, made to be written on.');
  await tabTo(page, 'Close', 'Shift+Tab');
  await press(page, 'Enter');
  await expect(panel(page)).toHaveCount(0);
});
