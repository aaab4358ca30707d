/**
 * Checks that pages that clone, drop and reuse what was changed: each element has what is its own, and the end leaves
 * none of fx's nodes.
 */

import type { Page } from '@playwright/test';
import { bundle } from '../../harness/bundle.js';
import { client, expect, manifestOf, pageOf, painted, test, withControl, withOps } from '../../harness/index.js';
import { told } from '../../harness/told.js';

const feature = 'living/copies';

test.beforeAll(() => bundle(feature));

const end = async (page: Page): Promise<void> => (await client(page)).evaluate((fx) => fx.dispose());

test('a slider that clones its slides has one badge on each, clones of clones too, and none at the end', async ({
  page,
  visit,
}) => {
  await visit({ feature });
  const badges = () =>
    page.evaluate(() => [
      ...new Set([...document.querySelectorAll('.splide__slide')].map((it) => it.querySelectorAll('.badge').length)),
    ]);
  const slides = page.locator('.splide__slide');
  await expect.poll(() => slides.count()).toBeGreaterThan(5);
  await expect.poll(badges).toEqual([1]);
  for (let turn = 0; turn < 4; turn++) {
    await page.evaluate('slider.go(">"), slider.refresh()');
    await painted(page);
    await expect.poll(badges).toEqual([1]);
  }
  await end(page);
  expect(await badges()).toEqual([0]);
  await page.evaluate('slider.refresh()');
  expect(await badges()).toEqual([0]);
});

test('a virtual list has what is meant for an item on that item, whichever row shows it', async ({
  collector,
  page,
  visit,
}) => {
  await visit({ feature, attributes: { 'data-collect': collector.url } });
  /** The items that are shown wrongly. */
  const wrong = (): Promise<unknown[]> =>
    page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('.row')]
        .map(({ dataset, textContent }) => [dataset.id, textContent])
        .filter(([id, text]) => text !== (Number(id) % 3 ? `Item ${id}` : 'PROMO')),
    );
  await expect(page.locator('.row').first()).toHaveText('PROMO');
  await page.hover('#list');
  for (const by of [40, 120, 400, 4000, -200, -3000, 25, 1000]) {
    await page.mouse.wheel(0, by);
    await painted(page);
    await expect.poll(wrong).toEqual([]);
  }
  await end(page);
  expect(
    await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('.row')].filter((it) => it.textContent !== `Item ${it.dataset.id}`),
    ),
  ).toEqual([]);
});

test('a feed without an end has each of its posts changed, drops them, and holds none that was dropped', async ({
  collector,
  page,
  visit,
}) => {
  const manifest = manifestOf(
    withOps(
      'it',
      { op: 'remove', selector: '.ad', all: true },
      { op: 'injectHTML', selector: '.post', position: 'afterbegin', value: '<b>New</b>', all: true },
    ),
  );
  await visit({ feature, manifest, attributes: { 'data-collect': collector.url } });
  await page.evaluate(async () => {
    const feed = document.querySelector('#feed') as Element;
    for (let batch = 0; batch < 60; batch++) {
      feed.insertAdjacentHTML('beforeend', '<p class="post">post</p><p class="ad">ad</p>'.repeat(50));
      // What has scrolled away is dropped, as long feeds do.
      while (feed.children.length > 200) feed.firstElementChild?.remove();
      await new Promise(requestAnimationFrame);
    }
  });
  await expect(page.locator('.ad')).toHaveCount(0);
  const isRight = () =>
    page.evaluate(() => [...document.querySelectorAll('.post')].every((it) => it.textContent === 'Newpost'));
  await expect.poll(isRight).toBe(true);
  expect(await told(page, collector)).toEqual([]);
});

test('a page from a cache that holds what another visitor was shown has one of each, or none', async ({
  page,
  publish,
  visit,
}) => {
  const op = { op: 'injectHTML', selector: '#feed', position: 'beforeend', value: '<b class="put">Promo</b>' } as const;
  const manifest = manifestOf(withOps('it', op));
  await visit({ feature, manifest });
  const feed = await page.locator('#feed').evaluate((it) => it.outerHTML);
  expect(feed).toContain('Promo');
  const cached = pageOf(feature).replace('<div id="feed"></div>', feed);
  expect(cached).toContain('Promo');
  for (const [experiments, count] of [
    [manifest, 1],
    [manifestOf(), 0],
    [manifestOf(withControl('it')), 0],
    [manifestOf(withOps('other', { ...op, selector: '#rows' })), 1],
  ] as const) {
    await page.goto(publish({ feature, html: cached, manifest: experiments }));
    await painted(page);
    await expect(page.locator('.put')).toHaveCount(count);
  }
});
