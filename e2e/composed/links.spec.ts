/**
 * Checks that a container without previews asks its companion for them, where a link or the tab says so, and for
 * nothing otherwise.
 */

import { readFileSync } from 'node:fs';
import { compose, compositionOf, container, type Parts } from '../../dist/esm/authoring/index.js';
import { client, expect, manifestOf, type Site, sampler, shown, test } from '../harness/index.js';

const read = (name: string): string => readFileSync(new URL(`../../dist/${name}`, import.meta.url), 'utf8');
const js = { 'content-type': 'text/javascript' };
const COMPANION = '/fx/fx.whole.js';
const WARNING = 'fx: fx.whole.js is missing';

/** Nobody gets the variant. */
const manifest = manifestOf({
  id: 'headline',
  name: 'Headline',
  trigger: { kind: 'urlMatch', pattern: '/composed' },
  variants: [
    { key: 'control', name: 'Control', weight: 10000 },
    { key: 'new', name: 'New', weight: 0, domOps: [{ op: 'replaceText', selector: 'h1', value: 'New' }] },
  ],
});

/** Publishes a page with the container of this manifest; `attributes` of its script. */
const publish = (site: Site, attributes = '', headers: Readonly<Record<string, string>> = {}): string => {
  const parts = JSON.parse(read('fx.parts.json')) as Parts;
  const body = container(compose(parts, compositionOf([manifest], new Set())), manifest).text;
  site.answer('/fx/container.js', { headers: js, body });
  site.answer(COMPANION, { headers: js, body: read('fx.whole.js') });
  site.answer('/composed', {
    headers,
    body: `<!doctype html>${sampler("text().includes('Control')", "text().includes('New')")}<script src="/fx/container.js"${attributes}></script><main><h1>Control</h1></main>`,
  });
  return `${site.origin}/composed`;
};

test('a visit without such a link asks for nothing', async ({ page, site }) => {
  const url = publish(site);
  for (const query of ['', '?fx=eur', '?fx=', '?x=fx:y', '?efx=a:b']) await page.goto(url + query);
  await expect(page.locator('h1')).toHaveText('Control');
  expect(site.requests.filter((request) => request.includes('whole'))).toEqual([]);
});

for (const link of ['?fx=headline:new', '?a=1&fx=headline%3Anew', '?fx=headline%3anew'])
  test(`${link} shows the variant, for the tab, and without a frame of the control`, async ({ page, site }) => {
    const url = publish(site);
    await page.goto(url + link);
    await expect(page.locator('h1')).toHaveText('New');
    expect(await (await client(page)).evaluate((fx) => fx.explain('headline')?.reason)).toBe('preview');
    expect((await shown(page)).frames.filter(({ isControl }) => isControl)).toEqual([]);
    await page.goto(url);
    await expect(page.locator('h1')).toHaveText('New');
    await page.goto(`${url}?fx=off`);
    await expect(page.locator('h1')).toHaveText('Control');
    await page.goto(url);
    await expect(page.locator('h1')).toHaveText('Control');
  });

for (const attribute of ['async', 'defer', 'type="module"'])
  test(`a tag with ${attribute} previews, too, and the queue is served`, async ({ page, site }) => {
    const url = publish(site, ` ${attribute}`);
    await page.addInitScript(() => {
      const scope = window as unknown as { fx: unknown[]; said: unknown };
      scope.fx = [(fx: { variant(id: string): unknown }) => (scope.said = fx.variant('headline'))];
    });
    await page.goto(`${url}?fx=headline:new`);
    await expect(page.locator('h1')).toHaveText('New');
    expect(await page.evaluate(() => (window as unknown as { said: unknown }).said)).toBe('new');
  });

test('a strict page with a nonce lets the companion run', async ({ page, problems, site }) => {
  const policy = "script-src 'nonce-abc'; style-src 'nonce-abc'";
  const url = publish(site, ' nonce="abc"', { 'content-security-policy': policy });
  await page.goto(`${url}?fx=headline:new`);
  await expect(page.locator('h1')).toHaveText('New');
  expect(problems.errors).toEqual([]);
});

for (const [what, answer] of [
  ['is not there', { status: 404, body: '' }],
  ['is a page of HTML', { headers: { 'content-type': 'text/html' }, body: '<!doctype html><p>no</p>' }],
  ['cannot be reached', { status: 500, body: '' }],
] as const)
  for (const attribute of ['', ' async'])
    test(`where the companion ${what}, the live page runs${attribute && ', async'}, with one warning`, async ({
      page,
      problems,
      site,
    }) => {
      problems.areExpected = true;
      const url = publish(site, attribute);
      site.answer(COMPANION, answer);
      await page.goto(`${url}?fx=headline:new`);
      const fx = await client(page);
      expect(await fx.evaluate(async (it) => (await it.ready).variant('headline'))).toBe('control');
      await expect(page.locator('h1')).toHaveText('Control');
      expect(problems.warnings.filter((text) => text.startsWith('fx:'))).toEqual([WARNING]);
    });

const TRUSTED = { 'content-security-policy': "require-trusted-types-for 'script'" };

test('Trusted Types that refuse the companion leave the live page with one warning', async ({
  page,
  problems,
  site,
}) => {
  problems.areExpected = true;
  const url = publish(site, '', TRUSTED);
  await page.goto(`${url}?fx=headline:new`);
  expect(await (await client(page)).evaluate((fx) => fx.variant('headline'))).toBe('control');
  await expect(page.locator('h1')).toHaveText('Control');
  expect(problems.warnings.filter((text) => text.startsWith('fx:'))).toEqual([WARNING]);
});

test('a default policy of the page lets the companion come', async ({ page, problems, site }) => {
  const url = publish(site, '', TRUSTED);
  await page.addInitScript(() => {
    const same = (text: string): string => text;
    const { trustedTypes } = window as unknown as { trustedTypes: { createPolicy(name: string, rules: object): void } };
    trustedTypes.createPolicy('default', { createHTML: same, createScriptURL: same, createScript: same });
  });
  await page.goto(`${url}?fx=headline:new`);
  await expect(page.locator('h1')).toHaveText('New');
  expect(problems.errors).toEqual([]);
});

test('data-preview="off" asks for no companion', async ({ page, site }) => {
  const url = publish(site, ' data-preview="off"');
  await page.goto(`${url}?fx=headline:new`);
  await expect(page.locator('h1')).toHaveText('Control');
  expect(site.requests.filter((request) => request.includes('whole'))).toEqual([]);
});

test('no address in a link is ever asked', async ({ page, site }) => {
  const url = publish(site);
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(`${url}?fx=headline:new&fxp=//evil.example/0123456789abcdef&fx-edit=https://evil.example/x.js`);
  await expect(page.locator('h1')).toHaveText('New');
  expect(asked.filter((one) => !one.startsWith(site.origin))).toEqual([]);
});
