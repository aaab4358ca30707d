/**
 * Checks what the code editor of Studio suggests: keys and values of the schema, chosen by keyboard, under the page's
 * policy.
 */

import { type Browser, expect, type Page, test } from '@playwright/test';
import { barriers } from '../harness/everyone.js';
import { type OpenStudio, openStudio } from '../harness/studio.js';

const CTA = `id: cta
name: Call to action
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

/** With the cursor on a new line below the name. */
async function openBelowName(browser: Browser, options: Parameters<Browser['newContext']>[0] = {}) {
  const { page, said } = await studio.enter(browser, options);
  await page.goto(`${studio.url}/experiments/cta/edit`);
  await page.getByRole('textbox', { name: /The file .*cta\.yaml/ }).focus();
  for (const key of ['Control+Home', 'ArrowDown', 'End', 'Enter']) await page.keyboard.press(key);
  return { page, said };
}

const list = (page: Page) => page.getByRole('listbox', { name: 'Completions' });

test('a key and its value are chosen by keyboard, with what they mean, and Tab still leaves', async ({ browser }) => {
  const { page, said } = await openBelowName(browser);
  await page.keyboard.type('stat');
  await expect(list(page).getByRole('option', { name: /^status/ })).toHaveAttribute('aria-selected', 'true');
  await expect(page.locator('.cm-completionInfo')).toContainText('draft: preview only.');
  await page.keyboard.press('Enter');
  // The values of the key open by themselves.
  await expect(list(page).getByRole('option')).toHaveCount(4);
  await page.keyboard.type('pa');
  await expect(page.locator('.cm-completionInfo')).toHaveText('Nobody sees it, assignments are kept.');
  await page.keyboard.press('Enter');
  await expect(page.locator('.code-status')).toHaveText('No problems.');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Save', exact: true })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByText('It is changed.')).toBeVisible();
  expect(await studio.saved('cta')).toBe(
    CTA.replace('name: Call to action\n', 'name: Call to action\nstatus: paused\n'),
  );
  expect(said).toEqual([]);
  await page.context().close();
});

test('Ctrl+Space shows all that fits, Escape closes it, and nothing is written', async ({ browser }) => {
  const { page } = await openBelowName(browser);
  await page.keyboard.press('Control+Space');
  await expect(list(page).getByRole('option', { name: /^metrics/ })).toBeVisible();
  await expect(list(page).getByRole('option', { name: /^variants/ })).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(list(page)).toHaveCount(0);
  await expect(page.locator('.cm-line').nth(2)).toHaveText('');
  await page.context().close();
});

for (const [name, options] of [
  ['light', { viewport: { width: 1280, height: 800 } }],
  ['dark', { colorScheme: 'dark', viewport: { width: 1280, height: 800 } }],
  ['390 px', { viewport: { width: 390, height: 844 } }],
] as const)
  test(`the list can be read by everyone, ${name}`, async ({ browser }) => {
    const { page, said } = await openBelowName(browser, options);
    await page.keyboard.press('Control+Space');
    await expect(page.locator('.cm-completionInfo')).toBeVisible();
    // Arrows scroll the list while the text keeps the focus, which this rule does not know.
    const without = ['scrollable-region-focusable'];
    expect(await barriers(page, { without, isColoursOnly: name === 'dark' })).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(options.viewport.width);
    if (process.env.FX_LOOK) await page.screenshot({ path: `${process.env.FX_LOOK}/complete-${name}.png` });
    expect(said).toEqual([]);
    await page.context().close();
  });
