/** The tag pushes for Google Tag Manager what docs/integrations.md shows. */

import { readFile } from 'node:fs/promises';
import { expect, experiment, manifestOf, test } from '../harness/index.js';

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
