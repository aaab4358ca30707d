/**
 * Tests a site on Next 16 and 15: everybody gets their own variant, behind a cache, too, and React takes over what the
 * server has sent.
 */

import { type Browser, chromium } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ensureBrowser } from '../../scripts/browser.mjs';
import type { Client } from '../../src/tag/api.js';
import { type NextSite, startNextSite } from './site.js';
import { AGENT, get, openPage, variantOf } from './visitors.js';

const VISITORS = 20;

describe.each([16, 15] as const)('Next %i', (version) => {
  let site: NextSite;
  let browser: Browser;
  beforeAll(async () => {
    site = await startNextSite(version);
    browser = await chromium.launch({ executablePath: ensureBrowser(), args: ['--no-sandbox', '--disable-gpu'] });
  });
  afterAll(async () => {
    site?.close();
    await browser?.close();
  });

  test.each([
    ['/', 'hero', (text: string) => (text.includes('Bags for a life</h1>') ? 'treatment' : 'control')],
    ['/legacy', 'hero', (text: string) => (text.includes('Bags for a life</h1>') ? 'treatment' : 'control')],
    ['/pricing', 'price', (text: string) => (text.includes('7 a month</main>') ? 'treatment' : 'control')],
  ] as const)(
    'behind a cache %s shows each of 20 returning visitors their own variant of %s',
    async (path, id, read) => {
      const seen = new Set<string>();
      for (let i = 0; i < VISITORS; i++) {
        const first = await get(`${site.cached}${path}`);
        const key = variantOf(id, first.cookie);
        expect(read(first.text)).toBe(key);
        expect(first.headers.get('cache-control')).toContain('private');
        const next = await get(`${site.cached}${path}`, first.cookie);
        expect(read(next.text)).toBe(key);
        expect(next.headers.getSetCookie()).toEqual([]);
        expect(/data-rendered="([^"]*)"/.exec(next.text)?.[1]?.split(',')).toContain(`${id}:${key}`);
        seen.add(key ?? '');
      }
      expect([...seen].sort()).toEqual(['control', 'treatment']);
    },
  );

  test('a prefetch of a link stores nothing', async () => {
    const { headers } = await get(`${site.origin}/other`, '', { 'next-router-prefetch': '1', rsc: '1' });
    expect(headers.getSetCookie()).toEqual([]);
  });

  test.each(['/', '/legacy', '/pricing'])(
    'React takes over %s without a complaint, and the tag has the same answer',
    async (path) => {
      for (let i = 0; i < 6; i++) {
        const { complaints, context, page } = await openPage(browser);
        await page.goto(`${site.cached}${path}`);
        await page.waitForLoadState('networkidle');
        const id = path === '/pricing' ? 'price' : 'hero';
        const { counted, reason, shown, variant } = await page.evaluate((name) => {
          const { fx: client } = window as unknown as { fx: Client };
          const counts: string[] = [];
          client.on('exposure', ({ experiment, variant: key }) => counts.push(`${experiment}:${key}`));
          const { reason: why, variant: key } = client.explain(name) ?? {};
          const { rendered } = document.documentElement.dataset;
          return { counted: counts.filter((one) => one.startsWith(name)), reason: why, shown: rendered, variant: key };
        }, id);
        expect(reason).toBe('sticky');
        expect(shown?.split(',')).toContain(`${id}:${variant}`);
        expect(counted).toEqual([`${id}:${variant}`]);
        if (path !== '/pricing') {
          await page.click('a');
          await page.waitForURL(path === '/' ? '**/other' : '**/later');
        }
        expect(complaints).toEqual([]);
        await context.close();
      }
    },
  );

  test('a page that was made for somebody else is counted for nobody', async () => {
    const { context, page } = await openPage(browser);
    // A cache that minds no header.
    const { text } = await get(`${site.origin}/`);
    const other = text.includes('data-rendered="hero:treatment"') ? 'control' : 'treatment';
    let cookie = '';
    while (variantOf('hero', cookie) !== other || !cookie) cookie = (await get(`${site.origin}/`)).cookie;
    await context.addCookies(
      cookie.split('; ').map((pair) => {
        const [name = '', value = ''] = pair.split('=');
        return { name, value, url: site.origin };
      }),
    );
    await page.route('**/', (route) => route.fulfill({ contentType: 'text/html', body: text }));
    await page.goto(`${site.origin}/`);
    const said = await page.evaluate(() => {
      const { fx: client } = window as unknown as { fx: Client };
      const counts: string[] = [];
      client.on('exposure', ({ experiment }) => counts.push(experiment));
      return { reason: client.explain('hero')?.reason, counts };
    });
    expect(said.reason).toBe('stale');
    expect(said.counts).not.toContain('hero');
    await context.close();
  });

  test.each(['/other', '/legacy'])(
    'on %s the arm of a component is there before React is, and counts once',
    async (path) => {
      const seen = new Set<string>();
      while (seen.size < 2) {
        const { complaints, context, page } = await openPage(browser);
        // Nothing of React runs yet.
        let release = (): void => undefined;
        const held = new Promise<void>((resolve) => {
          release = resolve;
        });
        await page.route('**/_next/static/**', async (route) => {
          await held;
          await route.continue();
        });
        await page.addInitScript(() => {
          const told: string[] = [];
          const listen = (client: Client): void =>
            void client.on('exposure', ({ experiment, variant }) => told.push(`${experiment}:${variant}`));
          Object.assign(window, { told, fx: [listen] });
        });
        await page.goto(`${site.cached}${path}`, { waitUntil: 'commit' });
        await page.waitForSelector('fx-arm[data-fx="gift:control"]', { state: 'attached' });
        await page.waitForFunction(() => 'explain' in ((window as unknown as { fx?: object }).fx ?? {}));
        const key = await page.evaluate(() => (window as unknown as { fx: Client }).fx.explain('gift')?.variant);
        const arm = page.getByText(key === 'treatment' ? 'A box with' : 'A card with');
        expect(await arm.isVisible()).toBe(true);
        const exposures = (): Promise<string[]> =>
          page.evaluate(() => (window as unknown as { told: string[] }).told.filter((one) => one.startsWith('gift')));
        expect(await exposures()).toEqual([]);
        release();
        await expect.poll(exposures, { timeout: 30_000 }).toEqual([`gift:${key}`]);
        expect(await page.locator('fx-arm').count()).toBe(1);
        expect(await arm.isVisible()).toBe(true);
        expect(complaints).toEqual([]);
        seen.add(`${key}`);
        await context.close();
      }
    },
  );

  test('a route at the edge counts, and what it counted is sent after its answer', async () => {
    const { cookie } = await get(`${site.origin}/`);
    const answer = await fetch(`${site.origin}/signup`, { method: 'POST', headers: { 'user-agent': AGENT, cookie } });
    expect(await answer.json()).toEqual({ hero: variantOf('hero', cookie) });
    const events = () => site.batches.flatMap((batch) => batch.events);
    await expect.poll(events, { timeout: 30_000 }).toHaveLength(1);
    const subject = cookie.replace(/^.*_fx=([0-9a-f]+).*$/, '$1');
    expect(events()).toMatchObject([{ type: 'conversion', name: 'signup', subject, key: subject, path: '/signup' }]);
  });
});
