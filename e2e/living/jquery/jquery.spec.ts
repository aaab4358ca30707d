/** Checks that events that only jQuery knows start an experiment, however late jQuery comes. */

import { bundle } from '../../harness/bundle.js';
import { expect, manifestOf, pageOf, painted, test, withOps } from '../../harness/index.js';

const feature = 'living/jquery';
const text = { op: 'replaceText', selector: 'h1', value: 'VARIANT' } as const;
const manifest = manifestOf({
  ...withOps('it', text),
  trigger: { kind: 'event', name: 'added_to_cart', jquery: true },
});
const SCRIPT = '<script src="../../../.cache/e2e/living/jquery.js"></script>';

test.beforeAll(() => bundle(feature));

test('an event of jQuery starts an experiment once', async ({ collector, page, visit }) => {
  await visit({ feature, manifest, attributes: { 'data-collect': collector.url } });
  await expect(page.locator('h1')).toHaveText('CONTROL');
  await page.getByRole('button').click();
  await expect(page.locator('h1')).toHaveText('VARIANT');
  await page.getByRole('button').click();
  await page.evaluate("fx.track('end')");
  await collector.until(() => collector.conversions().length > 0);
  expect(collector.exposures()).toHaveLength(1);
});

test('a jQuery that comes before the tag, or long after the page, is listened through as well', async ({
  page,
  site,
  visit,
}) => {
  const html = pageOf(feature).replace(/<script src="[^"]*jquery\.js"[\s\S]*<\/body>/, '</body>');
  const before = SCRIPT.replace('../../..', '');
  await visit({ feature, html, manifest, before });
  await page.evaluate("jQuery(document.body).trigger('added_to_cart')");
  await expect(page.locator('h1')).toHaveText('VARIANT');

  await visit({ feature, html, manifest });
  await page.evaluate((src) => {
    const script = Object.assign(document.createElement('script'), { src });
    document.body.append(script);
  }, `${site.origin}/.cache/e2e/living/jquery.js`);
  await page.waitForFunction('window.jQuery');
  await painted(page);
  await page.evaluate("jQuery('h1').trigger('added_to_cart')");
  await expect(page.locator('h1')).toHaveText('VARIANT');
});

test('what ends before the event came is not started by it', async ({ page, visit }) => {
  await visit({ feature, manifest });
  await page.evaluate('fx.dispose()');
  await page.getByRole('button').click();
  await painted(page);
  await expect(page.locator('h1')).toHaveText('CONTROL');
});
