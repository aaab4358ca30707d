/** Checks that the tag pushes an exposure to the dataLayer once, as docs/integrations.md shows it. */

import { readFile } from 'node:fs/promises';
import { expect, experiment, manifestOf, pageOf, test, withControl } from '../harness/index.js';
import { feature, headline } from './page.js';

test('an exposure is pushed as the docs show it, behind what the page pushed before', async ({ page, visit }) => {
  const docs = await readFile('docs/integrations.md', 'utf8');
  const shown: unknown = JSON.parse(/<!-- layer -->\n```json\n(.*?)```/s.exec(docs)?.[1] ?? 'null');
  await visit({
    feature: 'api',
    manifest: manifestOf(experiment('hero-headline')),
    attributes: { 'data-layer': 'dataLayer' },
    before: "<script>dataLayer = [{ event: 'gtm.js' }]</script>",
  });
  expect(await page.evaluate(() => (window as unknown as { dataLayer: unknown }).dataLayer)).toEqual([
    { event: 'gtm.js' },
    shown,
  ]);
});

test('an exposure is pushed to the dataLayer once, in the form that tag managers of Mojito sites know', async ({
  page,
  visit,
}) => {
  await visit({
    feature,
    manifest: manifestOf(headline, withControl('other')),
    attributes: { 'data-layer': 'dataLayer' },
    before: "<script>dataLayer = [{ event: 'first' }]</script>",
  });
  const facts = { device: 'desktop', is_new: true, language: 'en-US' };
  expect(await page.evaluate(() => (window as unknown as { dataLayer: unknown }).dataLayer)).toEqual([
    { event: 'first' },
    {
      event: 'experience_impression',
      exp_variant_string: 'FX-headline-treatment',
      experiment_id: 'headline',
      variation_id: 'treatment',
      ...facts,
    },
    {
      event: 'experience_impression',
      exp_variant_string: 'FX-other-control',
      experiment_id: 'other',
      variation_id: 'control',
      ...facts,
    },
  ]);
});

for (const [what, script, kept] of [
  ['replaces', "dataLayer = [{ event: 'gtm.js' }]", ['gtm.js', 'experience_impression']],
  ['copies', "dataLayer = [{ event: 'gtm.js' }, ...dataLayer]", ['gtm.js', 'experience_impression']],
  [
    'keeps',
    "dataLayer = window.dataLayer || []; dataLayer.push({ event: 'gtm.js' })",
    ['experience_impression', 'gtm.js'],
  ],
] as const) {
  test(`a page that ${what} the dataLayer behind the tag has each exposure in it once`, async ({ page, visit }) => {
    const html = pageOf(feature).replace('<body>', `<script>${script}</script><body>`);
    const attributes = { 'data-layer': 'dataLayer' };
    await visit({ feature, html, manifest: manifestOf(headline), attributes });
    await page.waitForFunction('document.readyState === "complete"');
    expect(await page.evaluate('dataLayer.map(({ event }) => event)')).toEqual(kept);
  });
}
