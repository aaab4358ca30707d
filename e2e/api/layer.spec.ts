/** The tag pushes an exposure to the dataLayer once, as docs/integrations.md shows it. */

import { readFile } from 'node:fs/promises';
import { expect, experiment, manifestOf, test, withControl } from '../harness/index.js';
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
  expect(await page.evaluate(() => (window as unknown as { dataLayer: unknown }).dataLayer)).toEqual([
    { event: 'first' },
    {
      event: 'experience_impression',
      exp_variant_string: 'FX-headline-treatment',
      experiment_id: 'headline',
      variation_id: 'treatment',
    },
    {
      event: 'experience_impression',
      exp_variant_string: 'FX-other-control',
      experiment_id: 'other',
      variation_id: 'control',
    },
  ]);
});
