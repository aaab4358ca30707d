/** Under every policy a recipe is either seen and its exposure arrives, or nobody is in the experiment and nothing is sent. */

import type { Page } from '@playwright/test';
import type { Experiment, Variant } from '../../src/core/index.js';
import { type Collector, client, expect, type Mode, manifestOf, test, withControl } from '../harness/index.js';

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

/** What each kind of recipe does to the same heading: one look at it tells. */
const KINDS: Readonly<Record<string, Partial<Variant>>> = {
  text: { domOps: [{ op: 'replaceText', selector: 'h1', value: 'VARIANT' }] },
  css: { css: 'h1 { letter-spacing: 7px }' },
  html: { domOps: [{ op: 'replaceHTML', selector: 'h1', value: '<b>VARIANT</b>' }] },
  js: { js: "document.querySelector('h1').textContent = 'VARIANT'" },
};

// the page's own inline style would be a violation of its own
const html = `<!doctype html><title>fx: strict</title>
<script type="application/json" id="fx-manifest">null</script><script src="../../dist/fx.js"></script>
<h1>CONTROL</h1>`;

const experiment = (recipe: Partial<Variant>): Experiment => {
  const made = withControl('headline', {});
  return {
    ...made,
    variants: made.variants.map((one) => ({
      key: one.key,
      name: one.name,
      weight: one.weight,
      ...(one.weight && recipe),
    })),
  };
};

/** Whether the policy lets a recipe of that kind do what it does. */
const isAllowed = (kind: string, mode: Mode, script: string, types: string): boolean => {
  if (kind === 'html') return !types.endsWith("'none'");
  if (kind !== 'js' || mode === 'container') return true;
  return !types.endsWith("'none'") && script !== SCRIPTS["script-src 'self'"];
};

const isSeen = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const h1 = document.querySelector('h1');
    return h1?.textContent === 'VARIANT' || (!!h1 && getComputedStyle(h1).letterSpacing === '7px');
  });

const sentExperiments = (collector: Collector): string[] => collector.exposures().map(({ experiment: id }) => `${id}`);

for (const [scriptName, script] of Object.entries(SCRIPTS)) {
  for (const [typesName, types] of Object.entries(TYPES)) {
    test(`under ${scriptName} and ${typesName}`, async ({ collector, context, problems, visit }) => {
      test.setTimeout(90_000);
      for (const [styleName, style] of Object.entries(STYLES)) {
        for (const mode of ['container', 'fetched'] as const) {
          for (const [kind, recipe] of Object.entries(KINDS)) {
            const cell = `${styleName}, ${mode}, ${kind}`;
            await context.clearCookies();
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
            await visit({
              feature,
              html,
              mode,
              page,
              manifest: manifestOf(experiment(recipe)),
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
              await fx.evaluate((it) => it.track('the last word'));
              await collector.until(() => collector.conversions().length > 0);
              expect(sentExperiments(collector).length, cell).toBe(before);
            }
            await page.evaluate(() => localStorage.clear());
            await page.close();
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
    await visit({ ...options, manifest: manifestOf(experiment(KINDS['text'] ?? {})) });
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
    await page.waitForLoadState('networkidle');
    expect(await page.evaluate(() => 'isSpoiled' in window)).toBe(false);
  });
}

test('js of a stored manifest runs on a strict page when the fetched copy says the same', async ({ page, visit }) => {
  const options = {
    feature,
    html,
    mode: 'fetched' as const,
    manifest: manifestOf(experiment(KINDS['js'] ?? {})),
    attributes: { nonce: NONCE },
    headers: { 'content-security-policy': `script-src 'nonce-${NONCE}'` },
  };
  await visit(options);
  await expect(page.locator('h1')).toHaveText('VARIANT');
  await visit(options);
  await expect(page.locator('h1')).toHaveText('VARIANT');
});
