/** Tests that undo gives a page back byte for byte, however its attributes are spelled, and keeps what the page did. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { Dev } from '../../src/dev/start.js';
import { expect } from '../harness/index.js';
import { undoAll } from './life.js';
import { test as base, fill, open, panel, pick, startFolder } from './shop.js';

const HTML = `<!doctype html><html lang="en" class="b  a"><head><meta charset="utf-8"><title>Spelled</title></head>
<body STYLE="margin:0">
<div class="" id="box"><h1 class="zeta  alpha
 beta" style="color:red;;margin-top:5px;FONT:italic 20px/1.5 serif" title='Good'>Good <b>paper</b></h1>
<p style="" class=lead>Made to be <i>written</i> on.<br>Twice.</p>
<p class="plain">Plain</p>
<p style="--Ink:  blue; background:url( 'a.png' ) no-repeat ;opacity:.50 !IMPORTANT" class="ink">Ink</p>
<a href="/Pens?a=1&amp;b" class="way">Pens</a>
<picture><source srcset="/one.svg 2x"><img class="shot" src="/one.svg" srcset="/two.svg 2x" alt='' width=40 height=40></picture>
<ul class="list"><li class="one">One<li class="two">Two</ul>
<button class="buy primary" style="BACKGROUND-COLOR:#ABCDEF">Buy</button></div></body></html>`;

const test = base.extend<{ spelled: Dev }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures out of the pattern
  spelled: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'fx-spelled-'));
    await writeFile(join(folder, 'index.html'), HTML);
    const dev = await startFolder(folder);
    await use(dev);
    await dev.close();
    await rm(folder, { recursive: true });
  },
});

const click = (page: Page, name: string): Promise<void> =>
  panel(page).getByRole('button', { name, exact: true }).click();

async function style(page: Page, selector: string, property: string, value: string): Promise<void> {
  await pick(page, selector);
  await click(page, 'Style');
  await panel(page).getByLabel('Property').selectOption(property);
  await fill(page, 'Value', value);
}

/** The kind of change that asks for one thing. */
const filled =
  (selector: string, kind: string, label: string, value: string) =>
  async (page: Page): Promise<void> => {
    await pick(page, selector);
    await click(page, kind);
    await fill(page, label, value);
  };

const CHANGES: readonly (readonly [string, (page: Page) => Promise<void>])[] = [
  ['a text', filled('body h1', 'Text', 'New text', 'Best paper')],
  ['markup', filled('.lead', 'HTML', 'New content', 'New <em class="x  y" style="color:red">markup</em>')],
  ['a style that stood there', (page) => style(page, 'body h1', 'color', 'blue')],
  ['a style that was not there', (page) => style(page, 'body h1', 'padding', '4px')],
  ['a style of which a part stood there', (page) => style(page, 'body h1', 'margin', '3px')],
  ['a style that is important', (page) => style(page, '.ink', 'opacity', '1')],
  ['a style where none was', (page) => style(page, '.plain', 'color', 'blue')],
  ['a style in an attribute that was empty', (page) => style(page, '.lead', 'color', 'blue')],
  [
    'two styles of one element',
    async (page) => {
      await style(page, '.buy', 'background-color', 'red');
      await style(page, '.buy', 'border', '0');
    },
  ],
  ['a class', filled('.buy', 'Class', 'Class', 'big')],
  [
    'a class in an attribute that was empty',
    async (page) => {
      await pick(page, '.plain');
      await click(page, 'div#box');
      await click(page, 'Class');
      await fill(page, 'Class', 'big');
    },
  ],
  ['a link', filled('.way', 'Link', 'Link', '/ink')],
  ['a picture', filled('.shot', 'Image address', 'Image address', '/three.svg')],
  [
    'an element that is hidden',
    async (page) => {
      await pick(page, '.buy');
      await click(page, 'Hide');
    },
  ],
  [
    'an element that is removed',
    async (page) => {
      await pick(page, '.one');
      await click(page, 'Remove');
    },
  ],
  ['an insert', filled('.two', 'Insert', 'HTML', '<b class="z  a">New</b>')],
  [
    'a move',
    async (page) => {
      await pick(page, '.two');
      await click(page, 'Before …');
      await page.locator('body h1').first().click({ force: true });
    },
  ],
];

const whole = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const copy = document.documentElement.cloneNode(true) as Element;
    copy.querySelector('fx-editor')?.remove();
    return copy.outerHTML;
  });

test('undo gives the page back byte for byte after each kind of change', async ({ page, spelled }) => {
  await open(page, spelled);
  const before = await whole(page);
  for (const [words, change] of CHANGES)
    await test.step(words, async () => {
      await change(page);
      expect(await whole(page), words).not.toBe(before);
      await undoAll(page);
      expect.soft(await whole(page), words).toBe(before);
    });
});

test('undo gives the page back byte for byte after all kinds of changes, redone and compared', async ({
  page,
  spelled,
}) => {
  await open(page, spelled);
  const before = await whole(page);
  for (const [words, change] of CHANGES) if (!/removed|hidden/.test(words)) await change(page);
  const after = await whole(page);
  await undoAll(page);
  expect(await whole(page)).toBe(before);
  const redo = panel(page).getByRole('button', { name: 'Redo' });
  while (await redo.isEnabled()) await redo.click();
  expect(await whole(page)).toBe(after);
  await page.keyboard.down('Alt');
  await page.keyboard.down('c');
  await expect.poll(() => whole(page)).toBe(before);
  await page.keyboard.up('c');
  await page.keyboard.up('Alt');
  await undoAll(page);
  expect(await whole(page)).toBe(before);
});

test('a class and a style that the page sets meanwhile outlive an undo', async ({ page, spelled }) => {
  await open(page, spelled);
  await style(page, 'body h1', 'color', 'blue');
  await page.evaluate(() => {
    const h1 = document.querySelector('h1');
    h1?.classList.add('open');
    h1?.style.setProperty('width', '50px');
  });
  await undoAll(page);
  await expect(page.locator('body h1').first()).toHaveClass('zeta alpha beta open');
  await expect(page.locator('body h1').first()).toHaveCSS('width', '50px');
  await expect(page.locator('body h1').first()).toHaveCSS('color', 'rgb(255, 0, 0)');
});
