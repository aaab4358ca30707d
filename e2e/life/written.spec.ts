/** Tests pages that are written by `document.write`, in part or anew. */

import { client, expect, manifestOf, painted, test, withOps } from '../harness/index.js';

const feature = 'life';
const manifest = manifestOf(
  withOps('seen', { op: 'replaceText', selector: 'h1', value: 'VARIANT' }),
  withOps('styled', { op: 'injectCSS', value: 'h1 { letter-spacing: 7px }' }),
);

test('what is written while the page is parsed is changed, and so is the tag that was written there itself', async ({
  collector,
  page,
  site,
}) => {
  site.answer('/written', {
    body: `<!doctype html><head><script type="application/json" id="fx-manifest">${JSON.stringify(manifest)}</script>
      <script>document.write('<script src="/dist/fx.js" data-collect="${collector.url}"></' + 'script>')</script></head>
      <body><script>document.write('<main><h1>CONTROL</h1>'); first = document.querySelector('h1')</script>
      <script>document.write('<p>more</p></main>')</script>`,
  });
  await page.goto(`${site.origin}/written`);
  await expect(page.locator('h1')).toHaveText('VARIANT');
  await expect(page.locator('h1')).toHaveCSS('letter-spacing', '7px');
  await collector.until(() => collector.exposures().length === 2);
});

test('a page that is written anew after it was loaded is changed again, without another exposure', async ({
  collector,
  page,
  visit,
}) => {
  await visit({ feature, manifest, attributes: { 'data-collect': collector.url } });
  await collector.until(() => collector.exposures().length === 2);
  await page.evaluate(() => {
    document.open();
    document.write('<!doctype html><main><h1>CONTROL</h1><p>anew</p></main>');
    document.close();
  });
  await painted(page);
  await expect(page.locator('p')).toHaveText('anew');
  await expect(page.locator('h1')).toHaveText('VARIANT');
  await expect(page.locator('h1')).toHaveCSS('letter-spacing', '7px');
  await (await client(page)).evaluate((fx) => fx.track('end'));
  await collector.until(() => collector.conversions().length === 1);
  expect(collector.exposures()).toHaveLength(2);
  await (await client(page)).evaluate((fx) => fx.dispose());
  await expect(page.locator('h1')).toHaveText('CONTROL');
});
