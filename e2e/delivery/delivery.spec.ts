/** Checks that every event reaches a collector, whatever it answers, under the id that it was made with. */

import type { Page } from '@playwright/test';
import type { Batch } from '../../src/core/index.js';
import {
  type Collector,
  client,
  expect,
  experiment,
  manifestOf,
  sampler,
  showing,
  shown,
  test,
  withOps,
} from '../harness/index.js';
import { outbox } from './outbox.js';

const feature = 'delivery';

/** Tracks some conversions and returns their ids. */
const track = async (page: Page, ...names: readonly string[]): Promise<string[]> =>
  (await client(page)).evaluate((fx, wanted) => {
    const ids: string[] = [];
    const stop = fx.on('conversion', ({ id, name }) => {
      if (wanted.includes(name)) ids.push(id);
    });
    for (const name of wanted) fx.track(name);
    stop();
    return ids;
  }, names);

const idsAt = (collector: Collector): string[] => collector.events().map(({ id }) => id);

const has = (collector: Collector, ids: readonly string[]) => () => {
  const there = idsAt(collector);
  return ids.every((id) => there.includes(id));
};

test('events go as simple POSTs to another origin, without preflight, cookies or what stands behind ? and #', async ({
  collector,
  page,
  visit,
}) => {
  const js = "throw new Error('at https://shop.test/cart?token=secret1#secret2 in /a/b?c=secret3')";
  await visit({
    feature,
    query: '?token=secret4#secret5',
    manifest: manifestOf(experiment('broken', { js })),
    attributes: { 'data-collect': collector.url },
  });
  const ids = await track(page, 'one', 'two');
  await collector.until(has(collector, ids));
  await collector.until(() => collector.failures().length > 0);
  // a beacon has the cookies of its host whatever a page wants: ports are the same to a cookie
  expect((await page.context().cookies(collector.url)).map(({ name }) => name)).toContain('_fx');
  for (const { headers } of collector.requests) {
    expect(headers['sec-fetch-mode']).toBe('cors');
    expect(headers.cookie).toBeUndefined();
  }
  await page.goto('about:blank');
  expect(collector.requests.map(({ method }) => method).filter((method) => method !== 'POST')).toEqual([]);
  for (const { headers, text } of collector.requests) {
    expect(headers['content-type']).toBe('text/plain;charset=UTF-8');
    expect(text).not.toContain('secret');
    const batch = JSON.parse(text) as Batch;
    expect(batch).toMatchObject({ v: 1, sentAt: expect.any(Number), dropped: 0 });
  }
  expect(collector.failures()).toEqual([expect.objectContaining({ experiment: 'broken', code: 'error' })]);
  expect(collector.failures()[0]?.message).toContain('https://shop.test/cart in /a/b');
});

test('nothing is sent before first paint', async ({ collector, page, site, publish }) => {
  const attributes = { 'data-collect': collector.url };
  const url = publish({ feature, path: '/slow', attributes, before: sampler('false', 'true') });
  const [head = '', tail = ''] = (await (await fetch(url)).text()).split('<body>');
  const stream = site.stream('/slow');
  const going = page.goto(url, { waitUntil: 'commit' });
  await stream.write(head);
  await going;
  // the head is there and the experiment decided; a body that is not painted is longer away than events are gathered
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 700)));
  expect((await showing(page)).firstPaintMs).toBeNull();
  expect(collector.requests).toHaveLength(0);
  await stream.end(`<body>${tail}`);
  await collector.until(() => collector.exposures().length > 0);
  // a request has its entry only when it is answered
  const sentMs = () =>
    page.evaluate(
      (to) => performance.getEntriesByType('resource').find(({ name }) => name === to)?.startTime,
      collector.url,
    );
  await expect.poll(sentMs).toBeDefined();
  expect(await sentMs()).toBeGreaterThan((await shown(page)).firstPaintMs);
});

test('what has arrived leaves the browser, and does not come again', async ({ collector, page, visit }) => {
  await visit({ feature, attributes: { 'data-collect': collector.url } });
  await collector.until(() => collector.exposures().length > 0);
  await expect.poll(() => outbox(page)).toBe(0);
  await page.goto('about:blank');
  await visit({ feature, attributes: { 'data-collect': collector.url } });
  await collector.until(() => collector.exposures().length === 2);
  const all = collector.requests.flatMap(({ events }) => events.map(({ id }) => id));
  expect(all.length).toBe(new Set(all).size);
});

for (const behaviour of [500, 503, 429, 408, 'drop'] as const) {
  test(`a collector that answers with ${behaviour}, and then recovers, gets every event`, async ({
    collector,
    page,
    visit,
  }) => {
    collector.behave(behaviour);
    await visit({ feature, attributes: { 'data-collect': collector.url } });
    const ids = await track(page, 'one', 'two', 'three');
    await collector.until(() => collector.requests.length > 0);
    collector.behave('accept');
    await collector.until(() => collector.requests.some((request) => request.behaviour === 'accept'));
    await collector.until(has(collector, ids));
    expect(collector.conversions()).toHaveLength(3);
    expect(collector.exposures()).toHaveLength(1);
  });
}

test('a collector that is gone and comes back gets every event from a later page', async ({
  collector,
  page,
  visit,
}) => {
  await collector.leave();
  const visitHere = () => visit({ feature, attributes: { 'data-collect': collector.url } });
  const ids: string[] = [];
  for (const name of ['one', 'two', 'three']) {
    await visitHere();
    ids.push(...(await track(page, name)));
  }
  await page.goto('about:blank');
  expect(collector.requests).toHaveLength(0);
  await collector.comeBack();
  await visitHere();
  await collector.until(has(collector, ids));
  await collector.until(() => collector.exposures().length === 4);
});

test('an answer that cannot be read leaves the event where it is, and it comes again with its id', async ({
  collector,
  page,
  visit,
}) => {
  collector.behave('opaque');
  await visit({ feature, attributes: { 'data-collect': collector.url } });
  await collector.until(() => collector.exposures().length > 0);
  expect(await outbox(page)).toBe(1);
  collector.behave('accept');
  await page.reload();
  await collector.until(() => collector.exposures().length === 2);
  await expect.poll(() => outbox(page)).toBe(0);
  const [first] = collector.exposures();
  const times = collector.requests.flatMap(({ events }) => events).filter(({ id }) => id === first?.id);
  expect(times.length).toBeGreaterThan(1);
});

test('an event whose page is left while it is under way comes again with its id', async ({
  collector,
  page,
  visit,
}) => {
  collector.behave('hang');
  await visit({ feature, attributes: { 'data-collect': collector.url } });
  await collector.until(() => collector.exposures().length > 0);
  await page.goto('about:blank');
  collector.behave('accept');
  const before = collector.requests.length;
  await visit({ feature, manifest: manifestOf(), attributes: { 'data-collect': collector.url } });
  await collector.until(() => collector.requests.length > before);
  expect(new Set(idsAt(collector)).size).toBe(1);
  await expect.poll(() => outbox(page)).toBe(0);
});

test('a batch that is too large is halved until it fits, and one event that never fits is counted as dropped', async ({
  collector,
  page,
  visit,
}) => {
  collector.behave(({ events }) =>
    events.length > 2 || events.some((one) => 'name' in one && one.name === 'huge') ? 413 : 'accept',
  );
  await visit({ feature, manifest: manifestOf(), attributes: { 'data-collect': collector.url } });
  const names = Array.from({ length: 5 }, (_, index) => `event-${index}`);
  const ids = await track(page, 'huge', ...names);
  await collector.until(() => {
    const taken = collector.requests.filter(({ behaviour }) => behaviour === 'accept').flatMap(({ events }) => events);
    return ids.slice(1).every((id) => taken.some((event) => event.id === id));
  });
  await expect.poll(() => outbox(page)).toBe(0);
  // the count goes with the next batch that arrives
  const [last] = await track(page, 'last');
  await collector.until(() => collector.requests.some(({ events }) => events.some(({ id }) => id === last)));
  const dropped = collector.requests
    .filter(({ behaviour }) => behaviour === 'accept')
    .map(({ text }) => (JSON.parse(text) as Batch).dropped);
  expect(dropped).toContain(1);
});

test('a conversion with a key is counted once', async ({ collector, page, visit }) => {
  await visit({ feature, manifest: manifestOf(), attributes: { 'data-collect': collector.url } });
  const buy = async () =>
    (await client(page)).evaluate((fx) => {
      fx.track('sale', 42, { key: 'order-7' });
      fx.track('sale', 42, { key: 'order-7' });
    });
  await buy();
  await page.reload();
  await buy();
  await track(page, 'end');
  await collector.until(() => collector.conversions().some(({ name }) => name === 'end'));
  expect(collector.conversions().filter(({ name }) => name === 'sale')).toEqual([
    expect.objectContaining({ value: 42, key: 'order-7' }),
  ]);
});

test('a collector that cannot answer with CORS gets everything by beacon, and nothing is kept', async ({
  collector,
  page,
  visit,
}) => {
  collector.behave('opaque');
  await visit({ feature, attributes: { 'data-collect': collector.url, 'data-delivery': 'beacon' } });
  await collector.until(() => collector.exposures().length > 0);
  expect(await outbox(page)).toBe(0);
  await page.reload();
  await collector.until(() => collector.exposures().length === 2);
  const all = collector.requests.flatMap(({ events }) => events.map(({ id }) => id));
  expect(all).toHaveLength(2);
});

test('without a collector nothing leaves the page, and listeners still hear of it', async ({ page, site, visit }) => {
  await visit({
    feature,
    manifest: manifestOf(withOps('seen', { op: 'replaceText', selector: 'h1', value: 'VARIANT' })),
    before: "<script>heard = []; fx = [['on', 'exposure', (event) => heard.push(event.experiment)]]</script>",
  });
  await track(page, 'one');
  await page.goto('about:blank');
  await page.goBack();
  expect(await page.evaluate(() => (window as unknown as { heard: string[] }).heard)).toEqual(['seen']);
  expect(site.requests.filter((request) => request.startsWith('POST'))).toEqual([]);
});
