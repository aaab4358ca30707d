/** What a visitor does by hand is done: with the mouse and the keyboard of the browser, which pages cannot forge. */

import type { Page } from '@playwright/test';
import type { Op } from '../../src/core/index.js';
import { expect, manifestOf, pageOf, painted, test, withOps } from '../harness/index.js';

const feature = 'ops';

const ACCORDION = `<main>
  <details><summary>More</summary><p>text</p></details>
  <div class="acc"><button>toggle</button></div>
  <button aria-controls="menu">menu</button><i>between</i><ul id="menu"><li>item</li></ul>
  <h3>heading</h3><section>panel</section>
  <button id="elsewhere">elsewhere</button>
</main>`;

const OPS: readonly Op[] = [
  { op: 'setAttr', selector: 'details', name: 'open', value: '' },
  { op: 'addClass', selector: '.acc', value: 'open' },
  { op: 'setAttr', selector: '#menu', name: 'aria-expanded', value: 'true' },
  { op: 'addClass', selector: 'section', value: 'open' },
];

/** A page that opens and closes by hand, and whose button elsewhere renders all of it again as it was. */
const html = (): string =>
  pageOf(feature).replace(
    /<body>[\s\S]*<\/body>/,
    () => `<body>${ACCORDION}<script>
  const one = (selector) => document.querySelector(selector);
  one('.acc button').onclick = () => one('.acc').classList.toggle('open');
  one('[aria-controls]').onclick = () => one('#menu').removeAttribute('aria-expanded');
  one('h3').onclick = () => one('section').classList.toggle('open');
  one('#elsewhere').onclick = () => {
    one('.acc').className = 'acc';
    one('section').className = '';
    one('#menu').removeAttribute('aria-expanded');
    one('details').open = false;
  };
</script></body>`,
  );

const state = (page: Page): Promise<unknown> =>
  page.evaluate(() => [
    document.querySelector('details')?.open,
    document.querySelector('.acc')?.className,
    document.querySelector('#menu')?.getAttribute('aria-expanded'),
    document.querySelector('section')?.className,
  ]);

const OPEN = [true, 'acc open', 'true', 'open'];

test('what a visitor closes by mouse or keyboard stays closed', async ({ page, visit }) => {
  for (const way of ['mouse', 'keyboard']) {
    await visit({ feature, html: html(), manifest: manifestOf(withOps('a', ...OPS)) });
    expect(await state(page)).toEqual(OPEN);
    for (const selector of ['summary', '.acc button', '[aria-controls]']) {
      if (way === 'mouse') await page.locator(selector).click();
      else {
        await page.locator(selector).focus();
        await page.keyboard.press('Enter');
      }
    }
    await page.locator('h3').click();
    await painted(page);
    // another change of the page, which fx looks at
    await page.evaluate(() => document.querySelector('main')?.append('more'));
    await painted(page);
    expect(await state(page)).toEqual([false, 'acc', null, '']);
  }
});

test('what the page renders on input elsewhere is applied again, and so is what a script clicks', async ({
  page,
  visit,
}) => {
  await visit({ feature, html: html(), manifest: manifestOf(withOps('a', ...OPS)) });
  await page.locator('#elsewhere').click();
  await painted(page);
  expect(await state(page)).toEqual(OPEN);
  await page.evaluate(() => document.querySelector<HTMLElement>('.acc button')?.click());
  await painted(page);
  expect(await state(page)).toEqual(OPEN);
});

test('an injected node that its own button closes stays away', async ({ page, visit }) => {
  const value = '<div class="bar"><button onclick="this.parentNode.remove()">x</button></div>';
  const op: Op = { op: 'injectHTML', selector: 'main', position: 'beforeend', value };
  await visit({ feature, manifest: manifestOf(withOps('a', op)) });
  await page.locator('.bar button').click();
  await painted(page);
  await page.evaluate(() => document.querySelector('main')?.append('more'));
  await painted(page);
  await expect(page.locator('.bar')).toHaveCount(0);
});
