/**
 * Checks that where a browser has no constructed style sheets, css goes into an element that the page's policy lets in
 * by its nonce.
 */

import { expect, manifestOf, test } from '../harness/index.js';
import { headline, html, KINDS, NONCE } from './cells.js';

for (const mode of ['fetched', 'container'] as const) {
  test(`css is seen under a style-src with the nonce of the tag, ${mode}`, async ({
    collector,
    page,
    problems,
    site,
    visit,
  }) => {
    await page.addInitScript(() => {
      const seen: string[] = [];
      // as Safari before 16.4 and Firefox before 101 have it
      Object.assign(window, { CSSStyleSheet: class {}, violations: seen });
      document.addEventListener('securitypolicyviolation', ({ violatedDirective }) => seen.push(violatedDirective));
    });
    const manifest = manifestOf(headline(KINDS.css));
    site.answer('/fx/manifest.json', { body: JSON.stringify(manifest) });
    await visit({
      feature: 'strict',
      html,
      mode,
      manifest,
      attributes: { nonce: NONCE, 'data-collect': collector.url },
      headers: { 'content-security-policy': `script-src 'nonce-${NONCE}'; style-src 'nonce-${NONCE}'` },
    });
    await expect(page.locator('h1')).toHaveCSS('letter-spacing', '7px');
    expect(await page.evaluate(() => document.querySelectorAll('style').length)).toBe(1);
    expect(await page.evaluate(() => (window as unknown as { violations: string[] }).violations)).toEqual([]);
    await collector.until(() => collector.exposures().length === 1);
    expect(problems.warnings).toEqual([]);
  });
}
