/**
 * Checks that `visible` looks at what is there now: at an element that was rendered anew, at as much of it as can be
 * seen.
 */

import type { Page } from '@playwright/test';
import type { Trigger } from '../../src/core/index.js';
import { expect, manifestOf, pageOf, painted, test, withOps } from '../harness/index.js';

const feature = 'triggers';
const on = (trigger: Trigger) =>
  manifestOf({ ...withOps('it', { op: 'replaceText', selector: 'h1', value: 'VARIANT' }), trigger });

/** Puts an element of that height below what can be seen; puts it there anew where there is one. */
const render = (page: Page, height: number): Promise<void> =>
  page.evaluate((px) => {
    document.querySelector('.space')?.remove();
    const html = `<div class="space" style="padding-top: 3000px"><p class="below" style="height: ${px}px; margin: 0 0 3000px"></p></div>`;
    document.body.insertAdjacentHTML('beforeend', html);
  }, height);

/** Scrolls until that many pixels of the element are on screen. */
const show = async (page: Page, px: number): Promise<void> => {
  await page.evaluate((shown) => {
    const top = (document.querySelector('.below')?.getBoundingClientRect().top ?? 0) + scrollY;
    scrollTo(0, top - innerHeight + shown);
  }, px);
  await painted(page);
};

test('an element that was rendered anew is the one that counts, and the one before it no longer', async ({
  page,
  visit,
}) => {
  await visit({ feature, manifest: on({ kind: 'visible', selector: '.below' }) });
  await render(page, 100);
  await painted(page);
  const old = await page.evaluateHandle(() => document.querySelector('.below') as HTMLElement);
  await render(page, 100);
  await painted(page);
  // somebody kept the old one, and shows it somewhere else, where the selector does not find it
  await old.evaluate((it) => {
    it.className = 'kept';
    document.body.prepend(it);
  });
  await painted(page);
  await expect(page.locator('h1')).toHaveText('CONTROL');
  await show(page, 100);
  await expect(page.locator('h1')).toHaveText('VARIANT');
});

test('a ratio of 1 asks for the whole element, the default for half of it', async ({ page, visit }) => {
  const half = { ...withOps('half', { op: 'replaceText', selector: '.lead', value: 'VARIANT' }) };
  const [whole] = on({ kind: 'visible', selector: '.below', ratio: 1 }).experiments;
  if (!whole) throw new Error('there is no experiment');
  await visit({ feature, manifest: manifestOf({ ...half, trigger: { kind: 'visible', selector: '.below' } }, whole) });
  await render(page, 200);
  await show(page, 90);
  await expect(page.locator('.lead')).toHaveText('CONTROL');
  await show(page, 110);
  await expect(page.locator('.lead')).toHaveText('VARIANT');
  await expect(page.locator('h1')).toHaveText('CONTROL');
  await show(page, 205);
  await expect(page.locator('h1')).toHaveText('VARIANT');
});

test('of an element taller than the screen as much as can be seen is enough', async ({ page, visit }) => {
  await visit({ feature, manifest: on({ kind: 'visible', selector: '.below', ratio: 0.9 }) });
  await render(page, 5000);
  await show(page, 300);
  await expect(page.locator('h1')).toHaveText('CONTROL');
  await show(page, 2000);
  await expect(page.locator('h1')).toHaveText('VARIANT');
});

test('an element without height is seen when it is on screen', async ({ page, visit }) => {
  await visit({ feature, manifest: on({ kind: 'visible', selector: '.below' }) });
  await render(page, 0);
  await painted(page);
  await expect(page.locator('h1')).toHaveText('CONTROL');
  await show(page, 300);
  await expect(page.locator('h1')).toHaveText('VARIANT');
});

/** A page whose own script comes after what can be seen of it; 700 pixels high, as the tab of these tests. */
const withBody = (body: string): string => pageOf(feature).replace('</main>', `</main>${body}`);
const seen = (page: Page): Promise<boolean> => page.evaluate('fx.isActive("it")');
const scroll = async (page: Page, selector: string, top: number): Promise<void> => {
  await page.evaluate(
    ([where, px]) =>
      (where ? document.querySelector(where as string) : document.scrollingElement)?.scrollTo(0, px as number),
    [selector, top],
  );
  await painted(page);
  await painted(page);
};

test('of several matches any that is shown counts', async ({ page, visit }) => {
  const html = withBody('<p class="twin" style="display: none">wide</p><p class="twin">narrow</p>');
  await visit({ feature, html, manifest: on({ kind: 'visible', selector: '.twin' }) });
  await expect(page.locator('h1')).toHaveText('VARIANT');
});

test('of an element wider than its box, as much as the box shows is enough', async ({ page, visit }) => {
  for (const overflow of ['auto', 'hidden']) {
    const html = withBody(
      `<div style="overflow: ${overflow}; width: 300px"><p class="wide" style="width: 9000px; height: 80px">track</p></div>`,
    );
    await visit({ feature, html, manifest: on({ kind: 'visible', selector: '.wide', ratio: 0.9 }) });
    await expect(page.locator('h1')).toHaveText('VARIANT');
  }
});

test('in a box that scrolls, as much as the box shows is enough, once it is scrolled to', async ({ page, visit }) => {
  const html = withBody(
    '<div id="box" style="height: 200px; overflow: auto"><div style="height: 1000px"></div><div class="inner" style="height: 6000px"></div></div>',
  );
  await visit({ feature, html, manifest: on({ kind: 'visible', selector: '.inner' }) });
  await scroll(page, '#box', 890);
  expect(await seen(page)).toBe(false);
  await scroll(page, '#box', 950);
  await expect(page.locator('h1')).toHaveText('VARIANT');
});

test('what is closed is not seen, and is when it opens', async ({ page, visit }) => {
  const html = withBody('<div id="shut" style="height: 0; overflow: hidden"><p class="inner">more</p></div>');
  await visit({ feature, html, manifest: on({ kind: 'visible', selector: '.inner' }) });
  await painted(page);
  await painted(page);
  expect(await seen(page)).toBe(false);
  await page.evaluate(() => document.querySelector<HTMLElement>('#shut')?.style.setProperty('height', 'auto'));
  await expect(page.locator('h1')).toHaveText('VARIANT');
});

test('an element that grows while a part of it is on screen is measured as it is now', async ({ page, visit }) => {
  const html = withBody('<div style="height: 2000px"></div><section class="grown" style="height: 60px"></section>');
  await visit({ feature, html, manifest: on({ kind: 'visible', selector: '.grown' }) });
  // of the skeleton a strip, then of what it became a strip, then half a screen
  const top = await page.evaluate(() => (document.querySelector('.grown')?.getBoundingClientRect().top ?? 0) + scrollY);
  const height = await page.evaluate(() => innerHeight);
  await page.evaluate(
    (px) => document.querySelector<HTMLElement>('.grown')?.style.setProperty('margin-bottom', px),
    `${height}px`,
  );
  await scroll(page, '', top - height + 20);
  expect(await seen(page)).toBe(false);
  await page.evaluate(() => document.querySelector<HTMLElement>('.grown')?.style.setProperty('height', '5000px'));
  await painted(page);
  await scroll(page, '', top - height + 100);
  expect(await seen(page)).toBe(false);
  await scroll(page, '', top - height * 0.4);
  await expect(page.locator('h1')).toHaveText('VARIANT');
});

test('a link inside a line is seen as well', async ({ page, visit }) => {
  const html = withBody('<p>Read <a class="inline" href="#more">more</a></p>');
  await visit({ feature, html, manifest: on({ kind: 'visible', selector: '.inline' }) });
  await expect(page.locator('h1')).toHaveText('VARIANT');
});
