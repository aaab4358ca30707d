/** Checks that without consent nothing is stored, sent or assigned; what was, is gone when it is denied. */

import type { BrowserContext, Page } from '@playwright/test';
import { client, expect, test } from '../harness/index.js';

const feature = 'consent';
const required = { 'data-consent': 'required' };
const headline = (page: Page) => page.locator('h1');

const kept = async (context: BrowserContext, page: Page): Promise<unknown> => ({
  cookies: (await context.cookies()).map(({ name, value }) => `${name}=${value}`),
  local: await page.evaluate(() => Object.keys(localStorage).sort()),
  session: await page.evaluate(() => Object.keys(sessionStorage)),
});
const nothing = { cookies: [], local: [], session: [] };

test('before consent nothing is stored, sent or assigned, and after it all is', async ({
  collector,
  context,
  page,
  visit,
}) => {
  await visit({ feature, attributes: { ...required, 'data-collect': collector.url } });
  const fx = await client(page);
  await fx.evaluate((it) => it.track('too-early'));
  expect(await fx.evaluate((it) => [it.variant('headline'), it.explain('headline')?.reason])).toEqual([
    undefined,
    'consent',
  ]);
  await expect(headline(page)).toHaveText('CONTROL');
  expect(await kept(context, page)).toEqual(nothing);
  await fx.evaluate((it) => it.consent(true));
  await expect(headline(page)).toHaveText('VARIANT');
  await collector.until(() => collector.exposures().length > 0);
  expect(collector.conversions()).toEqual([]);
  expect((await context.cookies()).map(({ name }) => name).sort()).toEqual(['_fx', '_fx_s']);
});

test('a valid id is the remembered grant: the next page starts at once', async ({ page, visit }) => {
  await visit({ feature, attributes: required });
  await (await client(page)).evaluate((it) => it.consent(true));
  await visit({ feature, attributes: required });
  await expect(headline(page)).toHaveText('VARIANT');
});

test('denied consent undoes and erases everything but the denial, which holds', async ({
  collector,
  context,
  page,
  visit,
}) => {
  const attributes = { 'data-collect': collector.url };
  await visit({ feature, attributes });
  await collector.until(() => collector.exposures().length > 0);
  const fx = await client(page);
  await fx.evaluate((it) => it.consent(false));
  await expect(headline(page)).toHaveText('CONTROL');
  expect(await kept(context, page)).toEqual({ ...nothing, cookies: ['_fx=0'] });
  await visit({ feature, attributes });
  await expect(headline(page)).toHaveText('CONTROL');
  await (await client(page)).evaluate((it) => it.consent(true));
  await expect(headline(page)).toHaveText('VARIANT');
  expect((await context.cookies()).find(({ name }) => name === '_fx')?.value).toMatch(/^[\da-f]{32}\./);
});

test('consent in the queue counts before the first decision', async ({ page, visit }) => {
  await visit({ feature, attributes: required, before: `<script>window.fx = [['consent', true]]</script>` });
  expect(await page.evaluate(() => document.querySelector('h1')?.textContent)).toBe('VARIANT');
});

test('forgetting erases everything, and keeps fx off until the next page', async ({ context, page, visit }) => {
  await visit({ feature });
  await expect(headline(page)).toHaveText('VARIANT');
  const fx = await client(page);
  await fx.evaluate((it) => it.forget());
  await expect(headline(page)).toHaveText('CONTROL');
  await fx.evaluate((it) => it.consent(true));
  await expect(headline(page)).toHaveText('CONTROL');
  expect(await kept(context, page)).toEqual(nothing);
  await visit({ feature });
  await expect(headline(page)).toHaveText('VARIANT');
});

test('Global Privacy Control counts as denied where the site respects it, unless consent is given', async ({
  page,
  visit,
}) => {
  await page.addInitScript(() => Object.defineProperty(navigator, 'globalPrivacyControl', { value: true }));
  await visit({ feature });
  await expect(headline(page)).toHaveText('VARIANT');
  await visit({ feature, attributes: { 'data-gpc': 'respect' } });
  await expect(headline(page)).toHaveText('CONTROL');
  await (await client(page)).evaluate((it) => it.consent(true));
  await expect(headline(page)).toHaveText('VARIANT');
});

test('a preview works before consent, and leaves nothing', async ({ context, page, visit }) => {
  await visit({ feature, attributes: required, query: '?fx=headline:treatment' });
  await expect(headline(page)).toHaveText('VARIANT');
  await visit({ feature, attributes: required, query: '?fx=off' });
  await expect(headline(page)).toHaveText('CONTROL');
  expect(await kept(context, page)).toEqual(nothing);
});

const isHidden = (page: Page): Promise<boolean> =>
  page.evaluate(() => getComputedStyle(document.documentElement).visibility === 'hidden');

test('the veil hides the page until it is decided', async ({ page, publish, site }) => {
  const url = publish({ feature, mode: 'fetched', attributes: { 'data-veil': '2500', 'data-timeout': '2000' } });
  let resolve: (answer: () => void) => void = () => undefined;
  const promise = new Promise<() => void>((done) => {
    resolve = done;
  });
  const manifest = site.requests.length;
  site.answer('/fx/manifest.json', (_, response) =>
    resolve(() => response.writeHead(200).end('{"version":1,"revision":"r","enabled":true,"experiments":[]}')),
  );
  await page.goto(url);
  expect(await isHidden(page)).toBe(true);
  (await promise)();
  await expect.poll(() => isHidden(page)).toBe(false);
  expect(site.requests.length).toBeGreaterThan(manifest);
});

test('the veil is gone at its deadline, whatever never answers', async ({ page, publish, site }) => {
  const url = publish({ feature, mode: 'fetched', attributes: { 'data-veil': '400' } });
  site.answer('/fx/manifest.json', () => undefined);
  await page.goto(url);
  await expect.poll(() => isHidden(page)).toBe(false);
});

test('a page that waits for consent has no veil', async ({ page, visit }) => {
  await visit({ feature, mode: 'fetched', attributes: { ...required, 'data-veil': '3000' } });
  expect(await isHidden(page)).toBe(false);
});
