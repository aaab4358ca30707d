/** Tries the editor where it cannot look: in closed shadow roots, at what is not shown here, and in print. */

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { Dev } from '../../src/dev/start.js';
import { expect } from '../harness/index.js';
import { undoAll } from './life.js';
import { htmlOf } from './pictures.js';
import { test as base, fill, open, panel, pick, startFolder, yamlIn } from './shop.js';

const HTML = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Closed</title><style>
  .print-only { display: none } .icon { width: 40px; height: 40px; background: #0f766e }
  .icon span { display: none } light-box { display: block } nav-menu { display: block; height: 40px }
  @media print { .print-only { display: block } .headline { color: rgb(0, 0, 0) !important } nav { display: none } }
</style></head><body><main>
  <h1 class="headline" style="color: rgb(9, 9, 9)">Good paper</h1>
  <shop-badge></shop-badge>
  <div class="widget"></div>
  <slotted-note>In ink</slotted-note>
  <light-box><b class="inner">Of its own</b></light-box>
  <open-box></open-box>
  <div class="icon"><span>Menu</span></div>
  <p class="print-only">Printed with care.</p>
  <nav>Goods</nav>
  <nav-menu><ul hidden><li>Paper</li></ul></nav-menu>
</main><script>
  const put = (selector, mode, html) => document.querySelector(selector).attachShadow({ mode }).innerHTML = html;
  put('shop-badge', 'closed', '<b style="display: block; font-size: 30px">Made by hand</b>');
  put('.widget', 'closed', '<i style="display: block; font-size: 30px">Open until six</i>');
  put('slotted-note', 'closed', '<em style="font-size: 30px"><slot></slot></em>');
  put('open-box', 'open', '<u class="within" style="font-size: 30px">Within</u>');
</script></body></html>`;

const test = base.extend<{ shown: Dev }>({
  shown: [
    async ({ page }, use) => {
      const folder = await mkdtemp(join(tmpdir(), 'fx-closed-'));
      const dir = join(folder, 'site');
      await mkdir(dir);
      await writeFile(join(dir, 'index.html'), HTML);
      const shown = await startFolder(dir);
      await open(page, shown);
      await use(shown);
      await shown.close();
      await rm(folder, { recursive: true });
    },
    { auto: true },
  ],
});

const CLOSED = 'Nothing in it can be read (perhaps a closed shadow root): hide, move or style it as a whole.';
const UNSEEN = 'Nothing of it is shown here: perhaps at another width, or in print.';
const told = (page: Page, words: string) => panel(page).getByText(words);
const text = (page: Page) => panel(page).getByLabel('New text', { exact: true });

test('of a component with a closed shadow root the panel says what can be done, and does it', async ({ page }) => {
  const before = await htmlOf(page);
  await pick(page, 'shop-badge');
  await expect(panel(page).getByRole('button', { name: 'shop-badge' })).toHaveAttribute('aria-current', 'true');
  await expect(told(page, CLOSED)).toBeVisible();
  await panel(page).getByRole('button', { name: 'Hide' }).click();
  await expect(page.locator('shop-badge')).toBeHidden();
  expect(await yamlIn(page)).toContain('selector: "shop-badge"');
  await undoAll(page);
  expect(await htmlOf(page)).toBe(before);
});

/** A frame in a closed root of an element with this name; says where in it the mouse goes. */
async function addMap(page: Page, name: string): Promise<{ readonly x: number; readonly y: number }> {
  await page.evaluate((tag) => {
    const host = document.createElement(tag);
    host.className = 'map';
    const frame = document.createElement('iframe');
    frame.srcdoc = '<html onmousedown="top.document.body.dataset.heard = 1">Map';
    frame.style.cssText = 'display: block; width: 300px; height: 200px; border: 0';
    host.attachShadow({ mode: 'closed' }).append(frame);
    document.querySelector('main')?.prepend(host);
  }, name);
  const box = await page.locator('.map').boundingBox();
  return { x: (box?.x ?? 0) + 20, y: (box?.y ?? 0) + 20 };
}

test('a frame in the closed shadow root of a component hears nothing of a pick, which means the component', async ({
  page,
}) => {
  const { x, y } = await addMap(page, 'shop-map');
  const before = await htmlOf(page);
  await panel(page).getByRole('button', { name: 'Pick an element' }).click();
  await page.mouse.click(x, y);
  await expect(panel(page).getByRole('button', { name: 'shop-map' })).toHaveAttribute('aria-current', 'true');
  await panel(page).getByRole('button', { name: 'Hide' }).click();
  await expect(page.locator('.map')).toBeHidden();
  await undoAll(page);
  expect(await htmlOf(page)).toBe(before);
  // Once it is picked the frame is the visitor's again.
  await page.mouse.click(x, y);
  await expect(page.locator('body')).toHaveAttribute('data-heard');
});

test('a frame in a closed shadow root of an element of no name of its own is left to the page', async ({ page }) => {
  const { x, y } = await addMap(page, 'div');
  const tool = panel(page).getByRole('button', { name: 'Pick an element' });
  // The mouse tells of the element that holds it, which keys pick.
  await tool.click();
  await page.mouse.move(x, y);
  await page.keyboard.press('Enter');
  await expect(panel(page).getByRole('button', { name: 'div', exact: true })).toHaveAttribute('aria-current', 'true');
  await tool.click();
  await page.mouse.click(x, y);
  await expect(page.locator('body')).toHaveAttribute('data-heard');
  await expect(panel(page).getByRole('button', { name: 'Stop picking' })).toBeVisible();
});

test('a text that is not to be seen once it was typed is told', async ({ page }) => {
  await pick(page, '.widget');
  // Nobody can know it before: it may be a mere box.
  await expect(told(page, CLOSED)).toHaveCount(0);
  await text(page).fill('Closed today');
  await expect(told(page, CLOSED)).toBeVisible();
});

test('nothing is said where the page shows what an element holds, or an element is empty', async ({ page }) => {
  for (const [at, words] of [
    ['.headline', 'Good paper'],
    ['slotted-note', 'In ink'],
    ['light-box', 'Of its own'],
    ['open-box', 'Within'],
    ['.icon', 'Menu'],
  ] as const) {
    await pick(page, at);
    await expect(text(page), at).toHaveValue(words);
    await expect(told(page, 'Nothing in it can be read'), at).toHaveCount(0);
    await expect(told(page, 'Nothing of it is shown'), at).toHaveCount(0);
    for (const typed of ['Another', '']) {
      await text(page).fill(typed);
      await expect(told(page, 'Nothing in it can be read'), `${at} with ${typed}`).toHaveCount(0);
    }
    await text(page).fill(words);
  }
  await pick(page, 'nav-menu');
  await expect(panel(page).getByRole('button', { name: 'nav-menu' })).toHaveAttribute('aria-current', 'true');
  await expect(told(page, 'Nothing in it can be read')).toHaveCount(0);
  // What stands in an open one is picked by itself.
  await pick(page, 'open-box');
  await panel(page).getByRole('button', { name: 'open-box' }).click();
  await expect(panel(page).getByRole('button', { name: 'open-box' })).toHaveAttribute('aria-current', 'true');
  await expect(told(page, 'Nothing in it can be read')).toHaveCount(0);
});

test('what only a print shows is picked by keys, is told to be unseen, and its change is printed', async ({ page }) => {
  await panel(page).getByRole('button', { name: 'Pick an element' }).click();
  await page.locator('nav').hover();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Enter');
  await expect(text(page)).toHaveValue('Printed with care.');
  await expect(told(page, UNSEEN)).toBeVisible();
  await fill(page, 'New text', 'Printed by us.');
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByText('Printed by us.').first()).toBeVisible();
});

test('a print has the page with its changes and its own sheet for print, and nothing of the editor', async ({
  page,
}) => {
  const before = await htmlOf(page);
  await pick(page, '.headline');
  await fill(page, 'New text', 'Better paper');
  await panel(page).getByRole('button', { name: 'Pick an element' }).click();
  await page.locator('nav').hover();
  const frames = page.locator('fx-editor .aim:not([hidden])');
  await expect(frames).toHaveCount(2);
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('.headline')).toHaveText('Better paper');
  await expect(page.locator('.headline')).toHaveCSS('color', 'rgb(0, 0, 0)');
  await expect(page.locator('nav')).toBeHidden();
  await expect(page.locator('.print-only')).toBeVisible();
  for (const part of [panel(page), ...(await frames.all())]) await expect(part).toBeHidden();
  await page.emulateMedia({ media: 'screen' });
  await expect(panel(page)).toBeVisible();
  await page.keyboard.press('Escape');
  await undoAll(page);
  expect(await htmlOf(page)).toBe(before);
});

test('a dialog in a closed shadow root makes the panel wait until Escape closes it', async ({ page }) => {
  await page.evaluate(() => {
    const root = document.querySelector('nav')?.attachShadow({ mode: 'closed' });
    const dialog = document.createElement('dialog');
    dialog.textContent = 'Cookies?';
    root?.append(dialog);
    dialog.showModal();
  });
  const box = await panel(page).getByRole('button', { name: 'Pick an element' }).boundingBox();
  const press = () => page.mouse.click((box?.x ?? 0) + 5, (box?.y ?? 0) + 5);
  const stop = panel(page).getByRole('button', { name: 'Stop picking' });
  await press();
  await expect(stop).toHaveCount(0);
  await page.keyboard.press('Escape');
  await press();
  await expect(stop).toBeVisible();
});
