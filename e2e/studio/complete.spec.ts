/** What the code editor of Studio suggests: keys and values of the schema, chosen by keyboard, under the page's policy. */

import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { type Serving, startServe } from '../../dist/esm/serve/index.js';

const CTA = `id: cta
name: Call to action
variants:
  - key: control
    name: As it is
  - key: green
    name: Green
    css: '.cta { color: green }'
`;

let root: string;
let studio: Serving;
test.beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'fx-complete-'));
  await mkdir(join(root, 'experiments'));
  await writeFile(join(root, 'experiments/cta.yaml'), CTA);
  await writeFile(join(root, 'fx.config.yaml'), "previewToken: '0123456789abcdef'\ntargets:\n  live: published\n");
  const directory = join(root, 'experiments');
  studio = await startServe({ directory, own: join(root, '.fx'), port: 0, host: '127.0.0.1', say: () => undefined });
});
test.afterEach(async () => {
  await studio.close();
  await rm(root, { recursive: true, force: true });
});

/** With the cursor on a new line below the name. */
async function openBelowName(browser: Browser, options: Parameters<Browser['newContext']>[0] = {}) {
  const page = await (await browser.newContext(options)).newPage();
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(error.message));
  await page.goto(studio.newLink());
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
  await expect(page.getByRole('button', { name: 'Save the YAML' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByText('It is changed.')).toBeVisible();
  expect(await readFile(join(root, 'experiments/cta.yaml'), 'utf8')).toBe(
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
    const axe = new AxeBuilder({ page }).disableRules('scrollable-region-focusable');
    const { violations } = await axe.analyze();
    expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(options.viewport.width);
    if (process.env.FX_LOOK) await page.screenshot({ path: `${process.env.FX_LOOK}/complete-${name}.png` });
    expect(said).toEqual([]);
    await page.context().close();
  });
