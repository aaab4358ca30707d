/**
 * Checks that a page that is translated stays translated: a translator and fx do not write over each other for ever.
 */

import { client, expect, painted, test } from '../../harness/index.js';
import { told } from '../../harness/told.js';

const feature = 'living/translated';

for (const [way, title] of [
  ['wrap', 'into elements of its own'],
  ['rewrite', 'over the texts'],
] as const) {
  test(`a translator that writes ${title} has the last word, after a few words`, async ({ collector, page, visit }) => {
    await visit({ feature, attributes: { 'data-collect': collector.url } });
    await expect(page.locator('h1')).toHaveText('Built to last');
    await page.click(`#${way}`);
    // the headline, the paragraph, and what the variant put in
    await expect.poll(() => page.evaluate('count')).toBe(3);
    for (let index = 0; index < 5; index++) {
      // the page lives on
      await page.evaluate(() => document.body.append(document.createElement('p')));
      await painted(page);
      await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 50)));
    }
    expect(await page.evaluate('count')).toBe(3);
    await expect(page.locator('h1')).toHaveText('DE Built to last');
    await expect(page.locator('.put')).toHaveText('DE Free delivery');
    expect((await told(page, collector)).filter((one) => !one.startsWith('yielded'))).toEqual([]);
    await (await client(page)).evaluate((fx) => fx.dispose());
    await expect(page.locator('.put')).toHaveCount(0);
    await expect(page.locator('main > p')).toHaveText('DE A page of texts.');
  });

  test(`a translated page that is rendered anew shows the variant, which is translated (${way})`, async ({
    page,
    visit,
  }) => {
    await visit({ feature });
    await page.click(`#${way}`);
    await expect(page.locator('h1')).toHaveText('DE Built to last');
    await page.evaluate(() => {
      (document.querySelector('main') as Element).innerHTML = '<h1>Welcome</h1>';
    });
    await expect(page.locator('h1')).toHaveText('DE Built to last');
    await expect(page.locator('.put')).toHaveCount(1);
  });
}
