/** Checks that a preview shows what was asked for, lasts for the tab, and leaves nothing behind. */

import type { BrowserContext, Page } from '@playwright/test';
import type { Experiment } from '../../src/core/index.js';
import { type Collector, client, expect, manifestOf, type Site, test, withControl, withOps } from '../harness/index.js';

const feature = 'preview';
const text = { op: 'replaceText', selector: 'h1', value: 'VARIANT' } as const;

/** Everyone gets the control, and the treatment can be seen in a preview only. */
const headline = (rest: Partial<Experiment> = {}): Experiment => ({
  ...withControl('headline', rest),
  variants: withOps('headline', text).variants.map((one) => ({ ...one, weight: 10000 - one.weight })),
});
const other = withOps('other', { op: 'replaceText', selector: '.lead', value: 'VARIANT' });

/** Cookies and storage as a site has them. */
async function stored(context: BrowserContext, page: Page): Promise<unknown> {
  const cookies = (await context.cookies()).map(({ name, value }) => [name, value]).sort();
  return { cookies, local: await page.evaluate(() => Object.entries(localStorage).sort()) };
}

/** Leaves the page, so that whatever it has to say is said, and tells whether a collector heard anything. */
async function isSilent(page: Page, site: Site, collector: Collector): Promise<boolean> {
  site.answer('/clean', { body: '<!doctype html>' });
  await page.goto(`${site.origin}/clean`);
  await page.evaluate((to) => fetch(to, { method: 'POST', mode: 'no-cors', body: 'the last word' }), collector.url);
  await collector.until(() => collector.requests.some((request) => request.text === 'the last word'));
  return collector.requests.length === 1;
}

test('a link forces a variant that nobody gets', async ({ page, visit }) => {
  await visit({ feature, manifest: manifestOf(headline()) });
  await expect(page.locator('h1')).toHaveText('CONTROL');
  await visit({ feature, manifest: manifestOf(headline()), query: '?fx=headline:treatment' });
  await expect(page.locator('h1')).toHaveText('VARIANT');
  const fx = await client(page);
  expect(await fx.evaluate((it) => [it.variant('headline'), it.explain('headline')?.reason])).toEqual([
    'treatment',
    'preview',
  ]);
});

const unseen: Readonly<Record<string, Partial<Experiment>>> = {
  'a draft': { status: 'draft' },
  'a paused one': { status: 'paused' },
  'one that has ended': { endAt: '2001-01-01T00:00:00Z' },
  'one that has not begun': { startAt: '2999-01-01T00:00:00Z' },
  'one for others': { audience: { rule: false } },
  'one that takes nobody': { audience: { sampleRate: 0 } },
};

for (const [what, rest] of Object.entries(unseen)) {
  test(`a link shows ${what}`, async ({ page, visit }) => {
    await visit({ feature, manifest: manifestOf(headline(rest)), query: '?fx=headline:treatment' });
    await expect(page.locator('h1')).toHaveText('VARIANT');
  });
}

test('a link shows what a manifest that is off holds', async ({ page, visit }) => {
  const manifest = { ...manifestOf(headline()), enabled: false };
  await visit({ feature, manifest, query: '?fx=headline:treatment' });
  await expect(page.locator('h1')).toHaveText('VARIANT');
});

test('a trigger applies in a preview, too', async ({ page, visit }) => {
  const elsewhere = headline({ trigger: { kind: 'urlMatch', pattern: '/elsewhere' } });
  await visit({ feature, manifest: manifestOf(elsewhere), query: '?fx=headline:treatment' });
  await expect(page.locator('h1')).toHaveText('CONTROL');
});

test('a preview lasts for the tab, and no longer', async ({ context, page, visit }) => {
  const manifest = manifestOf(headline());
  await visit({ feature, manifest, query: '?fx=headline:treatment' });
  await visit({ feature, manifest });
  await expect(page.locator('h1')).toHaveText('VARIANT');
  await page.reload();
  await expect(page.locator('h1')).toHaveText('VARIANT');
  const another = await context.newPage();
  await visit({ feature, manifest, page: another });
  await expect(another.locator('h1')).toHaveText('CONTROL');
  await visit({ feature, manifest });
  await expect(page.locator('h1')).toHaveText('VARIANT');
});

test('?fx=off ends a preview', async ({ page, visit }) => {
  const manifest = manifestOf(headline());
  await visit({ feature, manifest, query: '?fx=headline:treatment' });
  await visit({ feature, manifest, query: '?fx=off' });
  await expect(page.locator('h1')).toHaveText('CONTROL');
  await visit({ feature, manifest });
  await expect(page.locator('h1')).toHaveText('CONTROL');
});

test('a preview of a new visitor leaves nothing behind, and says nothing to anybody', async ({
  collector,
  context,
  page,
  site,
  visit,
}) => {
  const manifest = manifestOf(headline(), other);
  const attributes = { 'data-collect': collector.url, 'data-layer': 'layer' };
  await visit({ feature, path: '/clean', html: '<!doctype html>' });
  const before = await stored(context, page);
  await visit({ feature, manifest, attributes, query: '?fx=headline:treatment,other:control' });
  await expect(page.locator('h1')).toHaveText('VARIANT');
  const fx = await client(page);
  const heard = await fx.evaluate((it) => {
    it.track('sale');
    it.expose('headline');
    return (window as unknown as { layer?: unknown[] }).layer?.length ?? 0;
  });
  expect(heard).toBe(0);
  await visit({ feature, manifest, attributes });
  // the tag with nothing to decide: it ends the preview and stores nothing of its own
  await visit({ feature, manifest: manifestOf(), attributes: { 'data-consent': 'required' }, query: '?fx=off' });
  expect(await stored(context, page)).toEqual(before);
  expect(await isSilent(page, site, collector)).toBe(true);
});

test('a preview of a known visitor changes nothing of what is stored, and the next visit is as the last', async ({
  collector,
  context,
  page,
  site,
  visit,
}) => {
  const half = { ...other, variants: other.variants.map((one) => ({ ...one, weight: 5000 })) };
  const manifest = manifestOf(headline(), half);
  const attributes = { 'data-collect': collector.url };
  await visit({ feature, manifest, attributes });
  await collector.until(() => collector.exposures().length === 2);
  await expect
    .poll(() => page.evaluate(() => Object.keys(localStorage).some((key) => key.startsWith('_fx_e.'))))
    .toBe(false);
  const assigned = await (await client(page)).evaluate((fx) => fx.assignment('other'));
  const before = await stored(context, page);
  collector.reset();
  for (const key of ['control', 'treatment']) {
    await visit({ feature, manifest, attributes, query: `?fx=headline:treatment,other:${key}` });
    expect(await (await client(page)).evaluate((fx) => fx.variant('other'))).toBe(key);
  }
  await visit({ feature, manifest: manifestOf(), query: '?fx=off' });
  expect(await stored(context, page)).toEqual(before);
  expect(await isSilent(page, site, collector)).toBe(true);
  await visit({ feature, manifest, attributes });
  expect(await (await client(page)).evaluate((fx) => [fx.assignment('other'), fx.explain('other')?.reason])).toEqual([
    assigned,
    'sticky',
  ]);
});

test('experiments that a link does not name are decided as for this visitor', async ({ page, visit }) => {
  await visit({ feature, manifest: manifestOf(headline(), other), query: '?fx=headline:treatment' });
  await expect(page.locator('.lead')).toHaveText('VARIANT');
});

test('a known id with an unknown key is out, an unknown id is nothing', async ({ page, visit }) => {
  const manifest = manifestOf(headline(), other);
  await visit({ feature, manifest, query: '?fx=other:nobody,constructor:x,nothing:treatment' });
  await expect(page.locator('.lead')).toHaveText('CONTROL');
  expect(await (await client(page)).evaluate((fx) => [fx.assignment('other'), fx.explain('other')?.reason])).toEqual([
    undefined,
    'preview',
  ]);
});

test('a parameter fx of the site itself is no preview', async ({ collector, page, visit }) => {
  const attributes = { 'data-collect': collector.url };
  for (const query of ['?fx=1', '?fx=EUR:USD', '?fx=', '?effects=headline:treatment']) {
    collector.reset();
    await visit({ feature, manifest: manifestOf(headline()), attributes, query });
    await expect(page.locator('h1')).toHaveText('CONTROL');
    await collector.until(() => collector.exposures().length > 0);
  }
});

test('code, styles and addresses in a link are names that nothing has', async ({ page, problems, site, visit }) => {
  const evil = encodeURIComponent(
    'headline:treatment"><img src=x onerror=alert(1)>,headline:</script><script>alert(2)</script>',
  );
  page.on('dialog', (dialog) => problems.errors.push(dialog.message()));
  await visit({ feature, manifest: manifestOf(headline()), query: `?fx=${evil}&fxp=//evil.test/x.js` });
  await expect(page.locator('h1')).toHaveText('CONTROL');
  expect(site.requests.filter((request) => request.includes('evil.test/x.js') && !request.includes('?fx='))).toEqual(
    [],
  );
});

test('data-preview="off" switches previews off', async ({ page, visit }) => {
  const manifest = manifestOf(headline());
  await visit({ feature, manifest, query: '?fx=headline:treatment', attributes: { 'data-preview': 'off' } });
  await expect(page.locator('h1')).toHaveText('CONTROL');
});

test('a preview works before consent, and stores nothing', async ({ context, page, visit }) => {
  await visit({
    feature,
    manifest: manifestOf(headline(), other),
    query: '?fx=headline:treatment',
    attributes: { 'data-consent': 'required' },
  });
  await expect(page.locator('h1')).toHaveText('VARIANT');
  await expect(page.locator('.lead')).toHaveText('CONTROL');
  expect((await context.cookies()).map(({ name }) => name)).not.toContain('_fx');
});

test('fx.preview shows a variant on this page, and fx.reset ends it', async ({ collector, page, visit }) => {
  await visit({ feature, manifest: manifestOf(headline()), attributes: { 'data-collect': collector.url } });
  await collector.until(() => collector.exposures().length > 0);
  const fx = await client(page);
  await fx.evaluate((it) => it.preview('headline', 'treatment'));
  await expect(page.locator('h1')).toHaveText('VARIANT');
  await fx.evaluate((it) => it.reset());
  await expect(page.locator('h1')).toHaveText('CONTROL');
  await fx.evaluate((it) => it.track('end'));
  await collector.until(() => collector.conversions().length > 0);
  expect(collector.exposures()).toHaveLength(1);
});
