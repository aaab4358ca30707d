/** `visible` looks at what is there now: at an element that was rendered anew, at as much of it as can be seen. */

import type { Page } from '@playwright/test';
import type { Trigger } from '../../src/core/index.js';
import { expect, manifestOf, painted, test, withOps } from '../harness/index.js';

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
