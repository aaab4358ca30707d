/**
 * Checks every kind of recipe under Trusted Types, with lists of policies that allow fx's, none, or those of others:
 * each works, or is out with the reason `csp`, and the page gets one report of it at most.
 */

import type { Experiment, Variant } from '../../src/core/index.js';
import { client, expect, manifestOf, test } from '../harness/index.js';

/** Lists of policies that a page may allow, and whether markup and code of texts can be trusted there. */
const LISTS = [
  ['trusted-types fx', true],
  ["trusted-types 'none'", false],
  ['trusted-types vendor dompurify', false],
  // Without a list any policy may be made.
  ['', true],
] as const;

/** What each kind changes, and where it is seen. */
const KINDS: Readonly<Record<string, Partial<Variant>>> = {
  text: { domOps: [{ op: 'replaceText', selector: '#text', value: 'VARIANT' }] },
  html: { domOps: [{ op: 'replaceHTML', selector: '#html', value: '<b>VARIANT</b>' }] },
  attribute: { domOps: [{ op: 'setAttr', selector: '#attribute', name: 'title', value: 'VARIANT' }] },
  css: { css: '#css { letter-spacing: 7px }' },
  js: { js: "document.title = 'VARIANT'" },
};
const HTML = `<!doctype html><title>fx: types</title>
<script type="application/json" id="fx-manifest">null</script><script src="../../dist/fx.js"></script>
${Object.keys(KINDS)
  .map((kind) => `<p id="${kind}">CONTROL</p>`)
  .join('\n')}`;

const everyone = (id: string, variant: Partial<Variant>, rest: Partial<Experiment> = {}): Experiment => ({
  ...{ id, name: id, ...rest },
  variants: [
    { key: 'control', name: 'Control', weight: 0 },
    { key: 'treatment', name: 'Treatment', weight: 10000, ...variant },
  ],
});
const all = manifestOf(...Object.entries(KINDS).map(([kind, variant]) => everyone(kind, variant)));
const away = manifestOf(
  everyone('away', { redirect: '/there' }, { trigger: { kind: 'urlMatch', pattern: '^/here$', regex: true } }),
);

for (const [list, isTrusted] of LISTS)
  for (const mode of ['container', 'fetched'] as const)
    test(`Trusted Types with ${list || 'no list'}, ${mode}: each kind works, or is out by csp`, async ({
      page,
      problems,
      publish,
      site,
      visit,
    }) => {
      await page.addInitScript(() => {
        Object.assign(window, { reports: [] });
        document.addEventListener('securitypolicyviolation', ({ violatedDirective, sample }) =>
          (window as unknown as { reports: string[] }).reports.push(`${violatedDirective} ${sample}`),
        );
      });
      const headers = { 'content-security-policy': `require-trusted-types-for 'script'; ${list}` };
      site.answer('/fx/manifest.json', { body: JSON.stringify(all) });
      await visit({ feature: 'strict', html: HTML, mode, manifest: all, headers });
      const fx = await client(page);
      await fx.evaluate((it) => it.ready.then(() => undefined));
      const reasons = await fx.evaluate(
        (it, kinds) => Object.fromEntries(kinds.map((kind) => [kind, it.explain(kind)?.reason])),
        Object.keys(KINDS),
      );
      const seen = await page.evaluate(() => {
        const of = (id: string) => document.getElementById(id) as HTMLElement;
        return {
          text: of('text').textContent === 'VARIANT',
          html: of('html').textContent === 'VARIANT',
          attribute: of('attribute').title === 'VARIANT',
          css: getComputedStyle(of('css')).letterSpacing === '7px',
          js: document.title === 'VARIANT',
        };
      });
      const reports = await page.evaluate(() => (window as unknown as { reports: string[] }).reports);
      for (const kind of Object.keys(KINDS)) {
        // Code of a container was compiled when it was made: no text has to be trusted.
        const isAllowed = isTrusted || !['html', ...(mode === 'container' ? [] : ['js'])].includes(kind);
        expect([kind, reasons[kind], seen[kind as keyof typeof seen]]).toEqual(
          isAllowed ? [kind, 'assigned', true] : [kind, 'csp', false],
        );
      }
      expect(reports).toEqual([...new Set(reports)]);
      expect(problems.errors).toEqual([]);
      // A fetched manifest that comes after the page was shown leads away at the next view: one in the page at once.
      const leading = { feature: 'strict', html: HTML, mode: mode === 'fetched' ? 'inline' : mode, headers } as const;
      publish({ ...leading, path: '/there', manifest: away });
      await page.goto(publish({ ...leading, path: '/here', manifest: away })).catch(() => null); // left while it loads
      await page.waitForURL('**/there');
    });
