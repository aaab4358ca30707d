/** Checks when an experiment activates: each kind of trigger, and how a navigation inside the page starts them over. */

import type { Trigger } from '../../src/core/index.js';
import { client, expect, experiment, manifestOf, painted, test, withOps } from '../harness/index.js';

const feature = 'triggers';
const text = { op: 'replaceText', selector: 'h1', value: 'VARIANT' } as const;
const on = (trigger: Trigger) => manifestOf({ ...withOps('it', text), trigger });

test('auto fires at once, before the page is parsed', async ({ page, visit }) => {
  const js = 'document.documentElement.dataset.state = document.readyState';
  await visit({ feature, manifest: manifestOf(experiment('it', { js })) });
  await expect(page.locator('html')).toHaveAttribute('data-state', 'loading');
});

const addresses: readonly (readonly [
  trigger: Omit<Extract<Trigger, { kind: 'urlMatch' }>, 'kind'>,
  address: string,
  matches: boolean,
])[] = [
  [{ pattern: '/cart' }, '/cart', true],
  [{ pattern: '/cart' }, '/shop/cart/two', true],
  [{ pattern: '/cart' }, '/home', false],
  [{ pattern: '/cart' }, '/home?from=/cart', true],
  [{ pattern: '/cart' }, '/home#/cart', true],
  [{ pattern: '127.0.0.1' }, '/home', false],
  [{ pattern: '127.0.0.1', on: 'url' }, '/home', true],
  [{ pattern: 'http://127' }, '/home', true],
  [{ pattern: 'http://127', on: 'path' }, '/home', false],
  [{ pattern: '^/cart$', regex: true }, '/cart', true],
  [{ pattern: '^/cart$', regex: true }, '/cart/two', false],
  [{ pattern: '^http://[^/]+/cart', regex: true }, '/cart', true],
  [{ pattern: '^http://[^/]+/cart', regex: true, on: 'path' }, '/cart', false],
  [{ pattern: '\\?size=(s|m)(&|$)', regex: true }, '/home?size=m', true],
  [{ pattern: '/c.rt' }, '/cart', false],
  [{ pattern: '^/cart$', regex: true }, '/cart?utm_source=mail#top', true],
  [{ pattern: '/größen' }, '/gr%C3%B6%C3%9Fen', true],
  [{ pattern: '^#/cart$', regex: true, on: 'hash' }, '/home#/cart', true],
  [{ pattern: 'size', on: 'path' }, '/home?size=m', false],
];

for (const [trigger, path, matches] of addresses) {
  test(`urlMatch ${JSON.stringify(trigger)} is ${matches} on ${path}`, async ({ page, visit }) => {
    const [, clean = '', query = ''] = /^([^?#]*)(.*)$/.exec(path) ?? [];
    await visit({ feature, path: clean, query, manifest: on({ kind: 'urlMatch', ...trigger }) });
    await expect(page.locator('h1')).toHaveText(matches ? 'VARIANT' : 'CONTROL');
  });
}

test('waitForSelector fires when the element is there, without a limit unless one is given', async ({
  page,
  visit,
}) => {
  await visit({ feature, manifest: on({ kind: 'waitForSelector', selector: 'dialog[open]' }) });
  await expect(page.locator('h1')).toHaveText('CONTROL');
  await page.evaluate(() => document.body.append(document.createElement('dialog')));
  await painted(page);
  await expect(page.locator('h1')).toHaveText('CONTROL');
  await page.evaluate(() => document.querySelector('dialog')?.setAttribute('open', ''));
  await expect(page.locator('h1')).toHaveText('VARIANT');
});

test('waitForSelector gives up after its time, without exposure or failure', async ({ collector, page, visit }) => {
  await visit({
    feature,
    manifest: on({ kind: 'waitForSelector', selector: '.late', timeoutMs: 50 }),
    attributes: { 'data-collect': collector.url },
  });
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 200)));
  await page.evaluate(() => document.body.insertAdjacentHTML('beforeend', '<p class="late">late</p>'));
  await painted(page);
  await expect(page.locator('h1')).toHaveText('CONTROL');
  await (await client(page)).evaluate((fx) => fx.track('end'));
  await collector.until(() => collector.conversions().length > 0);
  expect(collector.events()).toHaveLength(1);
});

for (const target of ['window', 'document', 'document.querySelector("button")']) {
  test(`event fires on one that is dispatched on ${target}, bubbling or not`, async ({ page, visit }) => {
    await visit({ feature, manifest: on({ kind: 'event', name: 'app:ready' }) });
    await expect(page.locator('h1')).toHaveText('CONTROL');
    await page.evaluate(`${target}.dispatchEvent(new CustomEvent('app:ready'))`);
    await expect(page.locator('h1')).toHaveText('VARIANT');
  });
}

test('a click on an element is an event like any other', async ({ page, visit }) => {
  await visit({ feature, manifest: on({ kind: 'event', name: 'click' }) });
  await page.locator('button').click();
  await expect(page.locator('h1')).toHaveText('VARIANT');
});

test('manual fires on fx.activate, which returns the variant at once', async ({ page, problems, visit }) => {
  await visit({ feature, manifest: on({ kind: 'manual' }) });
  await expect(page.locator('h1')).toHaveText('CONTROL');
  const fx = await client(page);
  expect(await fx.evaluate((it) => [it.variant('it'), it.activate('it'), it.variant('it')])).toEqual([
    undefined,
    'treatment',
    'treatment',
  ]);
  await expect(page.locator('h1')).toHaveText('VARIANT');
  expect(problems.warnings).toEqual([]);
});

test('fx.activate on another trigger, or on an unknown id, warns and does nothing', async ({
  page,
  problems,
  visit,
}) => {
  await visit({ feature, manifest: on({ kind: 'event', name: 'app:ready' }) });
  await (await client(page)).evaluate((fx) => [fx.activate('it'), fx.activate('nothing')]);
  await expect(page.locator('h1')).toHaveText('CONTROL');
  expect(problems.warnings).toHaveLength(2);
});

test('script gets a function that fires, and the experiment', async ({ page, visit }) => {
  const js = "addEventListener('go', () => activate()); document.title = experiment.id";
  await visit({ feature, manifest: on({ kind: 'script', js }) });
  await expect(page).toHaveTitle('it');
  await expect(page.locator('h1')).toHaveText('CONTROL');
  await page.evaluate(() => dispatchEvent(new Event('go')));
  await expect(page.locator('h1')).toHaveText('VARIANT');
});

test('all waits for every one, any for the first', async ({ page, visit }) => {
  const of: readonly Trigger[] = [
    { kind: 'event', name: 'one' },
    { kind: 'event', name: 'two' },
  ];
  await visit({
    feature,
    manifest: manifestOf(
      { ...withOps('all', text), trigger: { kind: 'all', of } },
      { ...withOps('any', { ...text, selector: '.lead' }), trigger: { kind: 'any', of } },
    ),
  });
  await page.evaluate(() => dispatchEvent(new Event('two')));
  await expect(page.locator('.lead')).toHaveText('VARIANT');
  await expect(page.locator('h1')).toHaveText('CONTROL');
  await page.evaluate(() => dispatchEvent(new Event('one')));
  await expect(page.locator('h1')).toHaveText('VARIANT');
});

test('visible fires when enough of the element is on screen', async ({ page, visit }) => {
  await visit({ feature, manifest: on({ kind: 'visible', selector: '.below' }) });
  await page.evaluate(() =>
    document.body.insertAdjacentHTML('beforeend', '<p style="height: 3000px"></p><p class="below">below</p>'),
  );
  await painted(page);
  await expect(page.locator('h1')).toHaveText('CONTROL');
  await page.locator('.below').scrollIntoViewIfNeeded();
  await expect(page.locator('h1')).toHaveText('VARIANT');
});

for (const how of ['history.pushState', 'history.replaceState', 'History.prototype.pushState.call']) {
  test(`a navigation by ${how} starts and ends what the address says`, async ({ page, visit }) => {
    await visit({ feature, path: '/home', manifest: on({ kind: 'urlMatch', pattern: '/cart' }) });
    const given = how.endsWith('.call') ? "history, null, ''" : "null, ''";
    const go = (path: string) => page.evaluate(`${how}(${given}, '${path}')`);
    await go('/cart');
    await expect(page.locator('h1')).toHaveText('VARIANT');
    await go('/home');
    await expect(page.locator('h1')).toHaveText('CONTROL');
    await go('/cart?again');
    await expect(page.locator('h1')).toHaveText('VARIANT');
  });
}

test('going back ends what the address no longer says, without a second exposure', async ({
  collector,
  page,
  visit,
}) => {
  await visit({
    feature,
    path: '/home',
    manifest: on({ kind: 'urlMatch', pattern: '/cart' }),
    attributes: { 'data-collect': collector.url },
  });
  await page.evaluate(() => history.pushState(null, '', '/cart'));
  await expect(page.locator('h1')).toHaveText('VARIANT');
  await page.goBack();
  await expect(page.locator('h1')).toHaveText('CONTROL');
  await page.goForward();
  await expect(page.locator('h1')).toHaveText('VARIANT');
  await (await client(page)).evaluate((fx) => fx.track('end'));
  await collector.until(() => collector.conversions().length > 0);
  expect(collector.exposures()).toHaveLength(1);
});

test('js runs again at the next view only where its last run gave an undo', async ({ page, visit }) => {
  const trigger = { kind: 'urlMatch', pattern: '/cart' } as const;
  await visit({
    feature,
    path: '/cart',
    manifest: manifestOf(
      experiment('once', { js: "log.push('once')" }, { trigger }),
      experiment('twice', { js: "log.push('do'); return () => log.push('undo')" }, { trigger }),
    ),
    before: '<script>log = []</script>',
  });
  await page.evaluate(async () => {
    const settle = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    history.pushState(null, '', '/home');
    await settle();
    history.pushState(null, '', '/cart');
    await settle();
  });
  expect(await page.evaluate(() => (window as unknown as { log: string[] }).log)).toEqual(['once', 'do', 'undo', 'do']);
});
