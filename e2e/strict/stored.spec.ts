/** Checks that on strict pages nothing that somebody else put into storage runs, whatever it pretends to be. */

import type { Variant } from '../../src/core/index.js';
import { client, expect, manifestOf, painted, test } from '../harness/index.js';
import { headline, html, KINDS, NONCE } from './cells.js';

const feature = 'strict';
const URL = '/fx/manifest.json';

const POLICIES = {
  'with a nonce': `script-src 'nonce-${NONCE}'`,
  'with strict-dynamic': `script-src 'nonce-${NONCE}' 'strict-dynamic'`,
  'that requires Trusted Types': "require-trusted-types-for 'script'; trusted-types fx",
};

const POISON: Readonly<Record<string, Partial<Variant>>> = {
  js: { js: 'window.isSpoiled = true' },
  html: { domOps: [{ op: 'replaceHTML', selector: 'h1', value: '<img src=x onerror="isSpoiled = true">SPOILED' }] },
};

for (const [name, policy] of Object.entries(POLICIES)) {
  for (const [kind, recipe] of Object.entries(POISON)) {
    test(`on a page ${name} stored ${kind} under the revision that is published does not run`, async ({
      page,
      site,
      visit,
    }) => {
      const published = JSON.stringify(manifestOf(headline({ ...KINDS.text, ...(kind === 'js' && KINDS.js) })));
      site.answer(URL, { body: published });
      const attributes = { nonce: NONCE };
      const headers = { 'content-security-policy': policy };
      await visit({ feature, html, mode: 'fetched', attributes, headers });
      await expect(page.locator('h1')).toHaveText('VARIANT');
      await page.evaluate(
        (text) => {
          const [at, url] = (localStorage.getItem('_fx_m') ?? '').split(' ');
          localStorage.setItem('_fx_m', `${at} ${url} ${text}`);
        },
        JSON.stringify(manifestOf(headline(recipe))),
      );
      await page.reload();
      const stored = () => page.evaluate(() => localStorage.getItem('_fx_m'));
      // the copy is written when the answer is there, and looked at right after
      await expect.poll(async () => (await stored())?.endsWith(published)).toBe(true);
      await painted(page);
      expect(await page.evaluate(() => 'isSpoiled' in window)).toBe(false);
      await expect(page.locator('h1')).toHaveText('CONTROL');
      expect(await (await client(page)).evaluate((fx) => fx.variant('headline'))).toBeUndefined();
      await page.reload();
      await expect(page.locator('h1')).toHaveText('VARIANT');
    });
  }
}
