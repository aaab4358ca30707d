/** Tests drafts and the editor where more than a page lives: in two tabs, and where a page replaces itself. */

import type { Page } from '@playwright/test';
import { expect } from '../harness/index.js';
import { fill, open, openRoot, panel, pick, test, yamlIn } from './shop.js';

const HEADLINE = '.hero h1';

async function write(page: Page, text: string): Promise<void> {
  await pick(page, HEADLINE);
  await fill(page, 'New text', text);
  await expect(page.locator(HEADLINE)).toHaveText(text);
}

test('two tabs have a draft each, over reloads, and closing one leaves the other', async ({ context, page, shop }) => {
  await open(page, shop);
  await write(page, 'Of the first');
  const second = await context.newPage();
  await second.addInitScript(openRoot);
  await open(second, shop);
  await expect(second.locator(HEADLINE)).toHaveText('Good paper, made to be written on.');
  await write(second, 'Of the second');
  await page.reload();
  await expect(page.locator(HEADLINE)).toHaveText('Of the first');
  expect(await yamlIn(page)).not.toContain('Of the second');
  await panel(page).getByRole('button', { name: 'Close' }).click();
  await second.reload();
  await expect(second.locator(HEADLINE)).toHaveText('Of the second');
  expect(await yamlIn(second)).not.toContain('Of the first');
});

test('a tab that was opened from the first one begins with its draft, and goes its own way from there', async ({
  context,
  page,
  shop,
}) => {
  await context.addInitScript(openRoot);
  await open(page, shop);
  await write(page, 'Of the first');
  const opening = context.waitForEvent('page');
  await page.evaluate(() => void window.open(location.href));
  const second = await opening;
  await expect(second.locator(HEADLINE)).toHaveText('Of the first');
  await write(second, 'Of the second');
  await expect(page.locator(HEADLINE)).toHaveText('Of the first');
  await page.reload();
  await expect(page.locator(HEADLINE)).toHaveText('Of the first');
  await second.reload();
  await expect(second.locator(HEADLINE)).toHaveText('Of the second');
});

/** What apps do to get another page without a navigation; each leaves the same shop. */
const REPLACED: readonly (readonly [words: string, replace: (html: string) => void])[] = [
  ['takes the element of the editor away', () => document.querySelector('fx-editor')?.remove()],
  [
    'replaces its body by another',
    (html) => document.body.replaceWith(new DOMParser().parseFromString(html, 'text/html').body),
  ],
  [
    'writes its body anew',
    (html) => {
      document.body.innerHTML = new DOMParser().parseFromString(html, 'text/html').body.innerHTML;
    },
  ],
  [
    'replaces all of the document',
    (html) => {
      const { documentElement } = new DOMParser().parseFromString(html, 'text/html');
      document.documentElement.replaceWith(documentElement);
    },
  ],
  [
    'writes all of the document anew',
    (html) => {
      document.open();
      document.write(html);
      document.close();
    },
  ],
];

for (const [words, replace] of REPLACED)
  test(`a page that ${words} keeps the editor, its draft and its keys`, async ({ page, shop }) => {
    await open(page, shop);
    await write(page, 'Before');
    const html = (await (await page.request.get(shop.url)).text()).replace(/<script[\s\S]*?<\/script>/g, '');
    await page.evaluate(([run, text]) => new Function('html', `(${run})(html)`)(text), [`${replace}`, html] as const);
    await expect(panel(page)).toBeVisible();
    await expect(page.locator(HEADLINE)).toHaveText('Before');
    await pick(page, '.hero .lead');
    // What is typed is the field's.
    await panel(page).getByLabel('New text').fill('');
    await page.keyboard.type('cart');
    await expect(page.locator('.hero .lead')).toHaveText('cart');
    await panel(page).getByRole('button', { name: 'Apply' }).click();
    await page.keyboard.down('Alt');
    await page.keyboard.down('KeyC');
    await expect(page.locator(HEADLINE)).toHaveText('Good paper, made to be written on.');
    await page.keyboard.up('KeyC');
    await page.keyboard.up('Alt');
    await expect(page.locator(HEADLINE)).toHaveText('Before');
    expect(await yamlIn(page)).toMatch(/Before[\s\S]*cart/);
    await panel(page).getByRole('button', { name: 'Close' }).click();
    await expect(page.locator('fx-editor')).toHaveCount(0);
    await expect(page.locator(HEADLINE)).toHaveText('Good paper, made to be written on.');
  });
