/**
 * Checks that the outbox keeps an event until it has arrived, within its limits, whatever other pages, clocks and
 * storage do.
 */

import { expect, test, vi } from 'vitest';
import type { FxEvent } from '../../src/core/index.js';
import {
  conversion,
  create,
  exposure,
  failure,
  ids,
  leftBehind,
  open,
  refuseNetwork,
  SECOND_MS,
  sentIds,
  setUp,
  stage,
  stored,
  turnPage,
} from './sending.js';
import { NOW, type Sent } from './stage.js';

const DAY_MS = 864e5;

setUp();

test('an exposure before code is in storage at once', () => {
  create()._record(exposure(), true);
  expect(stored()).toHaveLength(1);
});

test('an event is in storage from when it is made until a 2xx, and no longer', async () => {
  const delivery = open();
  delivery._record(exposure());
  expect(stored()).toHaveLength(1);
  await stage.wait(SECOND_MS);
  expect(stored()).toHaveLength(0);
});

test('what an earlier page left goes again, with its id', async () => {
  const events = [exposure(), conversion()];
  await leftBehind(...events);
  stage.fetched.length = 0;
  turnPage();
  open();
  await stage.wait(SECOND_MS);
  expect(sentIds(stage.fetched)).toEqual(ids(events));
  expect(stored()).toHaveLength(0);
});

test('the outbox keeps 100 events: failures go first, then conversions, the newest exposures last', async () => {
  refuseNetwork();
  const delivery = open();
  const exposures = [];
  for (let i = 0; i < 95; i++) {
    vi.setSystemTime(NOW + i);
    exposures.push(exposure());
    delivery._record(exposures[i] as FxEvent);
  }
  for (let i = 0; i < 5; i++) delivery._record(failure());
  for (let i = 0; i < 5; i++) delivery._record(conversion());
  expect(stored().filter(({ type }) => type === 'failure')).toHaveLength(0);
  expect(stored()).toHaveLength(100);
  vi.setSystemTime(NOW + 200);
  for (let i = 0; i < 6; i++) delivery._record(exposure());
  expect(stored().filter(({ type }) => type === 'conversion')).toHaveLength(0);
  expect(stored().map(({ id }) => id)).not.toContain(exposures[0]?.id);
  expect(stored().map(({ id }) => id)).toContain(exposures[1]?.id);
  await stage.wait(SECOND_MS);
  expect(stage.fetched[0]?.batch.dropped).toBe(11);
});

test('the outbox keeps 64 KiB of events and gives up those beyond', () => {
  refuseNetwork();
  const delivery = open();
  for (let i = 0; i < 40; i++) delivery._record(failure('ü'.repeat(1500)));
  const bytes = stored().reduce((sum, event) => sum + new TextEncoder().encode(JSON.stringify(event)).length, 0);
  expect(bytes).toBeLessThanOrEqual(65536);
  expect(bytes).toBeGreaterThan(60000);
});

test('the cap counts what other tabs have put there, by the time that something is sent', async () => {
  refuseNetwork();
  const one = open();
  const two = open();
  for (let i = 0; i < 60; i++) {
    one._record(conversion());
    two._record(conversion());
  }
  await stage.wait(SECOND_MS);
  expect(stored()).toHaveLength(100);
  expect(stage.storage.get('_fx_d')).toBe('20');
});

test('an event that another tab has evicted or delivered is not sent again', async () => {
  const delivery = open();
  delivery._record(conversion());
  const kept = exposure();
  const key = [...stage.storage.keys()].find((one) => one.startsWith('_fx_e')) ?? '';
  delivery._record(kept);
  stage.storage.delete(key);
  await stage.wait(SECOND_MS);
  expect(sentIds(stage.fetched)).toEqual([kept.id]);
});

test('events older than 7 days are given up, and counted', async () => {
  await leftBehind(exposure(), exposure());
  turnPage();
  vi.setSystemTime(NOW + 7.1 * DAY_MS);
  const delivery = open();
  const event = exposure();
  delivery._record(event);
  await stage.wait(SECOND_MS);
  expect(sentIds(stage.fetched)).toEqual([event.id]);
  expect(stage.fetched[0]?.batch.dropped).toBe(2);
});

test('a clock that is set back by minutes loses nothing, and one that is set back by years keeps nothing for ever', async () => {
  const late = exposure();
  await leftBehind(late);
  vi.setSystemTime(NOW - 300 * SECOND_MS);
  open();
  await stage.wait(SECOND_MS);
  expect(sentIds(stage.fetched)).toContain(late.id);
  vi.setSystemTime(NOW + 900 * DAY_MS);
  stage.answer = () => new Promise(() => undefined);
  open()._record(exposure());
  vi.setSystemTime(NOW);
  open();
  await stage.wait(SECOND_MS);
  expect(stored()).toHaveLength(0);
});

test.each(['{', 'x'.repeat(50000)])('what somebody else left under such a key, %#, blocks nothing', async (text) => {
  stage.storage.set(`_fx_e.2${NOW.toString(36)}.x`, text);
  const event = exposure();
  const bodies: string[] = [];
  vi.stubGlobal('fetch', async (_url: string, { body }: RequestInit) => {
    bodies.push(`${body}`);
    const isRefused = `${body}`.includes(`[${text}`) || `${body}`.includes(`,${text}]`);
    return { ok: !isRefused, status: isRefused ? 400 : 200 };
  });
  open()._record(event);
  await stage.wait(10 * SECOND_MS);
  expect(JSON.parse(bodies.at(-1) ?? '')).toMatchObject({ events: [{ id: event.id }], dropped: 1 });
});

test('what somebody else left under such a key without a time is deleted', async () => {
  stage.storage.set('_fx_e.?', 'x');
  open();
  await stage.wait(SECOND_MS);
  expect(stage.storage.has('_fx_e.?')).toBe(false);
});

test('an event that storage does not take stays in memory and is sent', async () => {
  stage.isFull = true;
  const delivery = open();
  const event = exposure();
  delivery._record(event);
  await stage.wait(SECOND_MS);
  expect(sentIds(stage.fetched)).toEqual([event.id]);
  delivery._record(conversion());
  await stage.wait(SECOND_MS);
  expect(stage.fetched[1]?.batch.events).toHaveLength(1);
});

test('what storage did not take is written when there is room again', () => {
  stage.isFull = true;
  const delivery = open();
  delivery._record(exposure());
  expect(stored()).toHaveLength(0);
  stage.isFull = false;
  delivery._record(exposure());
  expect(stored()).toHaveLength(2);
});

test('blocked storage costs no event', async () => {
  stage.isStorageBlocked = true;
  const event = exposure();
  open()._record(event);
  await stage.wait(SECOND_MS);
  expect(sentIds(stage.fetched)).toEqual([event.id]);
});

test('memory keeps 100 events, as storage does', async () => {
  stage.isStorageBlocked = true;
  refuseNetwork();
  const delivery = open();
  for (let i = 0; i < 103; i++) delivery._record(conversion());
  await stage.wait(300);
  const { batch } = stage.fetched[0] as Sent;
  expect(batch.events.length).toBe(100);
});

test('an event costs one write, however much is in the outbox', () => {
  refuseNetwork();
  const delivery = open();
  for (let i = 0; i < 90; i++) delivery._record(conversion());
  const before = stage.touches();
  for (let i = 0; i < 5; i++) delivery._record(conversion());
  expect(stage.touches() - before).toBe(5);
  expect(stored()).toHaveLength(95);
});

test('by their bytes, too, events are written alone until the outbox may be full', () => {
  refuseNetwork();
  const delivery = open();
  for (let i = 0; i < 15; i++) delivery._record(failure('ü'.repeat(1900)));
  const before = stage.touches();
  delivery._record(conversion());
  expect(stage.touches() - before).toBe(1);
  for (let i = 0; i < 3; i++) delivery._record(failure('ü'.repeat(1900)));
  const bytes = stored().reduce((sum, event) => sum + new TextEncoder().encode(JSON.stringify(event)).length, 0);
  expect(bytes).toBeLessThanOrEqual(65536);
});
