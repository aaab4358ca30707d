/** Checks that the veil hides a page that is not decided yet, and is gone whatever fails. */

import type { Page } from '@playwright/test';
import { type Answer, expect, experiment, manifestOf, test } from '../harness/index.js';

const feature = 'consent';
const MANIFEST = '/fx/manifest.json';
const LONG = { 'data-veil': '3000' };

const isHidden = (page: Page): Promise<boolean> =>
  page.evaluate(() => getComputedStyle(document.documentElement).visibility === 'hidden');

/** Timers of the page never fire: what shows then was not shown by its deadline. */
const stalled = '<script>setTimeout = () => 0</script>';

const JSON_TYPE = { 'content-type': 'application/json' };
const failing: Readonly<Record<string, Answer>> = {
  'is not there': { status: 404 },
  'is no JSON': { headers: JSON_TYPE, body: '<!doctype html>' },
  'has its connection cut': (_, response) => response.destroy(),
  'holds what throws': {
    headers: JSON_TYPE,
    body: JSON.stringify(manifestOf(experiment('broken', { js: "throw new Error('broken')" }))),
  },
  'holds nothing but nonsense': { headers: JSON_TYPE, body: '{"version":1,"experiments":[null,7,{"id":"a"}]}' },
};

for (const [what, answer] of Object.entries(failing)) {
  test(`where the manifest ${what} the veil goes without waiting for its deadline`, async ({ page, publish, site }) => {
    const url = publish({ feature, mode: 'fetched', before: stalled, attributes: LONG });
    let fail: (() => void) | undefined;
    site.answer(MANIFEST, (request, response) => {
      // a browser asks again where a connection was cut
      const again = !!fail;
      fail = () => {
        if (typeof answer === 'function') answer(request, response);
        else response.writeHead(answer.status ?? 200, answer.headers).end(answer.body);
      };
      if (again) fail();
    });
    await page.goto(url);
    expect(await isHidden(page)).toBe(true);
    // the page may be loaded before its request for the manifest has come
    await expect.poll(() => fail).toBeDefined();
    fail?.();
    await expect.poll(() => isHidden(page)).toBe(false);
  });
}

test('a veil that is asked for longer is gone after three seconds, though the manifest never answers', async ({
  page,
  publish,
  site,
}) => {
  const url = publish({ feature, mode: 'fetched', attributes: { ...LONG, 'data-veil': '60000' } });
  const body = await (await page.request.get(url)).text();
  site.answer(MANIFEST, () => undefined);
  // looked at right behind the tag
  const look = "<script>wasHidden = getComputedStyle(document.documentElement).visibility === 'hidden'</script>";
  site.answer('/e2e/consent/', { body: body.replace('</head>', `${look}</head>`) });
  await page.goto(url);
  await expect.poll(() => isHidden(page)).toBe(false);
  expect(await page.evaluate('wasHidden')).toBe(true);
  await expect(page.locator('h1')).toHaveText('CONTROL');
});

test('a page that shows already is not hidden, nor one where the tag stays out', async ({ page, publish, site }) => {
  site.answer(MANIFEST, () => undefined);
  for (const before of ['</head><body><p>shown</p>', '<script>fx = { mine: true }</script>']) {
    await page.goto(publish({ feature, mode: 'fetched', before, attributes: LONG }));
    expect(await isHidden(page)).toBe(false);
  }
});

test('a policy without inline styles does not keep the veil from hiding, nor from going', async ({
  page,
  publish,
  site,
}) => {
  const url = publish({
    feature,
    mode: 'fetched',
    before: stalled,
    attributes: LONG,
    headers: { 'content-security-policy': "style-src 'self'" },
  });
  // The page may be there before it has asked.
  const asked = new Promise<() => void>((resolve) => {
    site.answer(MANIFEST, (_, response) => resolve(() => response.writeHead(404).end()));
  });
  await page.goto(url);
  expect(await isHidden(page)).toBe(true);
  (await asked)();
  await expect.poll(() => isHidden(page)).toBe(false);
});
