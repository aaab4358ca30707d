/**
 * Tests the editor above what a page opens: dialogs that make the page inert, popovers that close at a press
 * elsewhere, what fills the screen.
 */

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '../harness/index.js';
import { test as base, fill, open, panel, pick, startFolder, yamlIn } from './shop.js';

const PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Layers</title>
<style>dialog { transform: translateY(10px); overflow: hidden; contain: paint } #over { z-index: 2147483647 }</style></head><body>
<h1 class="title">Layers</h1>
<dialog class="first"><h2 class="ask">Stay in touch?</h2><button class="more">More</button></dialog>
<dialog class="second"><h2 class="again">Really?</h2></dialog>
<div class="menu" popover><p class="entry">Pens</p></div>
<section class="film"><h2 class="name">A film</h2></section>
<shop-ask></shop-ask>
<script>
customElements.define('shop-ask', class extends HTMLElement {
  connectedCallback() { if (!this.shadowRoot) this.attachShadow({ mode: 'open' }).innerHTML = '<dialog><h2 class="deep">From within</h2></dialog>'; }
});
</script></body></html>`;

const test = base.extend<object, { layers: Awaited<ReturnType<typeof startFolder>> }>({
  layers: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures out of the pattern
    async ({}, use) => {
      const folder = await mkdtemp(join(tmpdir(), 'fx-layers-'));
      await mkdir(join(folder, 'site'));
      await writeFile(join(folder, 'site/index.html'), PAGE);
      const dev = await startFolder(join(folder, 'site'));
      await use(dev);
      await dev.close();
      await rm(folder, { recursive: true });
    },
    { scope: 'worker' },
  ],
});

const show = (selector: string) => `document.querySelector('${selector}').showModal()`;

test('a headline in a modal dialog is picked and changed, and what the editor did stays when the dialog is closed', async ({
  page,
  layers,
}) => {
  await open(page, layers);
  await page.evaluate(show('.first'));
  await pick(page, '.ask');
  await fill(page, 'New text', 'Hear from us?');
  await expect(page.locator('.ask')).toHaveText('Hear from us?');
  // A second one makes the first inert.
  await page.evaluate(show('.second'));
  await pick(page, '.again');
  await fill(page, 'New text', 'Sure?');
  await page.evaluate(() => document.querySelector<HTMLDialogElement>('.second')?.close());
  await panel(page).getByRole('button', { name: 'Undo' }).click();
  await panel(page).getByRole('button', { name: 'Redo' }).click();
  await page.evaluate(() => document.querySelector<HTMLDialogElement>('.first')?.close());
  await pick(page, '.title');
  await fill(page, 'New text', 'Strata');
  expect(await yamlIn(page)).toMatch(/Hear from us\?[\s\S]*Sure\?[\s\S]*Strata/);
  expect(await page.evaluate(() => document.querySelector('fx-editor')?.parentElement?.localName)).toBe('html');
});

test('Escape in the panel closes no dialog of the page', async ({ page, layers }) => {
  await open(page, layers);
  await page.evaluate(show('.first'));
  await pick(page, '.ask');
  await panel(page).getByLabel('New text').press('Escape');
  await expect(page.locator('.first')).toHaveAttribute('open');
  await panel(page).getByRole('button', { name: 'Pick an element' }).click();
  await page.keyboard.press('Escape');
  await expect(panel(page).getByRole('button', { name: 'Pick an element' })).toHaveAttribute('aria-pressed', 'false');
  await expect(page.locator('.first')).toHaveAttribute('open');
});

test('an app that takes its open dialog out of the page, or all of the page, does not take the editor along', async ({
  page,
  layers,
}) => {
  await open(page, layers);
  await page.evaluate(show('.first'));
  await pick(page, '.ask');
  await page.evaluate(() => document.querySelector('.first')?.remove());
  await expect(panel(page)).toBeVisible();
  await page.evaluate(() => document.documentElement.replaceChildren(document.head, document.body));
  await expect(panel(page)).toBeVisible();
  await pick(page, '.title');
  await fill(page, 'New text', 'Still here');
  await panel(page).getByRole('button', { name: 'Close' }).click();
  await page.evaluate(show('.second'));
  await expect(page.locator('fx-editor')).toHaveCount(0);
});

test('a popover stays open while what is in it is changed', async ({ page, layers }) => {
  await open(page, layers);
  await page.evaluate(() => document.querySelector<HTMLElement>('.menu')?.showPopover());
  await pick(page, '.entry');
  await fill(page, 'New text', 'All pens');
  await expect(page.locator('.entry')).toBeVisible();
  await expect(page.locator('.entry')).toHaveText('All pens');
  await page.evaluate(() => document.querySelector<HTMLElement>('.menu')?.hidePopover());
  await expect(panel(page)).toBeVisible();
});

test('what fills the screen is below the panel', async ({ page, layers }) => {
  await open(page, layers);
  await page.evaluate(() => document.querySelector('.film')?.setAttribute('onclick', 'this.requestFullscreen()'));
  await page.locator('.film').click();
  await expect.poll(() => page.evaluate(() => document.fullscreenElement?.className)).toBe('film');
  await pick(page, '.name');
  await fill(page, 'New text', 'A long film');
  await page.evaluate(() => document.exitFullscreen());
  await expect(page.locator('.name')).toHaveText('A long film');
  await panel(page).getByRole('button', { name: 'Undo' }).click();
  await expect(page.locator('.name')).toHaveText('A film');
});

test('a dialog in a shadow root is found once the mouse comes to the panel', async ({ page, layers }) => {
  await open(page, layers);
  await page.evaluate(() => document.querySelector('shop-ask')?.shadowRoot?.querySelector('dialog')?.showModal());
  await panel(page).getByRole('button', { name: 'Pick an element' }).hover({ force: true });
  await pick(page, '.deep');
  await fill(page, 'New text', 'From deep within');
  expect(await yamlIn(page)).toContain('shop-ask >>> ');
  await panel(page).getByRole('button', { name: 'Undo' }).press('Enter');
  await expect(page.locator('.deep')).toHaveText('From within');
  await page.evaluate(() => document.querySelector('shop-ask')?.shadowRoot?.querySelector('dialog')?.close());
  await expect(panel(page)).toBeVisible();
  await pick(page, '.title');
});

test('a page that takes the editor away each time is not argued with for ever, and goes on', async ({
  page,
  layers,
}) => {
  await open(page, layers);
  await page.evaluate(() => {
    const taken = { times: 0 };
    new MutationObserver(() => {
      const editor = document.querySelector('fx-editor');
      if (editor) taken.times++;
      editor?.remove();
    }).observe(document, { childList: true, subtree: true });
    Object.assign(window, { taken });
    document.querySelector('fx-editor')?.remove();
  });
  expect(await page.evaluate(() => (window as unknown as { taken: { times: number } }).taken.times)).toBeLessThan(40);
  await page.getByRole('heading', { name: 'Layers' }).click();
});
