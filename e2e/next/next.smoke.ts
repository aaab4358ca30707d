/** A site on Next 16: everybody gets their own variant, behind a cache, too, and React takes over what the server has sent. */

import { type Browser, chromium } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { manifest } from '../../demo/next/manifest.mjs';
import { ensureBrowser } from '../../scripts/browser.mjs';
import { createServer } from '../../src/sdk/server/index.js';
import type { Client } from '../../src/tag/api.js';
import { type NextSite, startNextSite } from './site.js';

const AGENT = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36';
const VISITORS = 20;
const fx = createServer({ manifest });

let site: NextSite;
let browser: Browser;
beforeAll(async () => {
  site = await startNextSite();
  browser = await chromium.launch({ executablePath: ensureBrowser(), args: ['--no-sandbox', '--disable-gpu'] });
});
afterAll(async () => {
  site?.close();
  await browser?.close();
});

interface Answer {
  readonly text: string;
  readonly cookie: string;
  readonly headers: Headers;
}

async function get(url: string, cookie = '', headers: Record<string, string> = {}): Promise<Answer> {
  const answer = await fetch(url, { headers: { 'user-agent': AGENT, ...(cookie && { cookie }), ...headers } });
  const set = answer.headers.getSetCookie().map((line) => line.split(';')[0] ?? '');
  return { text: await answer.text(), cookie: set.join('; ') || cookie, headers: answer.headers };
}

/** What this visitor has, by the cookies that they hold. */
const variantOf = (id: string, cookie: string): string | undefined =>
  fx.visit({ headers: { host: 'x', 'user-agent': AGENT, cookie } }).variant(id);

test.each([
  ['/', 'hero', (text: string) => (text.includes('Bags for a life</h1>') ? 'treatment' : 'control')],
  ['/pricing', 'price', (text: string) => (text.includes('7 a month</main>') ? 'treatment' : 'control')],
] as const)('behind a cache %s shows each of 20 returning visitors their own variant of %s', async (path, id, read) => {
  const seen = new Set<string>();
  for (let i = 0; i < VISITORS; i++) {
    const first = await get(`${site.cached}${path}`);
    const key = variantOf(id, first.cookie);
    expect(read(first.text)).toBe(key);
    expect(first.headers.get('cache-control')).toContain('private');
    const next = await get(`${site.cached}${path}`, first.cookie);
    expect(read(next.text)).toBe(key);
    expect(next.headers.getSetCookie()).toEqual([]);
    expect(next.text).toContain(`data-rendered="${id}:${key}"`);
    seen.add(key ?? '');
  }
  expect([...seen].sort()).toEqual(['control', 'treatment']);
});

test('a prefetch of a link stores nothing', async () => {
  const { headers } = await get(`${site.origin}/other`, '', { 'next-router-prefetch': '1', rsc: '1' });
  expect(headers.getSetCookie()).toEqual([]);
});

test.each(['/', '/pricing'])(
  'React takes over %s without a complaint, and the tag has the same answer',
  async (path) => {
    for (let i = 0; i < 6; i++) {
      const context = await browser.newContext();
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(`${error}`));
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text());
      });
      await page.goto(`${site.cached}${path}`);
      await page.waitForLoadState('networkidle');
      const id = path === '/' ? 'hero' : 'price';
      const { counted, reason, shown, variant } = await page.evaluate((name) => {
        const { fx: client } = window as unknown as { fx: Client };
        const counts: string[] = [];
        client.on('exposure', ({ experiment, variant: key }) => counts.push(`${experiment}:${key}`));
        const { reason: why, variant: key } = client.explain(name) ?? {};
        const { rendered } = document.documentElement.dataset;
        return { counted: counts.filter((one) => one.startsWith(name)), reason: why, shown: rendered, variant: key };
      }, id);
      expect(reason).toBe('sticky');
      expect(shown).toBe(`${id}:${variant}`);
      expect(counted).toEqual([`${id}:${variant}`]);
      if (path === '/') {
        await page.click('a');
        await page.waitForURL('**/other');
      }
      expect(complaints).toEqual([]);
      await context.close();
    }
  },
);

test('a page that was made for somebody else is counted for nobody', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
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
