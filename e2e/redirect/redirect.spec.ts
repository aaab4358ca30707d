/**
 * Checks that a variant that is another address: both arms are counted alike, nobody sees the page that is left, and
 * nobody goes in circles.
 */

import type { Page } from '@playwright/test';
import type { Experiment, Variant } from '../../src/core/index.js';
import { client, expect, experiment, manifestOf, test, withOps } from '../harness/index.js';

const feature = 'redirect';
const HERE = { kind: 'urlMatch', pattern: '^/pricing$', regex: true } as const;

const leading = (redirect: string, rest: Partial<Experiment> = {}, more: Partial<Variant> = {}): Experiment =>
  experiment('price', { redirect, ...more }, { trigger: HERE, ...rest });

const variantOf = async (page: Page, id = 'price'): Promise<unknown[]> =>
  (await client(page)).evaluate((fx, name) => [fx.variant(name), fx.assignment(name), fx.isActive(name)], id);

/** Both pages, each with the tag. */
const pages = (manifest: unknown, attributes: Record<string, string> = {}, target = '/pricing-b') =>
  [
    { feature, path: target, manifest, attributes },
    { feature, path: '/pricing', manifest, attributes },
  ] as const;

test('the target is shown in place of the page, with its query first, and is not in the history', async ({
  page,
  publish,
  site,
}) => {
  const [there, here] = pages(manifestOf(leading('/pricing-b?plan=team')));
  publish(there);
  await page.goto(`${site.origin}/e2e/redirect/`);
  await page.goto(`${publish(here)}?plan=solo&utm_source=mail%20a&x=1+2#faq`);
  await page.waitForURL('**/pricing-b*');
  expect(page.url()).toBe(`${site.origin}/pricing-b?plan=team&utm_source=mail%20a&x=1+2#faq`);
  await page.goBack();
  expect(new URL(page.url()).pathname).toBe('/e2e/redirect/');
});

test('keepQuery: false leaves the query behind', async ({ page, publish, site }) => {
  const [there, here] = pages(manifestOf(leading('/pricing-b', {}, { keepQuery: false })));
  publish(there);
  await page.goto(`${publish(here)}?utm_source=mail`);
  await page.waitForURL('**/pricing-b*');
  expect(page.url()).toBe(`${site.origin}/pricing-b`);
});

test('there is one exposure, made before the page is left, and the target knows the variant', async ({
  collector,
  page,
  publish,
}) => {
  const [there, here] = pages(manifestOf(leading('/pricing-b')), { 'data-collect': collector.url });
  publish(there);
  await page.goto(publish(here));
  await page.waitForURL('**/pricing-b');
  await collector.until(() => collector.exposures().length > 0);
  expect(await variantOf(page)).toEqual(['treatment', 'treatment', true]);
  await (await client(page)).evaluate((fx) => fx.track('end'));
  await collector.until(() => collector.conversions().length > 0);
  expect(collector.exposures()).toEqual([
    expect.objectContaining({ experiment: 'price', variant: 'treatment', path: '/pricing' }),
  ]);
  expect(collector.failures()).toEqual([]);
});

test('who comes to the target by themselves is in no test', async ({ collector, page, publish }) => {
  const [there] = pages(manifestOf(leading('/pricing-b')), { 'data-collect': collector.url });
  await page.goto(publish(there));
  expect(await variantOf(page)).toEqual([undefined, undefined, false]);
  await (await client(page)).evaluate((fx) => fx.track('end'));
  await collector.until(() => collector.conversions().length > 0);
  expect(collector.exposures()).toEqual([]);
  expect((await page.context().cookies()).some(({ name }) => name === '_fx_s')).toBe(false);
});

test('the page that is left is hidden, and shown after three seconds where the target does not come', async ({
  page,
  publish,
  site,
}) => {
  const [, here] = pages(manifestOf(leading('/pricing-b')));
  // While a navigation is pending nothing can be asked of a page: it tells by itself.
  const before = `<script>
    setInterval(() => {
      navigator.sendBeacon('/tells/' + getComputedStyle(document.documentElement).visibility);
    }, 100);
  </script>`;
  site.answer('/pricing-b', () => undefined);
  await page.goto(publish({ ...here, before }), { waitUntil: 'commit' });
  const told = (): string[] => site.requests.filter((request) => request.startsWith('POST /tells/'));
  // On a busy machine it may tell for the first time before the tag was read.
  await expect.poll(told, { timeout: 30_000 }).toContain('POST /tells/hidden');
  await expect.poll(() => told().at(-1), { timeout: 30_000 }).toBe('POST /tells/visible');
});

test('no frame of the page that is left shows anything of it', async ({ page, publish, site }) => {
  await page.addInitScript(() => {
    const look = (): void => {
      const isSeen = !!document.body && getComputedStyle(document.documentElement).visibility === 'visible';
      if (location.pathname === '/pricing' && isSeen) sessionStorage.setItem('seen', 'yes');
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  const [there, here] = pages(manifestOf(leading('/pricing-b')));
  publish(there);
  const url = publish(here);
  for (let load = 0; load < 10; load++) {
    await page.goto(url);
    await page.waitForURL('**/pricing-b');
  }
  expect(await page.evaluate(() => sessionStorage.getItem('seen'))).toBe(null);
  expect(site.requests.filter((request) => request === 'GET /pricing-b')).toHaveLength(10);
});

test('a target that sends back is left alone for the session, and is a failure', async ({
  collector,
  page,
  publish,
  site,
}) => {
  const [, here] = pages(manifestOf(leading('/pricing-b')), { 'data-collect': collector.url });
  const url = publish(here);
  site.answer('/pricing-b', { status: 302, headers: { location: '/pricing' } });
  await page.goto(url);
  await collector.until(() => collector.failures().length > 0);
  expect(new URL(page.url()).pathname).toBe('/pricing');
  expect(site.requests.filter((request) => request.includes('/pricing-b'))).toHaveLength(1);
  expect(collector.failures()).toEqual([expect.objectContaining({ experiment: 'price', code: 'redirect' })]);
  expect(await variantOf(page)).toEqual([undefined, 'treatment', false]);
  await page.reload();
  await expect.poll(() => page.evaluate(() => document.readyState)).toBe('complete');
  expect(site.requests.filter((request) => request.includes('/pricing-b'))).toHaveLength(1);
});

test('a router that sends back is left alone, too', async ({ page, publish, site }) => {
  const [there, here] = pages(manifestOf(leading('/pricing-b')));
  publish({ ...there, before: "<script>location.replace('/pricing')</script>" });
  await page.goto(publish(here)).catch(() => null);
  await expect
    .poll(() => site.requests.filter((request) => request === 'GET /pricing').length, { timeout: 30_000 })
    .toBeGreaterThan(1);
  await page.waitForLoadState('load');
  await expect
    .poll(() => page.evaluate(() => document.querySelector('h1')?.textContent).catch(() => ''))
    .toBe('Prices');
  expect(new URL(page.url()).pathname).toBe('/pricing');
  expect(site.requests.filter((request) => request === 'GET /pricing-b').length).toBeLessThan(3);
});

test('an arm whose target is malformed keeps everybody out', async ({ page, publish }) => {
  const split = [
    { key: 'control', name: 'Control', weight: 10000 },
    { key: 'treatment', name: 'Treatment', weight: 0, redirect: 'javascript:alert(1)' },
  ];
  const [, here] = pages(manifestOf(leading('/x', { variants: split })));
  await page.goto(publish(here));
  const reason = await (await client(page)).evaluate((fx) => fx.explain('price')?.reason);
  expect(reason).toBe('invalid');
});

test('nobody is counted in other experiments of a page that is left', async ({ collector, page, publish }) => {
  const other = withOps('another', { op: 'replaceText', selector: 'h1', value: 'Changed' });
  const manifest = manifestOf(leading('/pricing-b'), { ...other, trigger: HERE });
  const [there, here] = pages(manifest, { 'data-collect': collector.url });
  publish(there);
  await page.goto(publish(here));
  await page.waitForURL('**/pricing-b');
  await (await client(page)).evaluate((fx) => fx.track('end'));
  await collector.until(() => collector.conversions().length > 0);
  expect(collector.exposures().map((one) => one.experiment)).toEqual(['price']);
});

test('a navigation inside a page to the source redirects', async ({ page, publish }) => {
  const [there, here] = pages(manifestOf(leading('/pricing-b')));
  publish(there);
  publish(here);
  await page.goto(publish({ feature, path: '/home', manifest: manifestOf(leading('/pricing-b')) }));
  await page.evaluate(() => history.pushState(null, '', '/pricing'));
  await page.waitForURL('**/pricing-b');
});

test('in a hash router the page is shown again when it has moved', async ({ page, publish }) => {
  const trigger = { kind: 'urlMatch', pattern: '^#/pricing$', regex: true, on: 'hash' } as const;
  const manifest = manifestOf(leading('#/pricing-b', { trigger }));
  await page.goto(`${publish({ feature, path: '/app', manifest })}#/pricing`);
  await page.waitForURL('**/app#/pricing-b');
  await expect.poll(() => page.evaluate(() => getComputedStyle(document.documentElement).visibility)).toBe('visible');
  expect(await variantOf(page)).toEqual(['treatment', 'treatment', true]);
});

test('a redirect to another site leaves only once the exposure has arrived', async ({ collector, page, publish }) => {
  const target = collector.url.replace('/collect', '/landing');
  const [, here] = pages(manifestOf(leading(target)), { 'data-collect': collector.url });
  await page.goto(publish(here)).catch(() => null);
  await page.waitForURL('**/landing*');
  await collector.until(() => collector.exposures().length > 0);
  expect(collector.exposures()).toEqual([expect.objectContaining({ variant: 'treatment' })]);
});

test('a preview comes along to another site', async ({ collector, page, publish }) => {
  const target = collector.url.replace('/collect', '/landing');
  const [, here] = pages(manifestOf(leading(target)), { 'data-collect': collector.url });
  await page.goto(`${publish(here)}?fx=price:treatment`).catch(() => null);
  await page.waitForURL('**/landing*');
  expect(new URL(page.url()).searchParams.get('fx')).toBe('price:treatment');
});

test('a preview stays on at the target, and sends nothing', async ({ collector, page, publish }) => {
  const [there, here] = pages(manifestOf(leading('/pricing-b')), { 'data-collect': collector.url });
  publish(there);
  await page.goto(`${publish(here)}?fx=price:treatment`);
  await page.waitForURL('**/pricing-b*');
  expect(await variantOf(page)).toEqual(['treatment', 'treatment', true]);
  expect(collector.events()).toEqual([]);
});
