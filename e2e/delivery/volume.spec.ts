/**
 * Tests many events: none is lost while the outbox can hold them, and what is lost beyond that is what matters least.
 */

import type { Page } from '@playwright/test';
import type { Batch, FxEvent } from '../../src/core/index.js';
import type { Behaviour } from '../harness/collector.js';
import { type Collector, client, expect, experiment, isLong, manifestOf, painted, test } from '../harness/index.js';
import { outbox } from './outbox.js';

const feature = 'delivery';
const EVENTS = isLong ? 10_000 : 480;
/** Made at a time, and as many may wait: of 100 the outbox gives up the first. */
const OUTSTANDING = 80;

/** What goes wrong with every second of the first requests, and of the first of each forty after that. */
const TROUBLES: readonly (Behaviour | undefined)[] = ['drop', 413, 'opaque', 500, 429, 'hang'].flatMap((one) => [
  one as Behaviour,
  undefined,
]);

/** Tracks so many conversions and returns their ids. */
const track = async (page: Page, count: number): Promise<string[]> =>
  (await client(page)).evaluate((fx, wanted) => {
    const ids: string[] = [];
    const stop = fx.on('conversion', ({ id }) => ids.push(id));
    // those that came before are told, too
    ids.length = 0;
    for (let i = 0; i < wanted; i++) fx.track('step');
    stop();
    return ids;
  }, count);

const accepted = (collector: Collector): FxEvent[] =>
  collector.requests.filter(({ behaviour }) => behaviour === 'accept').flatMap(({ events }) => events);

test(`of ${EVENTS} events, ${OUTSTANDING} at a time, a collector that fails in every way gets each one, under one id`, async ({
  collector,
  page,
  visit,
}) => {
  test.setTimeout(120_000 + EVENTS * 500);
  let count = 0;
  collector.behave(() => TROUBLES[(count++ % 40) - 1] ?? 'accept');
  const attributes = { 'data-collect': collector.url };
  const made: string[] = [];
  const go = async (): Promise<void> => {
    await visit({ feature, manifest: manifestOf(), attributes });
    // before that events are in memory, where they are not seen
    const paints = () => page.evaluate(() => performance.getEntriesByType('paint').length);
    await expect.poll(paints).toBeGreaterThan(0);
    await painted(page);
  };
  const isSpared = (one?: Behaviour): boolean =>
    !!one && !collector.requests.some(({ behaviour }) => behaviour === one);
  await go();
  // until each trouble has come, too
  while (made.length < EVENTS || TROUBLES.some(isSpared)) {
    const ids = await track(page, OUTSTANDING);
    made.push(...ids);
    // what hangs is for the next page: fx has one request on its way at a time
    const isStuck = (): boolean => collector.requests.at(-1)?.behaviour === 'hang';
    await expect.poll(async () => isStuck() || (await outbox(page)) === 0).toBe(true);
    if (isStuck()) await go();
    await expect.poll(() => outbox(page)).toBe(0);
  }
  expect(new Set(made).size).toBe(made.length);
  expect([...new Set(accepted(collector).map(({ id }) => id))].sort()).toEqual([...made].sort());
  const arrived = collector.requests.flatMap(({ events }) => events);
  expect(new Set(arrived.map((event) => JSON.stringify(event))).size, 'copies that differ').toBe(made.length);
  expect(arrived.length).toBeGreaterThan(made.length);
  expect(collector.requests.some(({ text }) => text && (JSON.parse(text) as Batch).dropped > 0)).toBe(false);
});

test('of 500 events that no collector takes, 100 are kept: failures go first, then conversions, the newest exposures last', async ({
  collector,
  page,
  visit,
}) => {
  await collector.leave();
  const ids = Array.from({ length: 60 }, (_, index) => `e${index}`);
  const trigger = { kind: 'manual' } as const;
  const manifest = manifestOf(
    ...ids.map((id) => experiment(id, { js: `throw new Error('${id}')` }, { trigger })),
    ...ids.slice(0, 10).map((id) => experiment(`late-${id}`, {}, { trigger })),
  );
  await visit({ feature, manifest, attributes: { 'data-collect': collector.url } });
  const made = await (await client(page)).evaluate((fx, names) => {
    const events: FxEvent[] = [];
    for (const type of ['exposure', 'conversion', 'failure'] as const) fx.on(type, (event) => events.push(event));
    // the time of an event is its age: no two share a millisecond
    const tick = (): void => {
      for (const at = Date.now(); at === Date.now(); );
    };
    // 60 exposures and as many failures between 370 conversions, then 10 exposures
    for (const name of names) {
      tick();
      fx.activate(name);
      for (let i = 0; i < 6; i++) {
        tick();
        fx.track('step');
      }
    }
    for (let i = 0; i < 10; i++) {
      tick();
      fx.track('step');
      tick();
      fx.activate(`late-e${i}`);
    }
    return events;
  }, ids);
  expect(made).toHaveLength(500);
  // What came before first paint is written with it.
  await expect.poll(() => outbox(page)).toBe(100);
  await page.goto('about:blank');
  await collector.comeBack();
  await page.goBack();
  await expect.poll(() => outbox(page)).toBe(0);
  const newest = (type: FxEvent['type'], count: number): string[] =>
    made
      .filter((event) => event.type === type)
      .slice(-count)
      .map(({ id }) => id);
  const got = collector.events().map(({ id }) => id);
  expect(got.sort()).toEqual([...newest('exposure', 70), ...newest('conversion', 30)].sort());
  // the page that was left sent what it had, too, and the next one again
  const counts = collector.requests.map(({ text }) => (JSON.parse(text) as Batch).dropped);
  expect(counts.reduce((sum, count) => sum + count)).toBe(400);
});

test('of exposures alone the newest are kept', async ({ collector, page, visit }) => {
  await collector.leave();
  const ids = Array.from({ length: 130 }, (_, index) => `e${index}`);
  const manifest = manifestOf(...ids.map((id) => experiment(id, {}, { trigger: { kind: 'manual' } })));
  await visit({ feature, manifest, attributes: { 'data-collect': collector.url } });
  await (await client(page)).evaluate((fx, names) => {
    for (const name of names) {
      for (const at = Date.now(); at === Date.now(); );
      fx.activate(name);
    }
  }, ids);
  await page.goto('about:blank');
  await collector.comeBack();
  await page.goBack();
  await collector.until(() => collector.exposures().length > 0);
  await expect.poll(() => outbox(page)).toBe(0);
  expect(
    collector
      .exposures()
      .map((one) => one.experiment)
      .sort(),
  ).toEqual(ids.slice(30).sort());
});

test('a browser that goes offline keeps what is made, and sends it when it is back', async ({
  collector,
  context,
  page,
  visit,
}) => {
  await visit({ feature, manifest: manifestOf(), attributes: { 'data-collect': collector.url } });
  const ids = await track(page, 1);
  await expect.poll(() => outbox(page)).toBe(0);
  await context.setOffline(true);
  ids.push(...(await track(page, 3)));
  const isAway = page.waitForEvent('requestfailed');
  await isAway;
  await context.setOffline(false);
  await expect.poll(() => outbox(page)).toBe(0);
  expect(
    collector
      .events()
      .map(({ id }) => id)
      .sort(),
  ).toEqual(ids.sort());
});
