/** Checks that the badge of a preview says what is shown, ends it, and is in nobody's way. */

import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { barriers } from '../harness/everyone.js';
import { expect, manifestOf, type Site, test, withOps } from '../harness/index.js';

const feature = 'badge';
const text = { op: 'replaceText', selector: 'h1', value: 'VARIANT' } as const;
const query = '?fx=headline:treatment';

/** The badge lies beside the tag, wherever that is. */
const serve = async (site: Site): Promise<void> => {
  const body = await readFile('dist/fx.badge.js', 'utf8');
  site.answer('/fx/fx.badge.js', { body, headers: { 'content-type': 'text/javascript' } });
};
const button = (page: Page) => page.getByRole('button', { name: 'End preview' });

test('it names the experiment and its variant, and says that nothing is counted', async ({ page, site, visit }) => {
  await serve(site);
  await visit({ feature, query });
  const badge = page.getByRole('region', { name: 'fx preview' });
  await expect(badge).toContainText('headline treatment');
  await expect(badge).toContainText('nothing is counted');
});

test('it names a trigger that has not fired, until it fires', async ({ page, site, visit }) => {
  await serve(site);
  const trigger = {
    kind: 'any',
    of: [
      { kind: 'event', name: 'cart:added' },
      { kind: 'visible', selector: '.cart' },
    ],
  } as const;
  await visit({ feature, query, manifest: manifestOf({ ...withOps('headline', text), trigger }) });
  const badge = page.getByRole('region', { name: 'fx preview' });
  await expect(badge).toContainText('headline treatment waits for any event cart:added visible .cart');
  await page.evaluate(() => dispatchEvent(new Event('cart:added')));
  await expect(page.locator('h1')).toHaveText('VARIANT');
  await expect(badge).not.toContainText('waits');
});

test('it ends the preview from the keyboard, and takes it out of the address', async ({ page, site, visit }) => {
  await serve(site);
  await visit({ feature, query: `?color=red&fx=headline:treatment` });
  await expect(page.locator('h1')).toHaveText('VARIANT');
  await expect(button(page)).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(button(page)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('h1')).toHaveText('CONTROL');
  await expect(button(page)).toHaveCount(0);
  expect(new URL(page.url()).search).toBe('?color=red');
  expect(await page.evaluate(() => Object.keys(sessionStorage))).toEqual([]);
});

test('the badge does not move the page', async ({ page, site, visit }) => {
  const layout = () =>
    page.evaluate(() => [
      document.documentElement.scrollHeight,
      document.body.offsetHeight,
      document.querySelector('main')?.getBoundingClientRect().top,
    ]);
  await serve(site);
  await visit({ feature });
  const before = await layout();
  await visit({ feature, query });
  await expect(button(page)).toBeVisible();
  expect(await layout()).toEqual(before);
});

test('a screen reader and a keyboard find their way in it', async ({ page, site, visit }) => {
  await serve(site);
  await visit({ feature, query });
  await expect(button(page)).toBeVisible();
  expect(await barriers(page, { part: 'fx-badge' })).toEqual([]);
});

test('no experiment can change the badge', async ({ page, site, visit }) => {
  await serve(site);
  await visit({ feature, query });
  await expect(button(page)).toBeVisible();
  expect(await page.evaluate(() => document.querySelectorAll('button, section').length)).toBe(0);
});

test('who visits gets no badge, and no request for one', async ({ page, site, visit }) => {
  await serve(site);
  await visit({ feature });
  await expect(page.locator('h1')).toHaveText('CONTROL');
  await page.waitForLoadState('load');
  expect(site.requests.filter((request) => request.includes('badge.js'))).toEqual([]);
});

test('it says of each experiment what is applied, what waits and what failed, with the selector', async ({
  page,
  site,
  visit,
}) => {
  await serve(site);
  const gone = { op: 'replaceText', selector: '.gone', value: 'x', waitForMs: 50 } as const;
  const late = { op: 'replaceText', selector: '.late', value: 'x', waitForMs: 100_000 } as const;
  const broken = { op: 'replaceText', selector: 'h1:nope', value: 'x' } as const;
  const manifest = manifestOf(
    withOps('applied', text),
    withOps('gone', gone),
    withOps('late', late),
    withOps('broken', broken),
    { ...withOps('other', text), trigger: { kind: 'urlMatch', pattern: '/cart' } },
  );
  const ids = manifest.experiments.map(({ id }) => `${id}:treatment`);
  await visit({ feature, query: `?fx=${ids.join()}`, manifest });
  const item = (id: string) =>
    page
      .getByRole('region', { name: 'fx preview' })
      .locator('li')
      .filter({ hasText: `${id} ` });
  await expect(item('applied').first()).toHaveText('applied treatment applied');
  await expect(item('gone')).toHaveText('gone treatment found no .gone in time');
  await expect(item('late')).toHaveText('late treatment waits for .late');
  await expect(item('broken')).toContainText('failed at h1:nope: ');
  await expect(item('other')).toHaveText('other treatment this address does not match /cart');
});

test('the link of a draft without its token is told from one that shows something', async ({ page, site, visit }) => {
  await page.setViewportSize({ width: 390, height: 700 });
  await serve(site);
  await visit({ feature, query: '?fx=new-hero:treatment' });
  const badge = page.getByRole('region', { name: 'fx preview' });
  await expect(badge).toContainText('No experiment here is called new-hero. The link of a draft needs its token');
  await expect(badge).toBeInViewport({ ratio: 1 });
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(badge).toHaveCount(0);
  expect(await page.evaluate(() => Object.keys(sessionStorage))).toEqual([]);
});
