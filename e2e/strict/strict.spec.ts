/** Under every policy a recipe is either seen and its exposure arrives, or nobody is in the experiment and nothing is sent. */

import type { Page } from '@playwright/test';
import type { Experiment, Variant } from '../../src/core/index.js';
import { type Collector, client, expect, type Mode, manifestOf, test } from '../harness/index.js';

const feature = 'strict';
const NONCE = 'r4nd0m';

const SCRIPTS: Readonly<Record<string, string>> = {
  'no script-src': '',
  "script-src 'self'": "script-src 'self'",
  'script-src with a nonce': `script-src 'nonce-${NONCE}'`,
  'script-src with strict-dynamic': `script-src 'nonce-${NONCE}' 'strict-dynamic'`,
};
const STYLES: Readonly<Record<string, string>> = { 'no style-src': '', "style-src 'self'": "style-src 'self'" };
const TYPES: Readonly<Record<string, string>> = {
  'no Trusted Types': '',
  'Trusted Types that allow fx': "require-trusted-types-for 'script'; trusted-types fx",
  'Trusted Types that forbid it': "require-trusted-types-for 'script'; trusted-types 'none'",
};

/** What each kind of recipe does: one look at the heading and the title tells. */
const KINDS: Readonly<Record<string, Partial<Variant>>> = {
  text: { domOps: [{ op: 'replaceText', selector: 'h1', value: 'VARIANT' }] },
  css: { css: 'h1 { letter-spacing: 7px }' },
  html: { domOps: [{ op: 'replaceHTML', selector: 'h1', value: '<b>VARIANT</b>' }] },
  js: { js: "document.title = 'VARIANT'" },
};

// the page's own inline style would be a violation of its own
const html = `<!doctype html><title>fx: strict</title>
<script type="application/json" id="fx-manifest">null</script><script src="../../dist/fx.js"></script>
<h1>CONTROL</h1>`;

/** Everyone gets the recipe. */
const experiment = (recipe: Partial<Variant> | undefined): Experiment => ({
  id: 'headline',
  name: 'Headline',
  variants: [
    { key: 'control', name: 'Control', weight: 0 },
    { key: 'treatment', name: 'Treatment', weight: 10000, ...recipe },
  ],
});

/** Whether the policy lets a recipe of that kind do what it does. */
const isAllowed = (kind: string, mode: Mode, script: string, types: string): boolean => {
  if (kind === 'html') return !types.endsWith("'none'");
  if (kind !== 'js' || mode === 'container') return true;
  return !types.endsWith("'none'") && script !== SCRIPTS["script-src 'self'"];
};

const isSeen = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const h1 = document.querySelector('h1');
    return (
      document.title === 'VARIANT' ||
      h1?.textContent === 'VARIANT' ||
      (!!h1 && getComputedStyle(h1).letterSpacing === '7px')
    );
  });

const sentExperiments = (collector: Collector): string[] => collector.exposures().map(({ experiment: id }) => `${id}`);

for (const [scriptName, script] of Object.entries(SCRIPTS)) {
  for (const [typesName, types] of Object.entries(TYPES)) {
    test(`under ${scriptName} and ${typesName}`, async ({ browser, collector, problems, site, visit }) => {
      test.setTimeout(90_000);
      for (const [styleName, style] of Object.entries(STYLES)) {
        for (const mode of ['container', 'fetched'] as const) {
          for (const [kind, recipe] of Object.entries(KINDS)) {
            // no other kind has anything to do with style-src: it sets no style by markup
            if (style && kind !== 'css') continue;
            const cell = `${styleName}, ${mode}, ${kind}`;
            const context = await browser.newContext();
            const page = await context.newPage();
            await page.addInitScript(() => {
              const seen: string[] = [];
              Object.assign(window, { violations: seen });
              document.addEventListener('securitypolicyviolation', (event) =>
                seen.push(`${event.violatedDirective} ${event.sample}`),
              );
            });
            page.on('pageerror', (error) => problems.errors.push(error.message));
            const before = sentExperiments(collector).length;
            const manifest = manifestOf(experiment(recipe));
            site.answer('/fx/manifest.json', { body: JSON.stringify(manifest) });
            await visit({
              feature,
              html,
              mode,
              page,
              manifest,
              attributes: { 'data-collect': collector.url, nonce: NONCE },
              headers: { 'content-security-policy': [script, style, types].filter(Boolean).join('; ') || 'img-src *' },
            });
            const fx = await client(page);
            await fx.evaluate((it) => it.ready.then(() => undefined));
            if (isAllowed(kind, mode, script, types)) {
              expect(await isSeen(page), cell).toBe(true);
              await collector.until(() => sentExperiments(collector).length > before);
              expect(
                await page.evaluate(() => (window as unknown as { violations: string[] }).violations),
                cell,
              ).toEqual([]);
            } else {
              expect(await isSeen(page), cell).toBe(false);
              expect(await fx.evaluate((it) => it.explain('headline')?.reason), cell).toBe('csp');
              await fx.evaluate((it, name) => it.track(name), cell);
              await collector.until(() => collector.conversions().some((event) => event.name === cell));
              expect(sentExperiments(collector).length, cell).toBe(before);
            }
            await context.close();
          }
        }
      }
      expect(problems.errors).toEqual([]);
    });
  }
}

for (const [name, policy] of [
  ['a nonce', `script-src 'nonce-${NONCE}'`],
  ['Trusted Types', "require-trusted-types-for 'script'; trusted-types fx"],
] as const) {
  test(`what somebody else put into storage runs no code on a page with ${name}`, async ({ page, site, visit }) => {
    const spoiled = manifestOf(experiment({ js: 'window.isSpoiled = true' }));
    const options = {
      feature,
      html,
      mode: 'fetched' as const,
      attributes: { nonce: NONCE },
      headers: { 'content-security-policy': policy },
    };
    site.answer('/fx/manifest.json', { body: JSON.stringify(manifestOf(experiment(KINDS.text))) });
    await visit(options);
    await expect(page.locator('h1')).toHaveText('VARIANT');
    await page.evaluate(
      (text) => {
        const [at, url] = (localStorage.getItem('_fx_m') ?? '').split(' ');
        localStorage.setItem('_fx_m', `${at} ${url} ${text}`);
      },
      JSON.stringify({ ...spoiled, revision: 'spoiled' }),
    );
    const asked = site.requests.length;
    await page.reload();
    await expect.poll(() => site.requests.slice(asked).some((request) => request.includes('manifest.json'))).toBe(true);
    await (await client(page)).evaluate((it) => it.ready.then(() => undefined));
    expect(await page.evaluate(() => 'isSpoiled' in window)).toBe(false);
  });
}

test('js of a stored manifest runs on a strict page when the fetched copy says the same', async ({
  page,
  site,
  visit,
}) => {
  const options = {
    feature,
    html,
    mode: 'fetched' as const,
    attributes: { nonce: NONCE },
    headers: { 'content-security-policy': `script-src 'nonce-${NONCE}'` },
  };
  site.answer('/fx/manifest.json', { body: JSON.stringify(manifestOf(experiment(KINDS.js))) });
  await visit(options);
  await expect(page).toHaveTitle('VARIANT');
  await visit(options);
  await expect(page).toHaveTitle('VARIANT');
});
