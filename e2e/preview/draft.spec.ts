/** Checks that a draft is seen by who has its token, and by nobody else; nothing of it stays. */

import type { BrowserContext, Page } from '@playwright/test';
import { client, draftsOf, expect, type Mode, manifestOf, pageOf, type Site, test, withOps } from '../harness/index.js';

const feature = 'preview';
const TOKEN = '0123456789abcdef';
const link = `?fx=draft:treatment&fxp=${TOKEN}`;
const live = manifestOf(withOps('live', { op: 'replaceText', selector: '.lead', value: 'LIVE' }));
const draft = withOps('draft', { op: 'replaceText', selector: 'h1', value: 'DRAFT' });
const drafts = manifestOf(...live.experiments, { ...draft, status: 'draft' });

/** Publishes the live files and, beside them, those that the token names. */
const publishBoth = (site: Site, mode: Mode): void => {
  const js = { 'content-type': 'text/javascript' };
  if (mode === 'container') site.answer(`/fx/preview.${TOKEN}.js`, { headers: js, body: draftsOf(drafts) });
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

interface Early extends Window {
  readonly seen: { readonly type: string; readonly version: string; readonly variant: string | undefined };
}

/** What the page sees of fx right behind the tag. */
const looking = pageOf(feature).replace(
  '<body>',
  '<body><script>seen = { type: typeof fx, version: fx.version, variant: fx.variant("live") }</script>',
);

for (const mode of ['fetched', 'container'] as const) {
  const missing: readonly (readonly [what: string, answer: Parameters<Site['answer']>[1], why: string])[] = [
    ['is not there', { status: 404, body: 'nothing' }, 'is not there'],
    ['is a page of HTML', { headers: { 'content-type': 'text/html' }, body: '<!doctype html>' }, 'is not there'],
    ['fails', { status: 500, body: '' }, 'is not there'],
  ];
  for (const [what, answer, why] of missing) {
    test(`${mode}: where the file of the drafts ${what}, the live experiments run, with one warning`, async ({
      page,
      problems,
      site,
      visit,
    }) => {
      // a script that is HTML is an error of the page that no tag can prevent
      problems.areExpected = true;
      site.answer('/fx/manifest.json', { body: JSON.stringify(live) });
      site.answer(`/fx/preview.${TOKEN}.${mode === 'container' ? 'js' : 'json'}`, answer);
      await visit({ feature, mode, manifest: live, query: link, html: looking });
      await expect(page.locator('.lead')).toHaveText('LIVE');
      await expect(page.locator('h1')).toHaveText('CONTROL');
      expect(await page.evaluate(() => (window as unknown as Early).seen)).toMatchObject({
        type: 'object',
        version: expect.stringMatching(/^\d/),
      });
      const fx = await client(page);
      expect(await fx.evaluate((it) => [it.variant('live'), it.explain('live')?.reason])).toEqual([
        'treatment',
        'assigned',
      ]);
      expect(problems.warnings.filter((text) => text.includes('drafts'))).toEqual([
        `fx: no drafts in this preview: ${site.origin}/fx/preview.${TOKEN}.${mode === 'container' ? 'js' : 'json'} ${why}`,
      ]);
    });
  }

  test(`${mode}: a link that forces a live variant with a token that is none shows it, here and on the next page`, async ({
    collector,
    page,
    site,
    visit,
  }) => {
    site.answer('/fx/manifest.json', { body: JSON.stringify(live) });
    const here = { feature, mode, manifest: live, attributes: { 'data-collect': collector.url } } as const;
    await visit({ ...here, query: `?fx=live:control&fxp=${TOKEN}` });
    const reasons = async (): Promise<unknown> =>
      (await client(page)).evaluate(async (it) => {
        await it.ready;
        return [it.variant('live'), it.explain('live')?.reason];
      });
    expect(await reasons()).toEqual(['control', 'preview']);
    await visit(here);
    expect(await reasons()).toEqual(['control', 'preview']);
    expect(site.requests.filter((request) => /^GET \/fx\/preview\./.test(request))).toHaveLength(1);
    await visit({ ...here, query: '?fx=off' });
    await collector.until(() => collector.exposures().length === 1);
    expect(collector.events()).toHaveLength(1);
  });

  test(`${mode}: drafts that do not come in time leave the live experiments`, async ({
    page,
    problems,
    publish,
    site,
  }) => {
    publishBoth(site, mode);
    const stream = site.stream(`/fx/preview.${TOKEN}.${mode === 'container' ? 'js' : 'json'}`);
    // the live file of a fetched page has the same time: long enough for a machine with much to do
    const url = publish({ feature, mode, manifest: live, query: link, attributes: { 'data-timeout': '4000' } });
    await page.goto(url, { waitUntil: 'commit' });
    await expect(page.locator('.lead')).toHaveText('LIVE');
    expect(problems.warnings.filter((text) => text.includes('drafts'))).toHaveLength(1);
    expect(problems.warnings.join()).toContain('is too slow');
    await stream.end('');
  });
}

test('a second container is no draft: it warns and stays out', async ({ page, problems, site, visit }) => {
  publishBoth(site, 'container');
  const html = pageOf(feature).replace('</body>', `<script src="/fx/preview.${TOKEN}.js"></script></body>`);
  await visit({ feature, mode: 'container', manifest: live, html });
  await expect(page.locator('.lead')).toHaveText('LIVE');
  await expect(page.locator('h1')).toHaveText('CONTROL');
  expect(problems.warnings.join()).toContain('stays out');
});
