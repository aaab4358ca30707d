/** Tests two tabs of a first visit: whatever each of them made, the events know one visitor. */

import type { Page } from '@playwright/test';
import { client, expect, isLong, listen, manifestOf, test } from '../harness/index.js';

const feature = 'life';
const TIMES = isLong ? 40 : 2;

const subjects = (events: readonly { readonly subject: string }[]): string[] => [
  ...new Set(events.map(({ subject }) => subject)),
];

const idOf = async (page: Page): Promise<string | undefined> =>
  /_fx=([\da-f]{32})/.exec(await page.evaluate(() => document.cookie))?.[1];

test(`two tabs that are opened together send under one id, ${TIMES} times of ${TIMES}`, async ({
  browser,
  collector,
  problems,
  publish,
}) => {
  test.setTimeout(120_000 + TIMES * 30_000);
  const url = publish({ feature, attributes: { 'data-collect': collector.url } });
  const after = publish({
    feature,
    path: '/after',
    manifest: manifestOf(),
    attributes: { 'data-collect': collector.url },
  });
  for (let i = 0; i < TIMES; i++) {
    const context = await browser.newContext();
    const tabs = await Promise.all([context.newPage(), context.newPage()]);
    for (const tab of tabs) listen(tab, problems);
    const from = collector.requests.length;
    const events = () => collector.requests.slice(from).flatMap((request) => request.events);
    await Promise.all(tabs.map((tab) => tab.goto(url)));
    await collector.until(() => events().some(({ type }) => type === 'exposure'));
    // what each of them still has goes from here, where both know who they are
    await Promise.all(tabs.map((tab) => tab.goto(after)));
    await Promise.all(tabs.map(async (tab) => (await client(tab)).evaluate((fx) => fx.track('end'))));
    await collector.until(() => events().filter(({ type }) => type === 'conversion').length >= 2);
    expect(subjects(events())).toEqual([await idOf(tabs[0])]);
    await context.close();
  }
});

/** What the second of two tabs sees that reads cookies before those of the first have come to it. */
const unaware =
  "<script>document.cookie = '_fx=; max-age=0; path=/'; document.cookie = '_fx_s=; max-age=0; path=/'</script>";

test('a tab that made an id and lost it to another before it had sent anything sends nothing', async ({
  collector,
  context,
  page,
  publish,
  site,
}) => {
  const attributes = { 'data-collect': collector.url };
  const url = publish({ feature, path: '/slow', attributes });
  const later = publish({ feature, path: '/later', before: unaware, attributes });
  const [head = '', tail = ''] = (await (await page.request.get(url)).text()).split('<body>');
  // it has decided, and is not painted: nothing of it was sent
  const stream = site.stream('/slow');
  const going = page.goto(url, { waitUntil: 'commit' });
  await stream.write(head);
  await going;
  await expect.poll(() => page.evaluate('window.fx?.variant("seen")')).toBe('treatment');
  const lost = await idOf(page);
  const other = await context.newPage();
  await other.goto(later);
  const held = await idOf(other);
  expect(held).not.toBe(lost);
  await collector.until(() => collector.exposures().length === 1);
  await stream.end(`<body>${tail}`);
  await expect(page.locator('h1')).toHaveText('VARIANT');
  await (await client(page)).evaluate((fx) => fx.track('lost'));
  await page.goto(publish({ feature, attributes }));
  expect(await idOf(page)).toBe(held);
  await collector.until(() => collector.exposures().length === 2);
  expect(subjects(collector.events())).toEqual([held]);
  expect(collector.conversions()).toEqual([]);
});

test('a tab that overwrote the id under which another has sent gives way to it', async ({
  collector,
  context,
  page,
  publish,
  site,
}) => {
  const attributes = { 'data-collect': collector.url };
  await page.goto(publish({ feature, attributes }));
  await collector.until(() => collector.exposures().length === 1);
  const held = await idOf(page);
  const other = await context.newPage();
  // The tabs are two processes: what one has stored comes to the other a little later.
  site.answer('/blank', { body: '' });
  await other.goto(`${site.origin}/blank`);
  await expect.poll(() => other.evaluate(() => localStorage.getItem('_fx'))).toContain(held);
  // Both opened at once: the other has made its id a moment later, however long this test took to get here.
  const cookie = (await context.cookies()).find(({ name }) => name === '_fx')?.value ?? '';
  const made = Number.parseInt(cookie.split('.')[1] ?? '', 36);
  const atOnce = `<script>{ const now = Date.now, late = now() - ${made + 50}; Date.now = () => now() - late }</script>`;
  await other.goto(publish({ feature, path: '/later', before: atOnce + unaware, attributes }));
  await expect.poll(() => idOf(other)).toBe(held);
  await (await client(other)).evaluate((fx) => fx.track('lost'));
  await other.goto(publish({ feature, attributes }));
  await collector.until(() => collector.exposures().length === 2);
  await (await client(page)).evaluate((fx) => fx.track('end'));
  await collector.until(() => collector.conversions().length > 0);
  expect(subjects(collector.events())).toEqual([held]);
  expect(collector.conversions().map(({ name }) => name)).toEqual(['end']);
});
