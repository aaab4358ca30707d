/**
 * Checks that in Firefox and WebKit, too, a recipe under any policy is seen and counted, or nobody is in the
 * experiment.
 */

import { describe, expect } from 'vitest';
import { manifestOf } from '../harness/manifest.js';
import { cellsOf, headline, html, NONCE, SCRIPTS, TYPES } from '../strict/cells.js';
import { smoke } from './stage.js';

const test = smoke();

/** Stands before the tag, and has the nonce that it needs. */
const listener = `<script nonce="${NONCE}" src="/violations.js"></script>`;
const violations = `violations = []; addEventListener('securitypolicyviolation',
  ({ violatedDirective, sample }) => violations.push(violatedDirective + ' ' + sample))`;

/** The exposure that arrived, or why there is none. */
const outcome = `(async () => {
  await fx.ready;
  const { letterSpacing } = getComputedStyle(document.querySelector('h1'));
  return {
    isSeen: document.title === 'VARIANT' || document.querySelector('h1').textContent === 'VARIANT' || letterSpacing === '7px',
    reason: fx.explain('headline').reason,
    violations,
  };
})()`;

for (const [scriptName, script] of Object.entries(SCRIPTS)) {
  describe(`under ${scriptName}`, () => {
    for (const [typesName, types] of Object.entries(TYPES)) {
      test(`and ${typesName}`, async ({ arrive, collector, publish, site }) => {
        site.answer('/violations.js', { headers: { 'content-type': 'text/javascript' }, body: violations });
        for (const { name, recipe, mode, policy, isAllowed } of cellsOf(script, types)) {
          const manifest = manifestOf(headline(recipe));
          site.answer('/fx/manifest.json', { body: JSON.stringify(manifest) });
          const url = publish({
            html,
            mode,
            manifest,
            before: listener,
            attributes: { 'data-collect': collector.url, nonce: NONCE },
            headers: { 'content-security-policy': policy },
          });
          const { leave, page } = await arrive();
          collector.reset();
          await page.goto(url);
          const seen = await page.evaluate(outcome);
          if (isAllowed) {
            expect(seen, name).toEqual({
              isSeen: true,
              reason: 'assigned',
              violations: [],
            });
            await collector.until(() => collector.exposures().length > 0);
          } else {
            expect(seen, name).toMatchObject({ isSeen: false, reason: 'csp' });
            await page.evaluate(`fx.track('end')`);
            await collector.until(() => collector.conversions().length > 0);
            expect(collector.exposures(), name).toEqual([]);
          }
          await leave();
        }
      });
    }
  });
}
