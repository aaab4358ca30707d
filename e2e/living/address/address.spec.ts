/**
 * Checks that what is matched is what is watched: a page is what its address says now, however it is written and
 * however it changes.
 */

import type { Page } from '@playwright/test';
import type { Experiment } from '../../../src/core/index.js';
import { client, expect, experiment, manifestOf, painted, test, withOps } from '../../harness/index.js';

const feature = 'living/address';
const on = (pattern: string, regex?: true): Experiment => ({
  ...withOps('it', { op: 'replaceText', selector: 'main h1', value: 'VARIANT' }),
  trigger: { kind: 'urlMatch', pattern, ...(regex && { regex }) },
});
const isActive = async (page: Page): Promise<boolean> => (await client(page)).evaluate((fx) => fx.isActive('it'));

/** Goes to an address as a router does. */
const go = (page: Page, url: string, html?: string): Promise<void> =>
  page.evaluate(
    ([to, text]) => {
      history.pushState(null, '', to);
      if (text) (document.querySelector('main') as Element).innerHTML = text;
    },
    [url, html] as const,
  );

test('a hash router enters and leaves a page', async ({ page, visit }) => {
  const manifest = manifestOf(on('/cart'));
  await visit({ feature, query: '#/home', manifest });
  await page.evaluate("location.hash = '#/cart'");
  await expect(page.locator('h1')).toHaveText('VARIANT');
  await page.evaluate("location.hash = '#/home'");
  await expect(page.locator('h1')).toHaveText('#/home');
  await expect.poll(() => isActive(page)).toBe(false);
  await visit({ feature, query: '?again#/cart', manifest });
  await expect(page.locator('h1')).toHaveText('VARIANT');
});

for (const query of ['', '?utm_source=mail&gclid=1', '#reviews', '?a=1#b']) {
  test(`^/cart$ is the cart page, with ${query || 'nothing'} behind it`, async ({ page, visit }) => {
    await visit({ feature, path: '/cart', query, manifest: manifestOf(on('^/cart$', true)) });
    await expect(page.locator('h1')).toHaveText('VARIANT');
    await page.evaluate(() => history.replaceState(null, '', '/cart?step=2'));
    await painted(page);
    await painted(page);
    await expect(page.locator('h1')).toHaveText('VARIANT');
    await go(page, '/cart/two');
    await expect(page.locator('h1')).toHaveText('CONTROL');
  });
}

for (const path of ['/größen', '/gr%C3%B6%C3%9Fen']) {
  test(`a pattern matches its page when the address is written ${path}`, async ({ page, publish, site }) => {
    const manifest = manifestOf(on('/größen'));
    publish({ feature, path: '/gr%C3%B6%C3%9Fen', manifest });
    await page.goto(site.origin + path);
    await expect(page.locator('h1')).toHaveText('VARIANT');
  });
}

test('a rule about the page ends where the page ends, and there is one exposure', async ({
  collector,
  page,
  visit,
}) => {
  const rule = { '==': [{ var: 'page.path' }, '/cart'] };
  const manifest = manifestOf(
    experiment(
      'it',
      {
        css: 'body { background: rgb(1, 2, 3) }',
        domOps: [{ op: 'replaceText', selector: 'main h1', value: 'VARIANT' }],
      },
      { audience: { rule } },
    ),
  );
  await visit({ feature, path: '/cart', manifest, attributes: { 'data-collect': collector.url } });
  await expect(page.locator('h1')).toHaveText('VARIANT');
  await go(page, '/home', '<h1>Home</h1>');
  await expect.poll(() => isActive(page)).toBe(false);
  await expect(page.locator('h1')).toHaveText('Home');
  await expect(page.locator('body')).not.toHaveCSS('background-color', 'rgb(1, 2, 3)');
  await go(page, '/cart', '<h1>Cart</h1>');
  await expect(page.locator('h1')).toHaveText('VARIANT');
  await page.evaluate("fx.track('end')");
  await collector.until(() => collector.conversions().length > 0);
  expect(collector.exposures()).toHaveLength(1);
});

test('a page that is left and entered again within a task, or many times, is as it should be', async ({
  collector,
  page,
  visit,
}) => {
  const manifest = manifestOf({
    ...withOps(
      'it',
      { op: 'addClass', selector: 'h1', value: 'hello' },
      { op: 'replaceText', selector: 'h1', value: 'VARIANT' },
    ),
    trigger: { kind: 'urlMatch', pattern: '/cart' },
  });
  await visit({ feature, path: '/cart', manifest, attributes: { 'data-collect': collector.url } });
  const changed = '<h1 class="hello">VARIANT</h1>';
  const main = page.locator('main');
  await expect.poll(() => main.innerHTML()).toContain(changed);
  await page.evaluate(() => {
    history.pushState(null, '', '/x');
    history.pushState(null, '', '/cart');
  });
  await painted(page);
  await painted(page);
  await expect.poll(() => main.innerHTML()).toContain(changed);
  for (let index = 0; index < 6; index++) {
    await go(page, index % 2 ? '/cart' : '/x');
    await painted(page);
  }
  await expect.poll(() => main.innerHTML()).toContain(changed);
  await go(page, '/x');
  await expect.poll(() => main.innerHTML()).toContain('<h1>CONTROL</h1>');
  await page.evaluate("fx.track('end')");
  await collector.until(() => collector.conversions().length > 0);
  expect(collector.exposures()).toHaveLength(1);
});
