/**
 * Tests when the editor comes: once the page has rested for 300 ms, by a clock that the test turns, so that a page that
 * hydrates finds what its server sent.
 */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect } from '../harness/index.js';
import { fill, open, pick, startFolder, test } from './shop.js';
import { KINDS } from './sites/index.js';

/** From now on no timer of any page runs but by `page.clock.runFor`. */
async function stopClock(page: Page): Promise<void> {
  await page.clock.install({ time: 0 });
  await page.clock.pauseAt(1000);
}

/** Loads a page to be edited; ends once the editor's script is there and waits. */
async function arrive(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.waitForFunction(() => Symbol.for('fx-editor') in window);
}

const editors = (page: Page) => page.locator('fx-editor');

/** All that a page does to itself while it comes to life. */
const STEPS: readonly (readonly [words: string, step: () => void])[] = [
  ['adds an element', () => document.querySelector('.hero')?.append(document.createElement('i'))],
  ['sets an attribute', () => document.querySelector('.hero h1')?.setAttribute('data-live', '1')],
  [
    'corrects a text',
    () => {
      const text = document.querySelector('.hero h1')?.firstChild;
      if (text) text.nodeValue = 'Good paper.';
    },
  ],
];

for (const [words, step] of STEPS)
  test(`the editor comes 300 ms after the last change of a page that ${words}`, async ({ page, shop }) => {
    await stopClock(page);
    await arrive(page, `${shop.url}/?fx-edit`);
    await page.clock.runFor(299);
    await page.evaluate(step);
    await page.clock.runFor(299);
    await expect(editors(page)).toHaveCount(0);
    await page.clock.runFor(1);
    await expect(editors(page)).toHaveCount(1);
  });

test('the editor comes to a page that never rests after 5 seconds', async ({ page, shop }) => {
  await stopClock(page);
  await arrive(page, `${shop.url}/?fx-edit`);
  await page.evaluate(
    () => void setInterval(() => document.body.setAttribute('data-busy', String(performance.now())), 50),
  );
  await page.clock.runFor(4999);
  await expect(editors(page)).toHaveCount(0);
  await page.clock.runFor(1);
  await expect(editors(page)).toHaveCount(1);
});

test('a page that hydrates late finds what its server sent, and the draft of before is shown after it', async ({
  page,
}) => {
  const folder = join(await mkdtemp(join(tmpdir(), 'fx-rest-')), 'site');
  const kind = KINDS.find(({ name }) => name === 'react');
  await kind?.make(folder);
  const site = await startFolder(folder);
  const headline = page.locator('#root h1');
  const sent = 'Ink, and what to do with it';
  await open(page, site);
  await pick(page, '#root h1');
  await fill(page, 'New text', 'Ink from now on');
  await expect(headline).toHaveText('Ink from now on');

  const complaints: string[] = [];
  page.on('pageerror', ({ message }) => complaints.push(message));
  // The app comes when the test brings it.
  await page.route('**/app.js', (route) => route.fulfill({ body: '', contentType: 'text/javascript' }), { times: 1 });
  await stopClock(page);
  await arrive(page, `${site.url}/?fx-edit`);
  await page.clock.runFor(299);
  await expect(headline).toHaveText(sent);
  await page.addScriptTag({ url: '/app.js' });
  await page.locator('button.count').click();
  await expect(page.locator('button.count')).toHaveText('In the cart: 1');
  await page.clock.runFor(299);
  await expect(headline).toHaveText(sent);
  await page.clock.runFor(1);
  await expect(headline).toHaveText('Ink from now on');
  await expect(page.locator('button.count')).toHaveText('In the cart: 1');
  expect(complaints).toEqual([]);
  await site.close();
  await rm(join(folder, '..'), { recursive: true });
});
