/**
 * Checks what other tools do to a page: links that are decorated, and elements that a blocker takes out again and
 * again.
 */

import { expect, manifestOf, painted, test, withOps } from '../../harness/index.js';
import { told } from '../../harness/told.js';

const feature = 'living/tools';

test('a linker that adds to the address of a link, when it is pressed, has it in the address that is gone to', async ({
  collector,
  page,
  site,
  visit,
}) => {
  site.answer('/new', { body: '<h1>New</h1>' });
  await visit({ feature, attributes: { 'data-collect': collector.url } });
  await page.evaluate(() => {
    document.addEventListener(
      'mousedown',
      ({ target }) => {
        const link = (target as Element).closest('a');
        if (link) link.href = `${link.href.replace(/[?&]_gl=.*/, '')}?_gl=1*abc`;
      },
      true,
    );
  });
  await page.hover('#buy');
  await page.mouse.down();
  await painted(page);
  await painted(page);
  await expect(page.locator('#buy')).toHaveAttribute('href', /\/new\?_gl=1\*abc$/);
  expect(await told(page, collector)).toEqual(['yielded #buy']);
  await page.mouse.up();
  await page.waitForURL('**/new?_gl=1*abc');
});

for (const [way, script] of [
  [
    'hides it with a style sheet',
    `document.head.insertAdjacentHTML('beforeend', '<style>.promo { display: none !important }</style>')`,
  ],
  [
    'takes it out whenever it comes',
    `new MutationObserver(() => {
      for (const one of document.querySelectorAll('.promo')) { one.remove(); removed++; }
    }).observe(document, { childList: true, subtree: true })`,
  ],
] as const) {
  test(`a blocker that ${way} wins, without a fight that a visitor would notice`, async ({
    collector,
    page,
    visit,
  }) => {
    await visit({ feature, before: '<script>removed = 0</script>', attributes: { 'data-collect': collector.url } });
    await expect(page.locator('.promo')).toHaveCount(1);
    await page.evaluate(script);
    await page.evaluate(async () => {
      for (let index = 0; index < 60; index++) {
        document.querySelector('main')?.append(document.createElement('i'));
        await new Promise(requestAnimationFrame);
      }
    });
    await expect(page.locator('.promo:visible')).toHaveCount(0);
    expect(await page.evaluate('removed')).toBeLessThan(20);
    expect((await told(page, collector)).length).toBeLessThan(2);
  });
}

test('code that leaves the page is counted once before it is left', async ({ collector, page, site, visit }) => {
  site.answer('/elsewhere', { body: '<h1>Elsewhere</h1>' });
  const leaving = withOps('it');
  const manifest = manifestOf({
    ...leaving,
    metadata: { to: '/elsewhere?lp=v3' },
    variants: leaving.variants.map((one) => ({ ...one, js: 'location.replace(experiment.metadata.to)' })),
  });
  await visit({ feature, manifest, attributes: { 'data-collect': collector.url } }).catch(() => null);
  await page.waitForURL('**/elsewhere?lp=v3');
  await collector.until(() => collector.exposures().length > 0);
  expect(collector.exposures()).toHaveLength(1);
});
