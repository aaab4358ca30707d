/**
 * Checks that under every policy a recipe is either seen and its exposure arrives, or nobody is in the experiment and
 * nothing is sent.
 */

import type { Page } from '@playwright/test';
import { type Collector, client, expect, manifestOf, test } from '../harness/index.js';
import { cellsOf, headline, html, KINDS, NONCE, SCRIPTS, TYPES } from './cells.js';

const feature = 'strict';
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
    test(`under ${scriptName} and ${typesName}`, async ({ collector, page, problems, site, visit }) => {
      site.answer('/clean', { body: '<!doctype html>' });
      await page.addInitScript(() => {
        const seen: string[] = [];
        Object.assign(window, { violations: seen });
        document.addEventListener('securitypolicyviolation', (event) =>
          seen.push(`${event.violatedDirective} ${event.sample}`),
        );
      });
      for (const { name: cell, recipe, mode, policy, isAllowed } of cellsOf(script, types)) {
        const before = sentExperiments(collector).length;
        const manifest = manifestOf(headline(recipe));
        site.answer('/fx/manifest.json', { body: JSON.stringify(manifest) });
        await visit({
          feature,
          html,
          mode,
          manifest,
          attributes: { 'data-collect': collector.url, nonce: NONCE },
          headers: { 'content-security-policy': policy },
        });
        const fx = await client(page);
        await fx.evaluate((it) => it.ready.then(() => undefined));
        if (isAllowed) {
          expect(await isSeen(page), cell).toBe(true);
          await collector.until(() => sentExperiments(collector).length > before);
          expect(await page.evaluate(() => (window as unknown as { violations: string[] }).violations), cell).toEqual(
            [],
          );
        } else {
          expect(await isSeen(page), cell).toBe(false);
          expect(await fx.evaluate((it) => it.explain('headline')?.reason), cell).toBe('csp');
          await fx.evaluate((it, name) => it.track(name), cell);
          await collector.until(() => collector.conversions().some((event) => event.name === cell));
          expect(sentExperiments(collector).length, cell).toBe(before);
        }
        // the next cell is another visitor's
        await page.goto(`${site.origin}/clean`);
        await page.evaluate(() => localStorage.clear());
        await page.context().clearCookies();
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
    const spoiled = manifestOf(headline({ js: 'window.isSpoiled = true' }));
    const options = {
      feature,
      html,
      mode: 'fetched' as const,
      attributes: { nonce: NONCE },
      headers: { 'content-security-policy': policy },
    };
    site.answer('/fx/manifest.json', { body: JSON.stringify(manifestOf(headline(KINDS.text))) });
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
  site.answer('/fx/manifest.json', { body: JSON.stringify(manifestOf(headline(KINDS.js))) });
  await visit(options);
  await expect(page).toHaveTitle('VARIANT');
  await visit(options);
  await expect(page).toHaveTitle('VARIANT');
});
