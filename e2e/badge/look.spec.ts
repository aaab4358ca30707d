/**
 * Checks that the badge takes no place in the page: nothing shifts when it comes, and it fits whatever it says and
 * wherever it is read.
 */

import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expect, manifestOf, pageOf, painted, type Site, test, withControl } from '../harness/index.js';

const feature = 'badge';
const ids = ['headline', ...Array.from({ length: 5 }, (_, at) => `an-experiment-with-a-rather-long-name-${at}`)];
const manifest = manifestOf(...ids.map((id) => withControl(id)));
const query = `?fx=${ids.map((id) => `${id}:treatment`).join()}`;
const button = (page: Page) => page.getByRole('button', { name: 'End preview' });

const serve = async (site: Site): Promise<void> => {
  const body = await readFile('dist/fx.badge.js', 'utf8');
  site.answer('/fx/fx.badge.js', { body, headers: { 'content-type': 'text/javascript' } });
};

/** What the browser says was shifted, in all. */
const watchShifts = `<script>
  shifts = 0;
  new PerformanceObserver((list) => { for (const { value } of list.getEntries()) shifts += value })
    .observe({ type: 'layout-shift', buffered: true });
</script>`;

test('nothing shifts when it comes, when it is focused, and when it goes', async ({ page, site, visit }) => {
  await serve(site);
  await visit({ feature, manifest, query, before: watchShifts });
  await expect(button(page)).toBeVisible();
  await painted(page);
  await page.keyboard.press('Tab');
  await expect(button(page)).toBeFocused();
  await painted(page);
  await page.evaluate(() => document.querySelector('fx-badge')?.remove());
  await painted(page);
  expect(await page.evaluate(() => (window as unknown as { shifts: number }).shifts)).toBe(0);
});

for (const [what, width, height] of [
  ['a telephone', 320, 568],
  ['a desk', 1280, 800],
] as const) {
  test(`it is on screen as a whole on ${what}, and what it says can be read`, async ({ page, site, visit }) => {
    await page.setViewportSize({ width, height });
    await serve(site);
    const wide = pageOf(feature).replace('</main>', '<p style="width: 5000px; height: 5000px"></p></main>');
    await visit({ feature, html: wide, manifest, query });
    await expect(button(page)).toBeInViewport({ ratio: 1 });
    const badge = page.getByRole('region', { name: 'fx preview' });
    await expect(badge).toBeInViewport({ ratio: 1 });
    for (const id of ids) await expect(badge.getByText(id, { exact: true })).toBeInViewport({ ratio: 1 });
    // it covers a part of the page only
    expect((await badge.boundingBox())?.height).toBeLessThan(height * 0.75);
  });
}

test('the styles of the page do not reach it', async ({ page, site, visit }) => {
  await serve(site);
  const loud =
    '<style>* { display: none !important; color: red !important } html, body { display: block !important }</style>';
  await visit({ feature, manifest, query });
  await expect(button(page)).toBeVisible();
  const plain = await button(page).evaluate((it) => [getComputedStyle(it).color, it.getBoundingClientRect().width]);
  await page.evaluate((style) => document.head.insertAdjacentHTML('beforeend', style), loud);
  await painted(page);
  expect(await button(page).evaluate((it) => [getComputedStyle(it).color, it.getBoundingClientRect().width])).toEqual(
    plain,
  );
});
