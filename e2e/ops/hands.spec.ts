/**
 * Checks that what a visitor does by hand is done: with the mouse and the keyboard of the browser, which pages cannot
 * forge.
 */

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

/** Plans and steps of which one is chosen or open at a time, and a drawer with a backdrop. */
const CHOSEN = `<main id="ground" style="padding: 60px">
  <ul><li><b class="plan chosen" id="month">month</b></li><li><b class="plan" id="year">year</b></li><li><b class="plan" id="ever">ever</b></li></ul>
  <details name="step" id="one"><summary>one</summary></details><hr><details name="step" id="two"><summary>two</summary></details>
  <p><button role="tab" id="first" aria-selected="true">first</button> <button role="tab" id="second" aria-selected="false">second</button>
    <button role="tab" id="third" aria-selected="false">third</button></p>
  <aside id="drawer">drawer</aside><div id="backdrop" style="height: 40px"></div>
</main><script>
  const all = (selector) => [...document.querySelectorAll(selector)];
  for (const one of all('.plan')) one.onclick = () => all('.plan').forEach((it) => it.classList.toggle('chosen', it === one));
  for (const one of all('[role=tab]')) one.onclick = () => all('[role=tab]').forEach((it) => it.setAttribute('aria-selected', it === one));
  const close = () => document.querySelector('#drawer').classList.remove('open');
  document.querySelector('#backdrop').onclick = close;
  document.querySelector('#ground').onclick = ({ target }) => { if (target.id === 'ground') close(); };
  addEventListener('keydown', ({ key }) => key === 'Escape' && close());
</script>`;

const CHOICES: readonly Op[] = [
  { op: 'removeClass', selector: '#month', value: 'chosen' },
  { op: 'addClass', selector: '#year', value: 'chosen' },
  { op: 'setAttr', selector: '#one', name: 'open', value: '' },
  { op: 'setAttr', selector: '#first', name: 'aria-selected', value: 'false' },
  { op: 'setAttr', selector: '#second', name: 'aria-selected', value: 'true' },
  { op: 'addClass', selector: '#drawer', value: 'open' },
];

const choosing = (): string => pageOf(feature).replace(/<body>[\s\S]*<\/body>/, () => `<body>${CHOSEN}</body>`);

const chosen = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('.chosen, [open], [aria-selected=true], .open')].map(({ id }) => id),
  );

test('what a visitor chooses in place of what a variant chose or opened is chosen', async ({ page, visit }) => {
  for (const [plan, tab] of [
    ['month', 'first'],
    ['ever', 'third'],
  ] as const) {
    await visit({ feature, html: choosing(), manifest: manifestOf(withOps('a', ...CHOICES)) });
    expect(await chosen(page)).toEqual(['year', 'one', 'second', 'drawer']);
    for (const selector of [`#${plan}`, '#two summary', `#${tab}`]) await page.locator(selector).click();
    await painted(page);
    await page.evaluate(() => document.querySelector('main')?.append('more'));
    await painted(page);
    expect(await chosen(page)).toEqual([plan, 'two', tab, 'drawer']);
    await page.locator('#two summary').click();
    await painted(page);
    expect(await chosen(page)).toEqual([plan, tab, 'drawer']);
  }
});

for (const [way, close] of [
  ['the Escape key', (page: Page) => page.keyboard.press('Escape')],
  ['its backdrop', (page: Page) => page.locator('#backdrop').click()],
  ['the ground that it lies on', (page: Page) => page.locator('#ground').click({ position: { x: 20, y: 20 } })],
] as const)
  test(`what a visitor closes by ${way} stays closed`, async ({ page, visit }) => {
    await visit({ feature, html: choosing(), manifest: manifestOf(withOps('a', ...CHOICES)) });
    await close(page);
    await painted(page);
    await page.evaluate(() => document.querySelector('main')?.append('more'));
    await painted(page);
    expect(await chosen(page)).toEqual(['year', 'one', 'second']);
  });

test('a dialog that a visitor closes by a backdrop around it, which says it is a button, stays closed', async ({
  page,
  visit,
}) => {
  const body = `<div role="button" tabindex="0" id="around" style="padding: 60px"><section id="dialog"><button>Buy</button></section></div>
    <script>document.querySelector('#around').onclick = ({ target }) => {
      if (target.id === 'around') document.querySelector('#dialog').classList.remove('open');
    };</script>`;
  await visit({
    feature,
    html: pageOf(feature).replace(/<body>[\s\S]*<\/body>/, () => `<body>${body}</body>`),
    manifest: manifestOf(withOps('a', { op: 'addClass', selector: '#dialog', value: 'open' })),
  });
  await expect(page.locator('#dialog')).toHaveClass('open');
  await page.locator('#around').click({ position: { x: 20, y: 20 } });
  await painted(page);
  await page.evaluate(() => document.body.append('more'));
  await painted(page);
  await expect(page.locator('#dialog')).not.toHaveClass('open');
});

test('what a visitor closes as jQuery does it stays closed, and what a variant hides stays hidden', async ({
  page,
  visit,
}) => {
  const body = `<main><h3>one</h3><p style="display: none">first</p><h4>two</h4><p>second</p></main><script>
    for (const one of document.querySelectorAll('h3, h4')) one.onclick = () => {
      const { style } = one.nextElementSibling;
      style.display = style.display === 'none' ? '' : 'none';
    };
  </script>`;
  await visit({
    feature,
    html: pageOf(feature).replace(/<body>[\s\S]*<\/body>/, () => `<body>${body}</body>`),
    manifest: manifestOf(
      withOps(
        'a',
        { op: 'setStyle', selector: 'h3 + p', name: 'display', value: 'block' },
        { op: 'setStyle', selector: 'h4 + p', name: 'display', value: 'none !important' },
      ),
    ),
  });
  const displays = (): Promise<string[]> =>
    page.locator('p').evaluateAll((all) => all.map((it) => getComputedStyle(it).display));
  expect(await displays()).toEqual(['block', 'none']);
  await page.locator('h3').click();
  await page.locator('h4').click();
  await page.evaluate(() => document.querySelector('main')?.append('more'));
  await painted(page);
  expect(await displays()).toEqual(['none', 'none']);
});
