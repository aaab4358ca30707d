/** A draft is seen by who has its token, and by nobody else; nothing of it stays. */

import type { BrowserContext, Page } from '@playwright/test';
import type { Manifest } from '../../src/core/index.js';
import { client, expect, install, type Mode, manifestOf, pageOf, type Site, test, withOps } from '../harness/index.js';

const feature = 'preview';
const TOKEN = '0123456789abcdef';
const link = `?fx=draft:treatment&fxp=${TOKEN}`;
const live = manifestOf(withOps('live', { op: 'replaceText', selector: '.lead', value: 'LIVE' }));
const draft = withOps('draft', { op: 'replaceText', selector: 'h1', value: 'DRAFT' });
const drafts = manifestOf(...live.experiments, { ...draft, status: 'draft' });

/** Publishes the live files and, beside them, those that the token names. */
const publishBoth = (site: Site, mode: Mode): void => {
  const containerOf = (manifest: Manifest): string =>
    install(pageOf(feature), { mode: 'container', manifest }).container;
  const js = { 'content-type': 'text/javascript' };
  if (mode === 'container') site.answer(`/fx/preview.${TOKEN}.js`, { headers: js, body: containerOf(drafts) });
  else site.answer(`/fx/preview.${TOKEN}.json`, { body: JSON.stringify(drafts) });
  site.answer('/fx/manifest.json', { body: JSON.stringify(live) });
};

const stored = async (context: BrowserContext, page: Page): Promise<unknown> => ({
  cookies: (await context.cookies()).map(({ name, value }) => [name, value]).sort(),
  local: await page.evaluate(() => Object.entries(localStorage).sort()),
});

for (const mode of ['fetched', 'container'] as const) {
  test(`${mode}: a link with the token shows a draft, for the tab, and leaves what is stored as it was`, async ({
    collector,
    context,
    page,
    site,
    visit,
  }) => {
    publishBoth(site, mode);
    const here = { feature, mode, manifest: live, attributes: { 'data-collect': collector.url } } as const;
    await visit(here);
    await expect(page.locator('.lead')).toHaveText('LIVE');
    await collector.until(() => collector.exposures().length === 1);
    await expect
      .poll(() => page.evaluate(() => Object.keys(localStorage).some((key) => key.startsWith('_fx_e.'))))
      .toBe(false);
    const before = await stored(context, page);
    const heard = collector.events().length;
    for (const query of [link, '']) {
      await visit({ ...here, query });
      await expect(page.locator('h1')).toHaveText('DRAFT');
      await expect(page.locator('.lead')).toHaveText('LIVE');
      const fx = await client(page);
      expect(await fx.evaluate((it) => [it.variant('draft'), it.explain('draft')?.reason])).toEqual([
        'treatment',
        'preview',
      ]);
      await fx.evaluate((it) => it.track('unheard'));
    }
    // the link that ends it leaves nothing but what was there
    await page.evaluate(() => (window as unknown as { fx: { reset(): void } }).fx.reset());
    await page.goto('about:blank');
    await visit({ ...here, mode: 'inline', manifest: manifestOf(), query: '?fx=off' });
    expect(await stored(context, page)).toEqual(before);
    await (await client(page)).evaluate((it) => it.track('end'));
    await collector.until(() => collector.conversions().length > 0);
    const since = collector.events().slice(heard);
    expect(since.map((event) => ('name' in event ? event.name : event.type))).toEqual(['end']);
  });

  test(`${mode}: without the token, or with another, a draft is in no page`, async ({ page, site, visit }) => {
    publishBoth(site, mode);
    for (const query of [
      '?fx=draft:treatment',
      '?fx=draft:treatment&fxp=0123456789ABCDEF',
      '?fx=draft:treatment&fxp=../x',
    ]) {
      await visit({ feature, mode, manifest: live, query });
      await expect(page.locator('.lead')).toHaveText('LIVE');
      await expect(page.locator('h1')).toHaveText('CONTROL');
      expect(await (await client(page)).evaluate((it) => it.explain('draft') ?? null)).toBeNull();
    }
    expect(site.requests.filter((request) => /^GET \/fx\/preview/.test(request))).toEqual([]);
  });
}
