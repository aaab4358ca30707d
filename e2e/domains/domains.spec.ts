/**
 * Tests one visitor on the sub-domains of a site: on the widest domain that browsers let a site have, or the one that
 * it names.
 */

import type { BrowserContext, Page } from '@playwright/test';
import { client, expect, test, withOps } from '../harness/index.js';

const feature = 'domains';

test.use({
  launchOptions: [
    async ({ launchOptions }, use) => {
      const hosts = ['*.shop.test', 'shop.test', '*.co.uk', '*.github.io'].map((host) => `MAP ${host} 127.0.0.1`);
      await use({
        ...launchOptions,
        args: [...(launchOptions.args ?? []), `--host-resolver-rules=${hosts.join(', ')}`],
      });
    },
    { scope: 'worker' },
  ],
});

/** The address of the site's page under another name. */
const on = (host: string, url: string): string => url.replace('127.0.0.1', host);

/** The cookies of a name, as `domain=value`; a domain with a dot is for its sub-domains too. */
const cookies = async (context: BrowserContext, name = '_fx'): Promise<string[]> =>
  (await context.cookies()).filter((one) => one.name === name).map(({ domain, value }) => `${domain}=${value}`);

const domains = async (context: BrowserContext): Promise<string[]> =>
  (await cookies(context)).map((one) => one.split('=')[0] as string);

const visitorOf = async (page: Page): Promise<string | undefined> =>
  /_fx=([\da-f]{32})/.exec(await page.evaluate(() => document.cookie))?.[1];

test('id and variant go from one sub-domain to the next, over plain http', async ({
  collector,
  context,
  page,
  publish,
}) => {
  const even = { ...withOps('even', { op: 'replaceText', selector: 'h1', value: 'VARIANT' }) };
  const variants = even.variants.map((variant) => ({ ...variant, weight: 5000 }));
  const manifest = { version: 1, revision: 'r', enabled: true, experiments: [{ ...even, variants }] };
  const swapped = variants.map((variant) => ({ ...variant, weight: variant.key === 'control' ? 10000 : 0 }));
  const attributes = { 'data-collect': collector.url };
  await page.goto(on('www.shop.test', publish({ feature, manifest, attributes })));
  expect(await page.evaluate(() => [isSecureContext, 'randomUUID' in crypto])).toEqual([false, false]);
  const shown = await page.locator('h1').textContent();
  await collector.until(() => collector.exposures().length === 1);
  const [cookie] = (await context.cookies()).filter(({ name }) => name === '_fx');
  expect(cookie).toMatchObject({ domain: '.shop.test', path: '/', sameSite: 'Lax', secure: false });
  expect(Math.round(((cookie?.expires ?? 0) - Date.now() / 1000) / 86400)).toBe(400);
  // the other sub-domain has no localStorage of fx yet; by its weights alone everyone would get the control
  const other = { ...manifest, experiments: [{ ...even, variants: swapped }] };
  await page.goto(on('pay.shop.test', publish({ feature, manifest: other, attributes })));
  await expect(page.locator('h1')).toHaveText(`${shown}`);
  await collector.until(() => collector.exposures().length === 2);
  expect(new Set(collector.exposures().map(({ subject, variant }) => `${subject} ${variant}`)).size).toBe(1);
  expect(collector.exposures()[1]?.reason).toBe('sticky');
  await page.goto(on('shop.test', publish({ feature, manifest: other, attributes })));
  await collector.until(() => collector.exposures().length === 3);
  expect(new Set(collector.exposures().map(({ subject }) => subject)).size).toBe(1);
  expect(await domains(context)).toEqual(['.shop.test']);
  expect((await cookies(context, '_fx_s')).map((one) => one.split('=')[0])).toEqual(['.shop.test']);
});

for (const [host, domain] of [
  ['www.shop.co.uk', '.shop.co.uk'],
  ['shop.co.uk', '.shop.co.uk'],
  ['a.b.shop.test', '.shop.test'],
  ['me.github.io', '.me.github.io'],
] as const) {
  test(`on ${host} the cookie is for ${domain}, and for nothing wider`, async ({ context, page, publish }) => {
    await page.goto(on(host, publish({ feature })));
    expect(await domains(context)).toEqual([domain]);
    expect(await page.evaluate(() => document.cookie.split('_fx=').length)).toBe(2);
  });
}

test('a duplicate for this host alone is deleted, and the id of the domain holds', async ({
  collector,
  context,
  page,
  publish,
}) => {
  const url = publish({ feature, attributes: { 'data-collect': collector.url } });
  await page.goto(on('www.shop.test', url));
  await collector.until(() => collector.exposures().length === 1);
  const held = await visitorOf(page);
  await page.goto('about:blank');
  const stray = `${'0'.repeat(32)}.${Date.now().toString(36)}.`;
  await context.addCookies([{ name: '_fx', value: stray, url: on('pay.shop.test', new URL(url).origin) }]);
  expect(await domains(context)).toHaveLength(2);
  await page.goto(on('pay.shop.test', url));
  await collector.until(() => collector.exposures().length === 2);
  expect(await domains(context)).toEqual(['.shop.test']);
  expect(collector.exposures().map(({ subject }) => subject)).toEqual([held, held]);
});

test('data-cookie-domain narrows the domain', async ({ context, page, publish }) => {
  const url = publish({ feature, attributes: { 'data-cookie-domain': 'a.shop.test' } });
  await page.goto(on('x.a.shop.test', url));
  const first = await visitorOf(page);
  await page.goto(on('y.a.shop.test', url));
  expect(await visitorOf(page)).toBe(first);
  expect(await domains(context)).toEqual(['.a.shop.test']);
});

for (const wrong of ['other.test', 'test', 'https://shop.test']) {
  test(`data-cookie-domain="${wrong}" is of no use on www.shop.test: the host alone has the id, and keeps it`, async ({
    collector,
    context,
    page,
    publish,
  }) => {
    const url = on(
      'www.shop.test',
      publish({ feature, attributes: { 'data-cookie-domain': wrong, 'data-collect': collector.url } }),
    );
    await page.goto(url);
    await expect(page.locator('h1')).toHaveText('VARIANT');
    await collector.until(() => collector.exposures().length === 1);
    expect(await domains(context)).toEqual(['www.shop.test']);
    await page.goto(url);
    await collector.until(() => collector.exposures().length === 2);
    expect(new Set(collector.exposures().map(({ subject }) => subject)).size).toBe(1);
    expect(collector.exposures()[1]?.reason).toBe('sticky');
  });
}

test('what is forgotten on one sub-domain is in no cookie of any other', async ({ context, page, publish }) => {
  const url = publish({ feature });
  await page.goto(on('www.shop.test', url));
  expect(await visitorOf(page)).toMatch(/^[\da-f]{32}$/);
  await page.goto(on('pay.shop.test', url));
  await (await client(page)).evaluate((fx) => fx.forget());
  expect(await context.cookies()).toEqual([]);
});

test('consent that is denied on one sub-domain is denied on all', async ({ context, page, publish }) => {
  const url = publish({ feature });
  await page.goto(on('www.shop.test', url));
  await (await client(page)).evaluate((fx) => fx.consent(false));
  expect((await context.cookies()).map(({ name, value }) => `${name}=${value}`)).toEqual(['_fx=0']);
  await page.goto(on('pay.shop.test', url));
  expect(await (await client(page)).evaluate((fx) => fx.explain('seen')?.reason)).toBe('consent');
  await expect(page.locator('h1')).toHaveText('CONTROL');
  await (await client(page)).evaluate((fx) => fx.consent(true));
  await page.goto(on('www.shop.test', url));
  await expect(page.locator('h1')).toHaveText('VARIANT');
  expect(await cookies(context)).toHaveLength(1);
});
