/** Who is let in to edit a published page, and by what: Studio's token, at the address that the tag names, and nothing else. */

import { expect } from '../harness/index.js';
import { panel } from './shop.js';
import { test } from './site.js';

test('a link that was used opens the editor without Studio, and says so', async ({ page, published: site }) => {
  const link = await site.open();
  await page.goto(link);
  await expect(panel(page).getByRole('button', { name: /^Saved?$/ })).toBeVisible();
  await panel(page).getByRole('button', { name: 'Close' }).click();
  await page.goto(link);
  await expect(panel(page).getByText('This link was used or is too old')).toBeVisible();
  await expect(panel(page).getByRole('button', { name: 'Copy YAML' })).toBeVisible();
  await expect(panel(page).getByRole('button', { name: 'Save', exact: true })).toBeHidden();
});

test('a policy that forbids Studio leaves the editor to work alone, and the sentence says what to allow', async ({
  page,
  published: site,
}) => {
  site.headers['content-security-policy'] = "connect-src 'self'";
  await page.goto(await site.open());
  await expect(panel(page).getByText('cannot be reached from this page')).toBeVisible();
  await expect(panel(page).getByRole('button', { name: 'Copy YAML' })).toBeVisible();
});

test('no address or message of a page leads the editor elsewhere, and twice loaded is once', async ({
  page,
  published: site,
}) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  const url = new URL(await site.open());
  url.searchParams.set('data-studio', 'https://evil.example');
  url.searchParams.set('studio', 'https://evil.example');
  url.hash = 'fx-edit=https://evil.example/x.js';
  await page.goto(url.href);
  await expect(panel(page)).toBeVisible();
  const html = await page.evaluate(() => document.body.outerHTML);
  await page.evaluate(async (origin) => {
    for (const data of [
      { type: 'fx-edit', studio: 'https://evil.example', token: 'x' },
      { fx: { domOps: [{ op: 'replaceHTML', selector: 'body', value: '<b>x</b>' }] } },
      'fx-editor',
    ])
      window.dispatchEvent(new MessageEvent('message', { data, origin }));
    const again = document.createElement('script');
    again.src = '/fx/fx.editor.js';
    document.head.append(again);
    await new Promise((resolve) => again.addEventListener('load', resolve));
  }, 'https://evil.example');
  await expect(page.locator('fx-editor')).toHaveCount(1);
  expect(await page.evaluate(() => document.body.outerHTML)).toBe(html);
  expect(asked.filter((one) => !one.startsWith(site.url) && !one.startsWith(site.studio.url))).toEqual([]);
  expect(asked.filter((one) => one.endsWith('fx.editor.js'))).toHaveLength(2);
});

test('a page whose tag names no Studio is not edited, whatever its address says', async ({ page, published: site }) => {
  await page.route('**/*', async (route) => {
    const response = await route.fetch();
    const text = (await response.text()).replace(/ data-studio="[^"]*"/, '');
    await route.fulfill({ response, body: text });
  });
  await page.goto(await site.open());
  await expect(page.locator('.hero h1')).toBeVisible();
  await page.evaluate(() => (window as unknown as { fx: { ready: Promise<unknown> } }).fx.ready);
  await expect(page.locator('fx-editor')).toHaveCount(0);
});
