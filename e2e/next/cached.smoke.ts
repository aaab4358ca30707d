/** Tests a site on Next 16 with Cache Components: who decided parts are for, and what Next says of them. */

import { type Browser, chromium } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensureBrowser } from '../../scripts/browser.mjs';
import type { Client } from '../../src/tag/api.js';
import { type NextSite, startNextSite } from './site.js';
import { get, openPage, variantOf } from './visitors.js';

const VISITORS = 10;
const CRAWLER = { 'user-agent': 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)' };

let site: NextSite;
let browser: Browser;
beforeAll(async () => {
  site = await startNextSite(16, {}, 'cached');
  browser = await chromium.launch({ executablePath: ensureBrowser(), args: ['--no-sandbox', '--disable-gpu'] });
});
afterAll(async () => {
  site?.close();
  await browser?.close();
});

/** What the decided part of a page says, and what its cached component was told. */
const read = (text: string): readonly [string | undefined, string | undefined] => [
  /<h1>(.*?)<\/h1>/.exec(text)?.[1],
  /<i>(.*?)<\/i>/.exec(text)?.[1],
];
const shownTo = (key: string | undefined): readonly [string, string] => [
  key === 'treatment' ? 'Bags for a life' : 'Bags',
  key ?? 'nobody',
];

test.each(['/', '/other'])('behind a cache each visitor of %s has one variant at both visits', async (path) => {
  const seen = new Set<string | undefined>();
  for (let i = 0; i < VISITORS || seen.size < 2; i++) {
    const first = await get(`${site.cached}${path}`);
    const key = variantOf('hero', first.cookie);
    expect(read(first.text)).toEqual(shownTo(key));
    expect(first.headers.get('cache-control')).toContain('private');
    const next = await get(`${site.cached}${path}`, first.cookie);
    expect(read(next.text)).toEqual(shownTo(key));
    expect(next.headers.getSetCookie()).toEqual([]);
    seen.add(key);
  }
});

test('what is around the decided part is there first, and is the same for all', async () => {
  const shells = new Set<string>();
  for (let i = 0; i < VISITORS; i++) {
    const { text } = await get(`${site.origin}/`);
    // Behind the document comes what streams in.
    shells.add(text.slice(0, text.indexOf('</main>')));
  }
  expect([...shells]).toEqual([expect.stringContaining('<p>One moment</p>')]);
});

test('a page whose layout names its variants is rendered for each visitor as a whole', async () => {
  const { cookie, text } = await get(`${site.origin}/other`);
  expect(/data-rendered="([^"]*)"/.exec(text)?.[1]).toBe(`hero:${variantOf('hero', cookie)}`);
});

test.each(['/', '/other'])('a crawler is in nothing on %s', async (path) => {
  const { headers, text } = await get(`${site.cached}${path}`, '', CRAWLER);
  expect(read(text)).toEqual(shownTo(undefined));
  expect(headers.getSetCookie()).toEqual([]);
});

test.each(['/', '/other'])(
  'React takes over %s without a complaint, and the tag counts the same variant once',
  async (path) => {
    const seen = new Set<string | null | undefined>();
    while (seen.size < 2) {
      const { complaints, context, page } = await openPage(browser);
      await page.addInitScript(() => {
        const told: string[] = [];
        const listen = (client: Client): void =>
          void client.on('exposure', ({ experiment, variant }) => told.push(`${experiment}:${variant}`));
        Object.assign(window, { told, fx: [listen] });
      });
      await page.goto(`${site.cached}${path}`);
      await page.waitForLoadState('networkidle');
      const told = await page.evaluate(() => {
        const { fx, told } = window as unknown as { fx: Client; told: readonly string[] };
        const { reason, variant } = fx.explain('hero') ?? {};
        return { reason, variant, counted: told.filter((one) => one.startsWith('hero')) };
      });
      expect(told).toEqual({ reason: 'sticky', variant: told.variant, counted: [`hero:${told.variant}`] });
      expect(await page.locator('i').textContent()).toBe(told.variant);
      expect(complaints).toEqual([]);
      seen.add(told.variant);
      await context.close();
    }
  },
);

test('Next complains of nothing in its log', () => {
  expect(site.complaints).toEqual([]);
});
