/**
 * Checks that in Firefox and WebKit, too, every event reaches a collector, whatever it answers, under the id that it
 * was made with.
 */

import { expect } from 'vitest';
import type { Batch } from '../../src/core/index.js';
import type { Collector } from '../harness/collector.js';
import { pageOf } from '../harness/snippet.js';
import type { Tab } from './engine.js';
import { smoke, until } from './stage.js';

const test = smoke();
const html = pageOf('delivery');
const emptied = `!Object.keys(localStorage).some((key) => key.startsWith('_fx_e.'))`;

/** Tracks some conversions and returns their ids. */
const track = async (page: Tab, ...names: readonly string[]): Promise<string[]> =>
  (await page.evaluate(`(() => {
    const ids = [];
    const stop = fx.on('conversion', ({ id, name }) => ids.push(id));
    ids.length = 0;
    for (const name of ${JSON.stringify(names)}) fx.track(name);
    stop();
    return ids;
  })()`)) as string[];

const sent = (collector: Collector): string[] => collector.requests.flatMap(({ events }) => events.map(({ id }) => id));
const has = (collector: Collector, ids: readonly string[]) => () => ids.every((id) => sent(collector).includes(id));

test('events go as simple POSTs to another origin, and what has arrived does not come again', async ({
  arrive,
  collector,
  publish,
}) => {
  const { page } = await arrive();
  await page.goto(`${publish({ html, attributes: { 'data-collect': collector.url } })}?token=secret#secret`);
  await collector.until(has(collector, await track(page, 'one', 'two')));
  await until(page, emptied);
  await page.reload();
  await collector.until(() => collector.exposures().length === 2);
  expect(new Set(sent(collector)).size).toBe(sent(collector).length);
  for (const { method, headers, text } of collector.requests) {
    expect([method, headers['content-type'], headers.cookie]).toEqual(['POST', 'text/plain;charset=UTF-8', undefined]);
    expect(text).not.toContain('secret');
    expect(JSON.parse(text) as Batch).toMatchObject({ v: 1, dropped: 0 });
  }
});

for (const behaviour of [500, 429, 'drop', 'opaque'] as const) {
  test(`a collector that answers with ${behaviour}, and then recovers, gets every event under its id`, async ({
    arrive,
    collector,
    publish,
  }) => {
    const { page } = await arrive();
    collector.behave(behaviour);
    await page.goto(publish({ html, attributes: { 'data-collect': collector.url } }));
    const ids = await track(page, 'one', 'two', 'three');
    await collector.until(() => collector.requests.length > 0);
    collector.behave('accept');
    await collector.until(() => collector.requests.some((request) => request.behaviour === 'accept'));
    await collector.until(has(collector, ids));
    await until(page, emptied);
    expect([collector.conversions().length, collector.exposures().length]).toEqual([3, 1]);
  });
}

test('a batch that is too large is halved until it fits', async ({ arrive, collector, publish }) => {
  const { page } = await arrive();
  collector.behave(({ events }) => (events.length > 2 ? 413 : 'accept'));
  await page.goto(publish({ html, attributes: { 'data-collect': collector.url } }));
  const ids = await track(page, ...Array.from({ length: 9 }, (_, index) => `event-${index}`));
  await collector.until(has(collector, ids));
  await until(page, emptied);
});

test('a page that is left at once still tells of its exposure', async ({ arrive, collector, publish, site }) => {
  const { page } = await arrive();
  site.answer('/next', { body: '<!doctype html>' });
  // Before its load event no page hears that it is left.
  await page.goto(publish({ html, attributes: { 'data-collect': collector.url } }));
  await page.goto(`${site.origin}/next`);
  await collector.until(() => collector.exposures().length === 1);
});

// of a tab that is closed in the background, before anybody saw it, Firefox itself may lose what sendBeacon took
test('an exposure survives that the tab is closed at once, 5 of 5', async ({ arrive, collector, publish }) => {
  const url = publish({ html, attributes: { 'data-collect': collector.url } });
  for (let i = 1; i <= 5; i++) {
    const { leave, person } = await arrive();
    // not the only one: its context would go with it
    const page = await person.open();
    await page.goto(url);
    await page.close();
    await collector.until(() => collector.exposures().length === i);
    await leave();
  }
});
