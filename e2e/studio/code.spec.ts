/**
 * Tests the code editor of Studio: what the validator says at its line while one types, by keyboard, under the page's
 * policy.
 */

import { type Browser, expect, type Page, test } from '@playwright/test';
import { barriers } from '../harness/everyone.js';
import { type OpenStudio, openStudio } from '../harness/studio.js';

const CTA = `# A comment that stays.
id: cta
name: Call to action
status: draft
variants:
  - key: control
    name: As it is
  - key: green
    name: Green
    css: '.cta { color: green }'
`;

let studio: OpenStudio;
test.beforeEach(async () => {
  studio = await openStudio({ 'cta.yaml': CTA });
});
test.afterEach(() => studio.close());

async function openEditor(browser: Browser, options: Parameters<Browser['newContext']>[0] = {}) {
  const { page, said } = await studio.enter(browser, options);
  await page.goto(`${studio.url}/experiments/cta/edit`);
  return { page, said };
}

const editor = (page: Page) => page.getByRole('textbox', { name: /The file .*cta\.yaml/ });

test('a problem stands at its line while one types, and the text is saved as it was typed', async ({ browser }) => {
  const { page, said } = await openEditor(browser);
  await expect(page.locator('.code-status')).toHaveText('No problems.');
  await editor(page).click();
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await page.keyboard.type('wieght: 1');
  await expect(page.locator('.code-status')).toContainText('1 problem: line 4');
  await expect(page.locator('.cm-lintRange-error')).toHaveText('wieght: 1');
  await page.keyboard.press('Shift+Home');
  await page.keyboard.press('Backspace');
  await page.keyboard.type('description: Typed here');
  await expect(page.locator('.code-status')).toHaveText('No problems.');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Save', exact: true })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByText('It is changed.')).toBeVisible();
  expect(await studio.saved('cta')).toBe(
    CTA.replace('name: Call to action\n', 'name: Call to action\ndescription: Typed here\n'),
  );
  expect(said).toEqual([]);
  await page.context().close();
});

for (const [name, options] of [
  ['dark', { colorScheme: 'dark', viewport: { width: 1280, height: 800 } }],
  ['390 px', { viewport: { width: 390, height: 844 } }],
] as const)
  test(`the editor can be used by everyone, ${name}`, async ({ browser }) => {
    const { page, said } = await openEditor(browser, options);
    await expect(editor(page)).toBeVisible();
    await expect(page.locator('.cm-gutters')).toHaveCSS('position', 'sticky');
    expect(await barriers(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(options.viewport.width);
    expect(said).toEqual([]);
    await page.context().close();
  });

test('without JavaScript the same text is a text field that says its problems at their lines once it is sent', async ({
  browser,
}) => {
  const { page } = await openEditor(browser, { javaScriptEnabled: false });
  await expect(editor(page)).toHaveValue(CTA);
  await editor(page).fill(CTA.replace('name: Call', 'nmae: Call'));
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('line 3')).toBeVisible();
  await page.context().close();
});
