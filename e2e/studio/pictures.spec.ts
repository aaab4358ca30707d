/**
 * Tests pictures of variants in Studio: taken by a button on the pages of the configured site, shown at two sizes,
 * refused in sentences.
 */

import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, type Page, test } from '@playwright/test';
import { startDev } from '../../dist/esm/dev/index.js';
import { type Serving, startServe } from '../../dist/esm/serve/index.js';
import { ensureBrowser } from '../../scripts/browser.mjs';
import { barriers } from '../harness/everyone.js';
import { UNHURRIED } from '../harness/studio.js';

const DEMO = fileURLToPath(new URL('../../demo', import.meta.url));

let root: string;
test.beforeEach(async () => {
  process.env.FX_CHROMIUM = ensureBrowser();
  root = await mkdtemp(join(tmpdir(), 'fx-pictures-'));
  await cp(DEMO, join(root, 'demo'), { recursive: true, filter: (path) => !path.endsWith('/next') });
});
test.afterEach(() => rm(root, { recursive: true, force: true }));

const serve = (site: string): Promise<Serving> =>
  startServe({
    directory: join(root, 'demo/experiments'),
    own: join(root, '.fx'),
    site,
    port: 0,
    host: '127.0.0.1',
    say: () => undefined,
    ...UNHURRIED,
  });

/** Until they are taken: the page says how far it is. */
async function takePictures(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.getByRole('button', { name: 'Take pictures' }).click();
  // The page that says it has begun, before another one is asked for in its place.
  const isBegun = page.getByText('Pictures are being taken').or(page.getByRole('alert'));
  await expect(isBegun.or(page.getByRole('button', { name: 'Take the pictures again' })).first()).toBeVisible();
  await expect(async () => {
    await page.goto(url);
    await expect(page.getByRole('button', { name: /^Take (the )?pictures/ })).toBeVisible({ timeout: 1000 });
  }).toPass();
}

test('every variant is shown on a desktop and on a phone', async ({ browser }) => {
  const dir = join(root, 'demo');
  const shop = await startDev({ dir, experimentsDir: join(dir, 'experiments'), port: 0, eventsFile: join(root, 'e') });
  const studio = await serve(shop.url);
  const page = await (await browser.newContext()).newPage();
  await page.goto(studio.newLink());
  await takePictures(page, `${studio.url}/experiments/hero-headline`);
  const names = [
    'Good paper, on a desktop',
    'Good paper, on a phone',
    'Ten years, on a desktop',
    'Ten years, on a phone',
  ];
  for (const name of names) {
    const image = page.getByRole('img', { name, exact: true });
    await image.scrollIntoViewIfNeeded();
    await expect
      .poll(() => image.evaluate((one) => (one as unknown as { readonly naturalWidth: number }).naturalWidth))
      .toBe(name.includes('phone') ? 390 : 1280);
  }
  await expect(page.getByRole('button', { name: 'Take the pictures again' })).toBeVisible();
  expect(await barriers(page)).toEqual([]);
  await page.context().close();
  await Promise.all([studio.close(), shop.close()]);
});

/** One changes what no picture shows, one the phone alone, one both. */
const QUIET = `id: quiet
name: Quiet changes
trigger:
  kind: urlMatch
  pattern: /index.html
variants:
  - key: control
    name: As it is
  - key: titled
    name: With a title
    domOps:
      - op: setAttr
        selector: .hero h1
        name: title
        value: Paper
  - key: narrow
    name: Red on phones
    css: '@media (max-width: 600px) { .hero h1 { color: #c00 } }'
  - key: red
    name: Red
    css: '.hero h1 { color: #c00 }'
`;

test('below the pictures of a variant that show no change stands that nothing visible changes, and on which size', async ({
  browser,
}) => {
  const dir = join(root, 'demo');
  await writeFile(join(dir, 'experiments/quiet.yaml'), QUIET);
  const shop = await startDev({ dir, experimentsDir: join(dir, 'experiments'), port: 0, eventsFile: join(root, 'e') });
  const studio = await serve(shop.url);
  const page = await (await browser.newContext({ viewport: { width: 390, height: 844 } })).newPage();
  await page.goto(studio.newLink());
  await takePictures(page, `${studio.url}/experiments/quiet`);
  const pairs = page.locator('.shots');
  await expect(pairs).toHaveCount(4);
  const said = pairs.evaluateAll((all) =>
    all.map((pair) => [
      pair.querySelector('img')?.getAttribute('alt'),
      /^Nothing[^:]*/.exec(pair.nextElementSibling?.textContent ?? '')?.[0] ?? '',
    ]),
  );
  expect(await said).toEqual([
    ['As it is, on a desktop', ''],
    ['With a title, on a desktop', 'Nothing visible changes here, compared with As it is'],
    ['Red on phones, on a desktop', 'Nothing visible changes here on a desktop, compared with As it is'],
    ['Red, on a desktop', 'Nothing visible changes here on a phone, compared with Red on phones'],
  ]);
  const sentence = page.getByText('Nothing visible changes here, compared with As it is');
  await sentence.scrollIntoViewIfNeeded();
  await expect(sentence).toBeInViewport({ ratio: 1 });
  await page.context().close();
  await Promise.all([studio.close(), shop.close()]);
});

test('a site that is not there is said in one sentence', async ({ browser }) => {
  const studio = await serve('http://127.0.0.1:9');
  const page = await (await browser.newContext()).newPage();
  await page.goto(studio.newLink());
  await takePictures(page, `${studio.url}/experiments/hero-headline`);
  await expect(page.getByRole('alert').getByRole('listitem')).toHaveText(
    'http://127.0.0.1:9/: it could not be opened (net::ERR_UNSAFE_PORT): see whether it opens in a browser.',
  );
  await page.context().close();
  await studio.close();
});
