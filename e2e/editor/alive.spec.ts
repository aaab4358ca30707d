/** Tries the editor on a page that renders itself anew while somebody picks and types. */

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { Dev } from '../../src/dev/start.js';
import { expect } from '../harness/index.js';
import { undoAll } from './life.js';
import { htmlOf } from './pictures.js';
import { test as base, fill, open, panel, pick, startFolder, yamlIn } from './shop.js';

const HTML = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Alive</title></head><body><main></main><script>
  const render = () => {
    document.querySelector('main').innerHTML = '<h1 class="headline">Good paper</h1><p class="lead">Made to be written on.</p>';
  };
  render();
</script></body></html>`;

const test = base.extend<{ alive: Dev }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures out of the pattern
  alive: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'fx-alive-'));
    const dir = join(folder, 'site');
    await mkdir(dir);
    for (const name of ['index.html', 'pens.html']) await writeFile(join(dir, name), HTML);
    const alive = await startFolder(dir);
    await use(alive);
    await alive.close();
    await rm(folder, { recursive: true });
  },
});

/** All elements are others afterwards, and look the same. */
const renderAnew = (page: Page): Promise<unknown> => page.evaluate('render()');

test('what the page renders anew while somebody types is picked still, and changed on', async ({ page, alive }) => {
  await open(page, alive);
  const before = await htmlOf(page);
  await pick(page, '.headline');
  await renderAnew(page);
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('Better');
  await renderAnew(page);
  await page.keyboard.type(' paper');
  await expect(page.locator('.headline')).toHaveText('Better paper');
  const press = (name: string): Promise<void> => panel(page).getByRole('button', { name, exact: true }).click();
  await press('Apply');
  await expect(panel(page).getByText('Nothing of it is shown here')).toHaveCount(0);
  await panel(page).getByLabel('Selector').fill('h1.headline');
  await expect(panel(page).getByText('Good, 100 of 100')).toBeVisible();
  await press('Style');
  await expect(panel(page).getByLabel('Value', { exact: true })).toHaveValue('rgb(0, 0, 0)');
  await panel(page).getByLabel('Selector').fill('.headline');
  await press('Down');
  await expect(panel(page).getByText('Moved on the screen.')).toBeVisible();
  expect(await yamlIn(page)).toContain('was: "Good paper"');
  // The frame goes round what stands there now.
  const tops = () =>
    page.evaluate(() =>
      [document.querySelector('fx-editor')?.shadowRoot?.querySelector('.aim.picked'), document.querySelector('h1')].map(
        (one) => Math.round(one?.getBoundingClientRect().top ?? -1),
      ),
    );
  await expect
    .poll(async () => {
      const [frame, headline] = await tops();
      return frame === headline;
    })
    .toBe(true);
  await undoAll(page);
  expect(await htmlOf(page)).toBe(before);
});

test('what the page has taken away while somebody aims at it is not picked by keys', async ({ page, alive }) => {
  await open(page, alive);
  await panel(page).getByRole('button', { name: 'Pick an element' }).click();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.evaluate(() => document.querySelector('main')?.replaceChildren());
  await page.keyboard.press('Enter');
  await expect(panel(page).getByRole('region', { name: 'Picked element' })).toHaveCount(0);
  // It begins at the top again.
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(panel(page).getByRole('button', { name: 'main', exact: true })).toHaveAttribute('aria-current', 'true');
});

test('an app that changes its address takes the changes along, and opened there again the editor offers the places of where it is', async ({
  page,
  alive,
}) => {
  await open(page, alive);
  await pick(page, '.headline');
  await fill(page, 'New text', 'Better paper');
  await page.evaluate(() => {
    location.hash = '#/pens';
  });
  await renderAnew(page);
  await expect(page.locator('.headline')).toHaveText('Better paper');
  await page.evaluate(() => history.pushState(null, '', '/pens.html'));
  await renderAnew(page);
  await expect(page.locator('.headline')).toHaveText('Better paper');
  // It says for which page it was opened.
  await expect(panel(page).getByLabel('Only this page: /', { exact: true })).toBeChecked();
  await open(page, alive, '/pens.html');
  await expect(panel(page).getByLabel('Only this page: /pens.html')).toBeChecked();
  await expect(page.locator('.headline')).toHaveText('Better paper');
  expect(await yamlIn(page)).toContain('pattern: "^/pens\\\\.html$"');
});
