/**
 * Tests the demo shop: each page can be used by everyone, and a visit ends as events on the page that lists them and
 * in the file.
 */

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BrowserContext } from '@playwright/test';
import { type FxEvent, unit } from '../../src/core/index.js';
import type { Dev } from '../../src/dev/start.js';
import { barriers } from '../harness/everyone.js';
import { test as base, client, expect } from '../harness/index.js';

interface Shop extends Dev {
  readonly dir: string;
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const test = base.extend<object, { shop: Shop }>({
  shop: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures out of the pattern
    async ({}, use) => {
      // the built one: from its source it would look for the build in another place
      const built = new URL('../../dist/esm/dev/index.js', import.meta.url).href;
      const { startDev } = (await import(built)) as typeof import('../../src/dev/index.js');
      const dir = await mkdtemp(join(tmpdir(), 'fx-demo-'));
      const dev = await startDev({ dir: join(ROOT, 'demo'), port: 0, eventsFile: join(dir, 'events.ndjson') });
      await use({ ...dev, dir });
      await dev.close();
      await rm(dir, { recursive: true });
    },
    { scope: 'worker' },
  ],
});

const KEYS = ['control', 'treatment'] as const;

/** Comes as a visitor whom the hash gives this variant of the headline. */
async function comeAs(context: BrowserContext, { url }: Shop, key: (typeof KEYS)[number]): Promise<string> {
  // they differ where the list cuts them
  const ids = Array.from({ length: 100 }, (_, index) => index.toString(16).padStart(8, '0').padEnd(32, '0'));
  const id = ids.find((one) => unit('hero-headline', 'variant', one) < 0.5 === (key === 'control')) ?? '';
  await context.addCookies([{ name: '_fx', value: `${id}.${Date.now().toString(36)}.`, url }]);
  return id;
}

/**
 * The events on disk, each id once as read-outs count them: what is sent on leaving a page may be sent again from the
 * next.
 */
const eventsIn = async ({ dir }: Shop): Promise<FxEvent[]> => {
  const lines = (await readFile(join(dir, 'events.ndjson'), 'utf8')).split('\n').filter(Boolean);
  const events = lines.map((line) => JSON.parse(line) as FxEvent);
  return [...new Map(events.map((event) => [event.id, event])).values()];
};

const pages: Readonly<Record<string, string>> = {
  'the home page': '/',
  'the home page in its other variant': '/?fx=hero-headline:treatment',
  'the product page': '/product.html',
  'the product page in its other variants': '/product.html?fx=product-gallery:stack,delivery-promise:today',
  'another product': '/product.html?item=pen',
  'the guide to gifts': '/gifts.html?fx=gift-guide:control',
  'the guide to gifts that the other variant leads to': '/gifts-by-price.html',
  'the empty cart': '/cart.html',
  'the cart with a sentence of an experiment': '/cart.html?fx=cart-reassurance:returns',
  'the page of received events': '/fx/events',
  'the overview of experiments': '/fx/',
};

for (const [name, path] of Object.entries(pages)) {
  test(`${name} has no barrier for anybody`, async ({ page, problems, shop }) => {
    await page.goto(shop.url + path);
    expect(await barriers(page)).toEqual([]);
    expect(problems.warnings).toEqual([]);
  });
}

test('an empty cart says so, and leads back to the shop, in every variant', async ({ page, shop }) => {
  for (const path of ['/cart.html', '/cart.html?fx=free-shipping-bar:bar']) {
    await page.goto(shop.url + path);
    await expect(page.getByText('There is nothing in it yet.')).toBeVisible();
    await expect(page.getByRole('link', { name: 'look at everything' })).toBeVisible();
  }
});

test('a cart is never a blank page, before its script runs neither', async ({ browser, shop }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${shop.url}/cart.html`);
  await expect(page.getByRole('heading', { name: 'There is nothing in it yet.' })).toBeVisible();
  await context.close();
});

test('who gets the other guide to gifts is led to it, and their exposure is counted', async ({
  context,
  page,
  shop,
}) => {
  const ids = Array.from({ length: 100 }, (_, index) => index.toString(16).padStart(8, '0').padEnd(32, '0'));
  const id = ids.find((one) => unit('gift-guide', 'variant', one) >= 0.5) ?? '';
  await context.addCookies([{ name: '_fx', value: `${id}.${Date.now().toString(36)}.`, url: shop.url }]);
  await page.goto(`${shop.url}/gifts.html`);
  await page.waitForURL(/gifts-by-price/);
  await expect(page.getByRole('heading', { name: 'Under £10' })).toBeVisible();
  await expect
    .poll(async () =>
      (await eventsIn(shop)).flatMap((event) =>
        event.type === 'exposure' && event.subject === id && event.experiment === 'gift-guide' ? [event.variant] : [],
      ),
    )
    .toEqual(['price']);
});

test('nobody is in both experiments of the cart, and the holdout says on which side everybody is', async ({
  browser,
  shop,
}) => {
  for (const id of ['a', 'b', 'c', 'd', 'e', 'f'].map((letter) => letter.padEnd(32, '1'))) {
    const context = await browser.newContext();
    await context.addCookies([{ name: '_fx', value: `${id}.${Date.now().toString(36)}.`, url: shop.url }]);
    const page = await context.newPage();
    await page.goto(`${shop.url}/cart.html`);
    const seen = async () =>
      (await eventsIn(shop)).flatMap((event) =>
        event.type === 'exposure' && event.subject === id && event.experiment.startsWith('cart-')
          ? [`${event.experiment}: ${event.variant}`]
          : [],
      );
    await expect.poll(async () => (await seen()).filter((one) => one.startsWith('cart-holdout: '))).toHaveLength(1);
    const isHeld = (await seen()).includes('cart-holdout: held');
    await expect.poll(async () => (await seen()).length).toBe(isHeld ? 1 : 2);
    await context.close();
  }
});

for (const key of KEYS) {
  test(`a visit in ${key}, from the first page to the order, is listed live and stored`, async ({
    context,
    page,
    shop,
  }) => {
    const subject = await comeAs(context, shop, key);
    const list = await context.newPage();
    await list.goto(`${shop.url}/fx/events`);
    const ofVisit = (type: string) => list.locator('li', { hasText: subject.slice(0, 8) }).filter({ hasText: type });

    await page.goto(shop.url);
    const headline =
      key === 'control' ? 'Good paper, made to be written on.' : 'The notebook you will still open in ten years.';
    await expect(page.locator('h1')).toHaveText(headline);
    expect(await (await client(page)).evaluate((fx) => fx.variant('hero-headline'))).toBe(key);
    await expect(ofVisit('hero-headline').first()).toContainText(key);

    await page.locator('.card-link').first().click();
    // the button is of no use before the page's own script has run
    await page.waitForURL(/product/, { waitUntil: 'load' });
    await page.getByRole('button', { name: 'Add to cart' }).click();
    await expect(page.locator('[data-added]')).toBeVisible();
    await page.goto(`${shop.url}/cart.html`);
    expect(await barriers(page)).toEqual([]);
    // its words are an experiment of their own
    await page.locator('[data-order]').click();
    const number = (await page.locator('[data-number]').textContent()) ?? '';
    await expect(ofVisit('purchase').first()).toBeVisible();
    await expect(ofVisit('add-to-cart').first()).toBeVisible();
    await expect(ofVisit('add-to-cart-thanks').first()).toBeVisible();
    await expect(ofVisit('product-gallery').first()).toBeVisible();

    const stored = (await eventsIn(shop)).filter((event) => event.subject === subject);
    const kinds = stored.map((event) =>
      event.type === 'conversion' ? event.name : event.type === 'exposure' ? event.experiment : '',
    );
    expect(kinds).toEqual(
      expect.arrayContaining(['hero-headline', 'product-gallery', 'add-to-cart-thanks', 'add-to-cart', 'purchase']),
    );
    expect(stored).toContainEqual(
      expect.objectContaining({ type: 'conversion', name: 'purchase', value: 17.5, key: number }),
    );
    expect(stored.filter((event) => event.type === 'failure')).toEqual([]);
  });
}

test('a preview link shows a variant, and a draft where it names the token, without any event', async ({
  page,
  shop,
}) => {
  const before = (await eventsIn(shop)).length;
  await page.goto(`${shop.url}/?fx=hero-headline:treatment`);
  await expect(page.locator('h1')).toHaveText('The notebook you will still open in ten years.');
  await page.goto(`${shop.url}/product.html?fx=delivery-promise:today&fxp=${shop.token}`);
  await expect(page.locator('[data-delivery]')).toHaveText('Order by 2 pm and it leaves us today.');
  await page.goto(`${shop.url}/?fx=off`);
  // an event of this visit would be stored before one of the next
  await (await client(page)).evaluate((fx) => fx.track('after-preview'));
  await expect
    .poll(async () =>
      (await eventsIn(shop)).some((event) => event.type === 'conversion' && event.name === 'after-preview'),
    )
    .toBe(true);
  const since = (await eventsIn(shop)).slice(before);
  expect(since.filter((event) => event.type === 'exposure' && event.reason === 'preview')).toEqual([]);
  expect(since.filter((event) => event.type === 'exposure' && event.experiment === 'delivery-promise')).toEqual([]);
});
