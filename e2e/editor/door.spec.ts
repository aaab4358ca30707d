/**
 * Checks who is let in to edit a published page, and by what: Studio's token, at the address that the tag names, and
 * nothing else.
 */

import { expect } from '../harness/index.js';
import { fill, panel, pick } from './shop.js';
import { signIn, test } from './site.js';

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

test('a session that is over loses nothing: who comes in again from this tab goes on with what they did', async ({
  page,
  published: site,
}) => {
  await signIn(page, site);
  await page.goto(await site.open());
  await pick(page, '.hero h1');
  await fill(page, 'New text', 'Kept');
  await page.evaluate(() => sessionStorage.setItem('fx-editor-session', 'another'));
  await page.reload();
  await expect(page.locator('.hero h1')).toHaveText('Kept');
  await expect(panel(page).getByRole('heading', { name: 'Headline of the shop' })).toBeVisible();
  await panel(page).getByRole('link', { name: 'Come in through Studio' }).click();
  await page.getByRole('button', { name: 'Open the editor' }).click();
  await expect(page.locator('.hero h1')).toHaveText('Kept');
  await panel(page).getByRole('button', { name: 'Save', exact: true }).click();
  await expect(panel(page).getByText('Saved. Visitors see it')).toBeVisible();
  expect(await site.file()).toContain('value: Kept');
});

test('a lost connection is told, and saving works when it is back', async ({ page, published: site }) => {
  await page.goto(await site.open());
  await pick(page, '.hero h1');
  await fill(page, 'New text', 'Later');
  await page.route('**/api/editor.*', (route) => route.abort());
  await panel(page).getByRole('button', { name: 'Save', exact: true }).click();
  await expect(panel(page).getByText('cannot be reached from this page')).toBeVisible();
  await page.unroute('**/api/editor.*');
  await panel(page).getByRole('button', { name: 'Save', exact: true }).click();
  await expect(panel(page).getByText('Saved. Visitors see it')).toBeVisible();
  expect(await site.file()).toContain('value: Later');
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

test('the editor costs a page without the parameter nothing: no request, no script, no look at Studio', async ({
  page,
  published: site,
}) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url().replace(site.url, '').replace(/\?.*/, '')));
  /** What a page asks for, and what scripts it holds, once its tag is ready. */
  const costOf = async (address: string) => {
    asked.length = 0;
    await page.goto(address);
    await page.evaluate(() => (window as unknown as { fx: { ready: Promise<unknown> } }).fx.ready);
    const scripts = await page.locator('script').evaluateAll((all) => all.map((one) => one.getAttribute('src')));
    return { scripts, asked: [...asked].sort() };
  };
  const edited = await costOf(await site.open());
  expect(edited.asked).toContain('/fx/fx.editor.js');
  await expect(panel(page)).toBeVisible();
  await panel(page).getByRole('button', { name: 'Close' }).click();
  for (const part of ['', '?edit=fx-edit', '?fx-editor=1', '#fx-edit=1']) {
    const { asked: files, scripts } = await costOf(`${site.url}/${part}`);
    expect(scripts, part).toEqual(['/fx/container.js', 'shop.js']);
    expect(
      files.filter((one) => !/^\/$|\.(?:css|svg)$/.test(one)),
      part,
    ).toEqual(['/fx/container.js', '/shop.js']);
  }
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

test('a site that cuts its windows off from others is edited and saved all the same', async ({
  page,
  published: site,
  context,
}) => {
  Object.assign(site.headers, {
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
  });
  await page.goto(`${site.studio.url}/`);
  const [edited] = await Promise.all([
    context.waitForEvent('page'),
    page.evaluate((url) => void window.open(url), await site.open()),
  ]);
  await expect(edited.locator('fx-editor')).toHaveCount(1);
  expect(await edited.evaluate(() => [opener === null, crossOriginIsolated])).toEqual([true, true]);
  await edited.close();
  await page.goto(await site.open());
  await pick(page, '.hero h1');
  await fill(page, 'New text', 'Isolated');
  await panel(page).getByRole('button', { name: 'Save', exact: true }).click();
  await expect(panel(page).getByText('Saved. Visitors see it')).toBeVisible();
  expect(await site.file()).toContain('value: Isolated');
});
