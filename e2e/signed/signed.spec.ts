/**
 * Checks that a page whose tag names a key has only experiments that this key has signed: beside fx.js, beside a
 * container, in links of drafts.
 */

import { readFileSync } from 'node:fs';
import { ATTACKS, site as owner, signed, signerOf } from '../../test/sdk/attacks.js';
import { expect, type Mode, manifestOf, publishContainer, type Site, test, withOps } from '../harness/index.js';
import { composed } from '../harness/snippet.js';

const KEY = owner.key;
const TOKEN = '0123456789abcdef';
const NOW = Date.now();
const file = (name: string): string => readFileSync(new URL(`../../dist/${name}`, import.meta.url), 'utf8');
const js = { 'content-type': 'text/javascript' };

const headline = withOps('headline', { op: 'replaceText', selector: 'h1', value: 'VARIANT' });
const text = JSON.stringify(manifestOf(headline));
const older = JSON.stringify(manifestOf(withOps('former', { op: 'replaceText', selector: 'h1', value: 'FORMER' })));
const off = JSON.stringify({ ...manifestOf(headline), enabled: false });
const draft = JSON.stringify(
  manifestOf(headline, { ...withOps('draft', { op: 'replaceText', selector: 'p', value: 'DRAFT' }), status: 'draft' }),
);
const right = signed(owner, text, NOW);

/** What the site serves under a name, and whether it has a signature. */
const put = (site: Site, name: string, body: string, signature?: string): void => {
  site.answer(`/fx/${name}`, { body });
  site.answer(`/fx/${name}.sig`, signature === undefined ? { status: 404, body: '' } : { body: signature });
};

/** A page with the tag, or with a container, that names the key. */
const publish = (site: Site, mode: Mode, attributes = `data-key="${KEY}"`): string => {
  site.answer('/fx/fx.js', { headers: js, body: file('fx.js') });
  publishContainer(site, composed(manifestOf(headline)));
  const src = mode === 'container' ? '/fx/container.js' : '/fx/fx.js';
  site.answer('/signed', {
    body: `<!doctype html><script src="${src}" data-manifest="/fx/manifest.json" data-timeout="60000" ${attributes}></script><h1>CONTROL</h1><p>LIVE</p>`,
  });
  return `${site.origin}/signed`;
};

interface Scope extends Window {
  readonly fx: { readonly ready?: Promise<{ readonly experiments: readonly { readonly id: string }[] }> };
}
const idsOf = async (): Promise<string[] | undefined> =>
  (await (window as unknown as Scope).fx.ready)?.experiments.map(({ id }) => id);

test('a signed manifest is used, and stored for the next page, which has it before it asks', async ({
  page,
  problems,
  site,
}) => {
  const url = publish(site, 'fetched');
  put(site, 'manifest.json', text, right);
  await page.goto(url);
  await expect(page.locator('h1')).toHaveText('VARIANT');
  await expect.poll(() => page.evaluate(() => localStorage.getItem('_fx_m'))).toContain('headline');
  await page.goto('about:blank');
  site.answer('/fx/manifest.json', { status: 500, body: '' });
  await page.goto(url);
  await expect(page.locator('h1')).toHaveText('VARIANT');
  expect(problems.warnings.filter((one) => one.startsWith('fx:'))).toEqual([]);
});

/** What is made of a manifest that would be taken with its own signature. */
const REFUSED: Readonly<
  Record<string, (good: string, own: string) => readonly [body: string, signature: string | undefined]>
> = {
  'the signature of another key': (good) => [good, signed(signerOf(), good, NOW)],
  'a truncated signature': (good, own) => [good, own.slice(0, -20)],
  'a truncated manifest': (good, own) => [good.slice(0, -1), own],
  'a manifest with a byte more': (good, own) => [`${good} `, own],
  'a changed manifest': (good, own) => [good.replace(/VARIANT|DRAFT/g, 'FOREIGN'), own],
  'the signature of another manifest': (good) => [good, signed(owner, older, NOW)],
  'files in each other’s place': (good, own) => [own, good],
  'a page of HTML for a signature': (good) => [good, '<!doctype html>'],
  'no signature, as before there was a key': (good) => [good, undefined],
};

for (const [what, refused] of Object.entries(REFUSED)) {
  const spoil = (good: string): readonly [body: string, signature: string | undefined] =>
    refused(good, signed(owner, good, NOW));

  test(`${what}: no experiments, and one warning`, async ({ page, problems, site }) => {
    problems.areExpected = true;
    const url = publish(site, 'fetched');
    put(site, 'manifest.json', ...spoil(text));
    await page.goto(url);
    expect(await page.evaluate(idsOf)).toEqual([]);
    await expect(page.locator('h1')).toHaveText('CONTROL');
    expect(problems.warnings.filter((one) => one.startsWith('fx:'))).toEqual([
      expect.stringContaining('fx: no experiments on this page: '),
    ]);
  });

  test(`${what}: a container goes on with what it holds`, async ({ page, problems, site }) => {
    problems.areExpected = true;
    const url = publish(site, 'container');
    put(site, 'manifest.json', ...spoil(off));
    await page.goto(url);
    await expect(page.locator('h1')).toHaveText('VARIANT');
    await expect.poll(() => site.requests.filter((one) => one.includes('manifest.json.sig')).length).toBeGreaterThan(0);
    await page.waitForLoadState('networkidle');
    await expect(page.locator('h1')).toHaveText('VARIANT');
  });

  for (const mode of ['fetched', 'container'] as const)
    test(`${what}: no draft, ${mode}, and the live page`, async ({ page, problems, site }) => {
      problems.areExpected = true;
      const url = publish(site, mode);
      put(site, 'manifest.json', text, right);
      put(site, `preview.${TOKEN}.json`, ...spoil(draft));
      await page.goto(`${url}?fx=draft:treatment&fxp=${TOKEN}`);
      expect(await page.evaluate(idsOf)).toEqual(['headline']);
      await expect(page.locator('p')).toHaveText('LIVE');
      expect(site.requests.filter((one) => one.endsWith(`preview.${TOKEN}.js`))).toEqual([]);
    });
}

test('every attack that servers and engines are put to ends without experiments', async ({ page, problems, site }) => {
  problems.areExpected = true;
  const url = publish(site, 'fetched');
  for (const [what, [manifest, signature]] of Object.entries(ATTACKS)) {
    if (typeof manifest !== 'string') continue;
    put(site, 'manifest.json', manifest, signature);
    await page.goto(url);
    expect(await page.evaluate(idsOf), what).toEqual([]);
  }
});

test('an older manifest that is played again is refused, on this page and on the next', async ({
  page,
  problems,
  site,
}) => {
  problems.areExpected = true;
  const url = publish(site, 'fetched', `data-key="${KEY}" data-max-age="0"`);
  put(site, 'manifest.json', text, right);
  await page.goto(url);
  await expect(page.locator('h1')).toHaveText('VARIANT');
  await expect.poll(() => page.evaluate(() => localStorage.getItem('_fx_m'))).toContain('headline');
  put(site, 'manifest.json', older, signed(owner, older, NOW - 1000));
  await page.goto(url);
  expect(await page.evaluate(idsOf)).toEqual([]);
  expect(problems.warnings.filter((one) => one.startsWith('fx:'))).toEqual([
    expect.stringContaining('is older than one that was signed later and seen here'),
  ]);
});

test('a container takes a stop that is signed', async ({ page, site }) => {
  const url = publish(site, 'container');
  put(site, 'manifest.json', off, owner.sign([Buffer.from(text), Buffer.from(off)], NOW));
  await page.goto(url);
  await expect(page.locator('h1')).toHaveText('CONTROL');
});

for (const mode of ['fetched', 'container'] as const)
  test(`a signed draft is shown, ${mode}, and taken as text`, async ({ page, site }) => {
    const url = publish(site, mode);
    put(site, 'manifest.json', text, right);
    put(site, `preview.${TOKEN}.json`, draft, signed(owner, draft, NOW));
    await page.goto(`${url}?fx=draft:treatment&fxp=${TOKEN}`);
    await expect(page.locator('p')).toHaveText('DRAFT');
  });

for (const mode of ['fetched', 'container'] as const)
  test(`where fx.whole.js is not beside it a tag with a key starts nothing, ${mode}`, async ({
    page,
    problems,
    site,
  }) => {
    problems.areExpected = true;
    const url = publish(site, mode);
    put(site, 'manifest.json', text, right);
    site.answer('/fx/fx.whole.js', { status: 404, body: '' });
    await page.goto(url);
    await page.waitForLoadState('load');
    await expect(page.locator('h1')).toHaveText('CONTROL');
    expect(await page.evaluate(() => Array.isArray((window as unknown as { fx: unknown }).fx))).toBe(true);
    expect(problems.warnings.filter((one) => one.startsWith('fx:'))).toEqual(['fx: fx.whole.js is missing']);
    expect(site.requests.filter((one) => one.includes('manifest.json'))).toEqual([]);
  });

test('a key without a value starts nothing', async ({ page, problems, site }) => {
  problems.areExpected = true;
  const url = publish(site, 'fetched', 'data-key');
  put(site, 'manifest.json', text, right);
  await page.goto(url);
  await page.waitForLoadState('load');
  expect(await page.evaluate(() => 'fx' in window)).toBe(false);
  expect(problems.warnings.filter((one) => one.startsWith('fx:'))).toEqual([
    'fx: starts nothing: unknown attributes: key=""',
  ]);
  expect(site.requests.filter((one) => one.includes('manifest.json'))).toEqual([]);
});

for (const mode of ['fetched', 'container'] as const)
  for (const [what, key, h1] of [
    ['that has signed is used', KEY, mode === 'fetched' ? 'VARIANT' : 'CONTROL'],
    ['that has not signed is heard', signerOf().key, mode === 'fetched' ? 'CONTROL' : 'VARIANT'],
    ['that is empty is one that has signed nothing', '', mode === 'fetched' ? 'CONTROL' : 'VARIANT'],
  ] as const)
    test(`a key on the queue ${what}, ${mode}`, async ({ page, problems, site }) => {
      problems.areExpected = true;
      const url = publish(site, mode, '');
      // A container has its experiments at hand: of what it fetches it takes the stop.
      const manifest = mode === 'fetched' ? text : off;
      put(site, 'manifest.json', manifest, signed(owner, manifest, NOW));
      await page.addInitScript((key) => {
        Object.assign(window, { fx: Object.assign([], { key }) });
      }, key);
      await page.goto(url);
      await page.waitForLoadState('networkidle');
      await expect(page.locator('h1')).toHaveText(h1);
      expect(site.requests.filter((one) => one.endsWith('fx.whole.js'))).toHaveLength(1);
    });

test('a page can name fx.whole.js itself, and loads no other script then', async ({ page, site }) => {
  publish(site, 'fetched');
  put(site, 'manifest.json', text, right);
  site.answer('/whole', {
    body: `<!doctype html><script src="/fx/fx.whole.js" data-manifest="/fx/manifest.json" data-timeout="60000" data-key="${KEY}"></script><h1>CONTROL</h1>`,
  });
  await page.goto(`${site.origin}/whole`);
  await expect(page.locator('h1')).toHaveText('VARIANT');
  expect(site.requests.filter((one) => one.endsWith('.js'))).toHaveLength(1);
});

test('a page without a key asks for no signature and no companion', async ({ page, site }) => {
  const url = publish(site, 'fetched', '');
  put(site, 'manifest.json', text);
  await page.goto(url);
  await expect(page.locator('h1')).toHaveText('VARIANT');
  expect(site.requests.filter((one) => /\.sig|whole/.test(one))).toEqual([]);
});
