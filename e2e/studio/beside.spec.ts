/** The form of the page of changes and the YAML beside it: both always say the same, and what is unsaved is not lost by accident. */

import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { type Serving, startServe } from '../../dist/esm/serve/index.js';

const CTA = `# A comment that stays.
id: cta
name: Call to action # for now
status: draft
variants:
  - key: control
    name: As it is
  - key: green
    name: Green
    domOps:
      - op: replaceText
        selector: .cta
        value: Buy
`;

let root: string;
let studio: Serving;
test.beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'fx-beside-'));
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

async function openChange(browser: Browser): Promise<{ page: Page; said: string[] }> {
  const page = await (await browser.newContext()).newPage();
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(error.message));
  await page.goto(studio.newLink());
  await page.goto(`${studio.url}/experiments/cta/edit`);
  await expect(page.locator('.code-status')).toHaveText('No problems.');
  return { page, said };
}
const text = (page: Page) => page.getByRole('textbox', { name: /The file .*cta\.yaml/ });
const saved = (): Promise<string> => readFile(join(root, 'experiments/cta.yaml'), 'utf8');

test('what is typed into the form stands in the YAML at once, in its own lines, and is saved with the rest', async ({
  browser,
}) => {
  const { page, said } = await openChange(browser);
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
  const file = await saved();
  expect(file).toMatch(/^# Typed beside\.\n# A comment that stays\.\nid: cta\nname: Buttons # for now\n/);
  expect(file.match(/eventName/g)).toHaveLength(1);
  expect(said).toEqual([]);
  await page.context().close();
});

test('what is typed into the YAML stands in the form, which waits while the YAML has an error', async ({ browser }) => {
  const { page } = await openChange(browser);
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
  const { page } = await openChange(browser);
  await page.getByLabel('Share of green, %').fill('30');
  await expect(page.getByText('Variant percentages must sum to 100.')).toBeVisible();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByLabel('Share of control, %').fill('70');
  await expect(text(page)).toContainText('weight: 3000');
  expect(await saved()).toBe(CTA);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('It is changed.')).toBeVisible();
  expect(await saved()).toContain('weight: 7000');
  await page.context().close();
});

test('whoever leaves with something unsaved is asked first, and nobody else', async ({ browser }) => {
  const { page } = await openChange(browser);
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
