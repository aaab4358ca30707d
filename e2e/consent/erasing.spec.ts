/** Checks that what is denied or forgotten is gone, what waits to be sent included; and crawlers were never there. */

import type { BrowserContext, Page } from '@playwright/test';
import { client, expect, experiment, manifestOf, test } from '../harness/index.js';

const feature = 'consent';

const kept = async (context: BrowserContext, page: Page): Promise<unknown> => [
  (await context.cookies()).map(({ name, value }) => `${name}=${value}`),
  await page.evaluate(() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)]),
];

for (const [how, left] of [
  ['consent', ['_fx=0']],
  ['forget', []],
] as const) {
  test(`${how === 'forget' ? 'forgetting' : 'denied consent'} drops what was not sent, and keeps what others stored`, async ({
    collector,
    context,
    page,
    visit,
  }) => {
    await collector.leave();
    const attributes = { 'data-collect': collector.url };
    await visit({ feature, manifest: manifestOf(experiment('headline', { js: 'return () => {}' })), attributes });
    await page.evaluate(() => {
      localStorage.setItem('mine', '1');
      sessionStorage.setItem('mine', '2');
    });
    const fx = await client(page);
    await fx.evaluate((it) => {
      for (let i = 0; i < 5; i++) it.track('unsent', 1, { key: `order-${i}` });
    });
    await expect
      .poll(() => page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('_fx_e.')).length))
      .toBe(6);
    await fx.evaluate((it, name) => (name === 'forget' ? it.forget() : it.consent(false)), how);
    expect(await kept(context, page)).toEqual([left, ['mine', 'mine']]);
    await fx.evaluate((it) => it.track('after'));
    await page.goto('about:blank');
    await collector.comeBack();
    await visit({ feature, manifest: manifestOf(), attributes });
    const again = await client(page);
    await again.evaluate((it) => {
      it.consent(true);
      it.track('end');
    });
    await collector.until(() => collector.conversions().length > 0);
    expect(collector.events().map((event) => ('name' in event ? event.name : event.type))).toEqual(['end']);
  });
}

test('Global Privacy Control erases what an earlier page stored, and is remembered', async ({
  context,
  page,
  visit,
}) => {
  await visit({ feature });
  await expect(page.locator('h1')).toHaveText('VARIANT');
  await page.goto('about:blank');
  await page.addInitScript(() => Object.defineProperty(navigator, 'globalPrivacyControl', { value: true }));
  await visit({ feature, attributes: { 'data-gpc': 'respect' } });
  expect(await kept(context, page)).toEqual([['_fx=0'], []]);
  await visit({ feature });
  await expect(page.locator('h1')).toHaveText('CONTROL');
});

test('a crawler stores and sends nothing, even as a subject that the host names', async ({
  browser,
  collector,
  page,
  publish,
  visit,
}) => {
  const attributes = { 'data-collect': collector.url };
  const url = publish({ feature, path: '/crawled', attributes: { ...attributes, 'data-subject': 'user-7' } });
  const context = await browser.newContext({ userAgent: 'Mozilla/5.0 (compatible; bingbot/2.0)' });
  const crawler = await context.newPage();
  await crawler.goto(url);
  const fx = await client(crawler);
  await fx.evaluate((it) => it.track('crawled'));
  expect(await fx.evaluate((it) => it.explain('headline')?.reason)).toBe('bot');
  await expect(crawler.locator('h1')).toHaveText('CONTROL');
  expect(await kept(context, crawler)).toEqual([[], []]);
  await crawler.goto('about:blank');
  await context.close();
  await visit({ feature, attributes });
  await (await client(page)).evaluate((it) => it.track('end'));
  await collector.until(() => collector.conversions().length > 0);
  expect(collector.conversions().map(({ name }) => name)).toEqual(['end']);
  expect(new Set(collector.events().map(({ subject }) => subject)).size).toBe(1);
});

test('assignments belong to their subject: another gets one of its own', async ({ collector, visit }) => {
  const even = (weight: number) => ({
    ...experiment('even'),
    variants: [
      { key: 'control', name: 'Control', weight },
      { key: 'treatment', name: 'Treatment', weight: 10000 - weight },
    ],
  });
  const go = (subject: string, weight: number) =>
    visit({
      feature,
      manifest: manifestOf(even(weight)),
      attributes: { 'data-collect': collector.url, 'data-subject': subject },
    });
  await go('ada', 0);
  await collector.until(() => collector.exposures().length === 1);
  await go('ada', 10000);
  await collector.until(() => collector.exposures().length === 2);
  await go('bob', 10000);
  await collector.until(() => collector.exposures().length === 3);
  expect(collector.exposures().map(({ subject, variant, reason }) => `${subject} ${variant} ${reason}`)).toEqual([
    'ada treatment assigned',
    'ada treatment sticky',
    'bob control assigned',
  ]);
  expect(new Set(collector.exposures().map(({ visitor }) => visitor)).size).toBe(1);
});
