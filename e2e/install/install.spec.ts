/** Tests the tag on pages that are not made for it: taken names, blocked storage, elements with telling names. */

import { client, expect, pageOf, test } from '../harness/index.js';

const feature = 'install';
const COPY = '<script src="/dist/fx.js"></script>';
const STRANGER = '<script>fx = { mine: true }</script>';

test('exactly one global is added, and nothing of the platform is patched', async ({ page, visit }) => {
  const before = `<script>
    const own = (name) => Object.getOwnPropertyDescriptor(window, name)?.value;
    const methods = (thing) => Object.getOwnPropertyNames(thing).map((name) => [name, Object.getOwnPropertyDescriptor(thing, name).value]);
    const things = [Element.prototype, Node.prototype, Document.prototype, EventTarget.prototype, History.prototype, history,
      Storage.prototype, Array.prototype, Object.prototype, String.prototype, Promise.prototype, JSON, navigator, console, XMLHttpRequest.prototype];
    const names = Object.getOwnPropertyNames(window);
    const values = names.map(own);
    const were = things.map(methods);
    changes = () => ({
      added: Object.getOwnPropertyNames(window).filter((name) => !names.includes(name) && name !== 'changes'),
      changed: names.filter((name, index) => !Object.is(own(name), values[index])),
      patched: things.flatMap((thing, index) => {
        const now = new Map(methods(thing));
        return [...were[index].filter(([name, value]) => now.get(name) !== value).map(([name]) => name), ...[...now.keys()].slice(were[index].length)];
      }),
    });
  </script>`;
  await visit({ feature, before });
  await expect(page.locator('h1')).toHaveText('VARIANT');
  expect(await page.evaluate(() => (window as unknown as { changes: () => unknown }).changes())).toEqual({
    added: ['fx'],
    changed: [],
    patched: [],
  });
});

test('a second copy of the tag warns and stays out', async ({ collector, page, problems, visit }) => {
  await visit({
    feature,
    html: pageOf(feature).replace('</head>', `${COPY}</head>`),
    attributes: { 'data-collect': collector.url },
  });
  await expect(page.locator('h1')).toHaveText('VARIANT');
  await (await client(page)).evaluate((fx) => fx.track('end'));
  await collector.until(() => collector.conversions().length > 0);
  expect(collector.exposures()).toHaveLength(1);
  expect(problems.warnings).toHaveLength(1);
});

test('a window.fx that belongs to the page stays what it is, and the page what it was', async ({
  page,
  problems,
  visit,
}) => {
  await visit({ feature, before: STRANGER });
  await expect(page.locator('h1')).toHaveText('CONTROL');
  expect(await page.evaluate(() => (window as unknown as { fx: unknown }).fx)).toEqual({ mine: true });
  expect(problems.warnings).toHaveLength(1);
  expect(await page.context().cookies()).toEqual([]);
});

test('data-name gives the global another name', async ({ page, problems, visit }) => {
  await visit({ feature, before: STRANGER, attributes: { 'data-name': 'tests' } });
  await expect(page.locator('h1')).toHaveText('VARIANT');
  expect(
    await page.evaluate(() => (window as unknown as { tests: { variant(id: string): string } }).tests.variant('good')),
  ).toBe('treatment');
  expect(problems.warnings).toEqual([]);
});

test('elements named like what the tag reads do not break it', async ({ collector, page, visit }) => {
  const names = [
    'fx',
    'currentScript',
    'cookie',
    'querySelector',
    'querySelectorAll',
    'readyState',
    'body',
    'head',
    'referrer',
  ];
  const more = [
    'addEventListener',
    'createElement',
    'adoptedStyleSheets',
    'getElementById',
    'documentElement',
    'visibilityState',
  ];
  const images = [...names, ...more].map((name) => `<img name="${name}" alt="">`).join('');
  await visit({
    feature,
    before: `</head><body>${images}<form name="location" id="navigator"></form><a id="localStorage"></a>`,
    attributes: { 'data-collect': collector.url },
  });
  await expect(page.locator('h1')).toHaveText('VARIANT');
  await collector.until(() => collector.exposures().length > 0);
  expect((await page.context().cookies()).map(({ name }) => name)).toContain('_fx');
});

test('in a frame without storage nobody is in a test, and nothing breaks', async ({
  page,
  problems,
  publish,
  site,
}) => {
  const url = publish({ feature });
  site.answer('/framed', { body: `<!doctype html><iframe sandbox="allow-scripts" src="${url}"></iframe>` });
  await page.goto(`${site.origin}/framed`);
  await expect(page.frameLocator('iframe').locator('h1')).toHaveText('CONTROL');
  expect(problems.warnings).toEqual([]);
});

test('in a frame without storage a subject of the host is enough', async ({ collector, page, publish, site }) => {
  const url = publish({ feature, attributes: { 'data-subject': 'user-7', 'data-collect': collector.url } });
  site.answer('/framed', { body: `<!doctype html><iframe sandbox="allow-scripts" src="${url}"></iframe>` });
  await page.goto(`${site.origin}/framed`);
  await expect(page.frameLocator('iframe').locator('h1')).toHaveText('VARIANT');
  await collector.until(() => collector.exposures().length > 0);
});

test('with a localStorage that throws or is full the cookie is enough', async ({ collector, page, visit }) => {
  await visit({
    feature,
    attributes: { 'data-collect': collector.url },
    before: `<script>Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }</script>`,
  });
  await expect(page.locator('h1')).toHaveText('VARIANT');
  await collector.until(() => collector.exposures().length > 0);
});

test('a bot is in no test, a CUBOT is a phone', async ({ browser, publish }) => {
  const url = publish({ feature });
  const agents = {
    'Mozilla/5.0 (compatible; Googlebot/2.1)': 'CONTROL',
    'Mozilla/5.0 (Linux; Android 9; CUBOT X19)': 'VARIANT',
  };
  for (const [userAgent, text] of Object.entries(agents)) {
    const context = await browser.newContext({ userAgent });
    const page = await context.newPage();
    await page.goto(url);
    await expect(page.locator('h1'), userAgent).toHaveText(text);
    expect((await context.cookies()).length > 0).toBe(text === 'VARIANT');
    await context.close();
  }
});

test('what the page patches does not stop the tag', async ({ collector, page, visit }) => {
  await visit({
    feature,
    attributes: { 'data-collect': collector.url },
    before: `<script>
      Object.prototype.extra = 1;
      Array.prototype.extra = () => 1;
      Array.prototype.toJSON = function () { return 'patched' };
      String.prototype.toJSON = function () { return 'patched' };
    </script>`,
  });
  await expect(page.locator('h1')).toHaveText('VARIANT');
  await collector.until(() => collector.exposures().length > 0);
  expect(collector.exposures()[0]).toMatchObject({ experiment: 'good' });
});
