/**
 * Checks that events go to the collector, to listeners and to the dataLayer: soon, together, in batches that browsers
 * take.
 */

import { expect, test, vi } from 'vitest';
import { createDelivery } from '../../src/tag/delivery.js';
import {
  conversion,
  create,
  emitter,
  exposure,
  failure,
  ids,
  leftBehind,
  open,
  SECOND_MS,
  sentIds,
  setUp,
  stage,
  stored,
  URL,
  warnings,
} from './sending.js';
import { NOW, type Sent } from './stage.js';

setUp();

test('an event goes to the collector within a second, with the envelope of version 1', async () => {
  const delivery = open();
  const event = exposure();
  delivery._record(event);
  expect(stage.fetched).toHaveLength(0);
  await stage.wait(SECOND_MS);
  expect(stage.fetched).toHaveLength(1);
  const { url, batch } = stage.fetched[0] as Sent;
  expect(url).toBe(URL);
  expect(batch).toMatchObject({ v: 1, dropped: 0, events: [event] });
  expect(batch.sentAt).toBeGreaterThan(NOW);
});

test('the request is simple: no preflight, no credentials, and it outlives the page', async () => {
  open()._record(exposure());
  await stage.wait(SECOND_MS);
  const { method, credentials, keepalive, headers, mode = 'cors', body } = stage.fetched[0]?.request ?? {};
  expect([method, credentials, keepalive, headers, mode, typeof body]).toEqual([
    'POST',
    'omit',
    true,
    undefined,
    'cors',
    'string',
  ]);
});

test('events of one moment go together', async () => {
  const delivery = open();
  const events = [exposure(), conversion(), failure()];
  for (const event of events) delivery._record(event);
  await stage.wait(SECOND_MS);
  expect(stage.fetched).toHaveLength(1);
  expect(sentIds(stage.fetched)).toEqual(ids(events));
});

test('events that keep coming delay none of them beyond a second', async () => {
  const delivery = open();
  for (let i = 0; i < 20; i++) {
    delivery._record(conversion());
    await stage.wait(100);
  }
  expect(stage.fetched[0]?.batch.sentAt).toBeLessThanOrEqual(NOW + SECOND_MS);
});

test('before first paint nothing is sent and storage is left alone', async () => {
  const delivery = create();
  delivery._record(exposure());
  await stage.wait(10 * SECOND_MS);
  expect([stage.fetched.length, stage.beaconed.length, stage.touches()]).toEqual([0, 0, 0]);
  delivery._open(false);
  await stage.wait(SECOND_MS);
  expect(stage.fetched).toHaveLength(1);
});

test('one request at a time', async () => {
  let finish: (value: { ok: boolean; status: number }) => void = () => undefined;
  stage.answer = () =>
    new Promise((resolve) => {
      finish = resolve;
    });
  const delivery = open();
  delivery._record(exposure());
  await stage.wait(SECOND_MS);
  delivery._record(conversion());
  await stage.wait(5 * SECOND_MS);
  expect(stage.fetched).toHaveLength(1);
  finish({ ok: true, status: 204 });
  await stage.wait(SECOND_MS);
  expect(stage.fetched[1]?.batch.events).toHaveLength(1);
});

test('a batch holds 48 KiB at the most, counted in bytes', async () => {
  const delivery = open();
  const events = Array.from({ length: 20 }, () => failure('ü'.repeat(1500)));
  for (const event of events) delivery._record(event);
  await stage.wait(SECOND_MS);
  const sizes = stage.fetched.map(({ text }) => new TextEncoder().encode(text).length);
  expect(stage.fetched.length).toBe(2);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(48 * 1024);
  expect(sentIds(stage.fetched)).toEqual(ids(events));
});

test('an event over 4 KiB is dropped with a warning, and told to nobody', async () => {
  const told = vi.fn();
  emitter._on('failure', told);
  const delivery = open();
  delivery._record(failure('ü'.repeat(1000)));
  delivery._record(failure('ü'.repeat(2100)));
  await stage.wait(SECOND_MS);
  expect(stage.fetched[0]?.batch.events).toHaveLength(1);
  expect(told).toHaveBeenCalledTimes(1);
  expect(warnings).toEqual([expect.stringMatching(/4096|4 KiB/)]);
});

test('a page whose id lost to another tab drops its own events, and those to come, but not the ones that were left', async () => {
  const left = exposure();
  await leftBehind(left);
  stage.fetched.length = 0;
  const delivery = create();
  delivery._record(exposure(), true);
  delivery._record(exposure());
  delivery._open(true);
  delivery._record(exposure());
  await stage.wait(SECOND_MS);
  expect([...new Set(sentIds(stage.fetched))]).toEqual([left.id]);
  expect(stored()).toEqual([]);
});

test('cleared events are neither sent nor kept', async () => {
  const delivery = open();
  delivery._record(exposure());
  delivery._clear();
  await stage.wait(SECOND_MS);
  expect([stage.fetched.length, stored().length]).toEqual([0, 0]);
});

test('without a collector events go to listeners and the dataLayer only', async () => {
  const told = vi.fn();
  emitter._on('exposure', told);
  const delivery = createDelivery({}, emitter);
  delivery._record(exposure(), true);
  delivery._open(false);
  delivery._record(exposure());
  await stage.wait(SECOND_MS);
  window.dispatchEvent(new Event('pagehide'));
  expect(told).toHaveBeenCalledTimes(2);
  expect([stage.fetched.length, stage.beaconed.length, stored().length]).toEqual([0, 0, 0]);
});

test('an exposure is pushed to the dataLayer, a conversion is not', () => {
  const delivery = create(false, 'dataLayer');
  delivery._record(exposure('a', 'b'));
  delivery._record(conversion());
  expect(Reflect.get(window, 'dataLayer')).toEqual([
    { event: 'experience_impression', exp_variant_string: 'FX-a-b', experiment_id: 'a', variation_id: 'b' },
  ]);
  Reflect.deleteProperty(window, 'dataLayer');
});

test('a dataLayer that throws, or is none, harms nothing', () => {
  for (const layer of [
    {
      push: () => {
        throw new Error('tag manager');
      },
    },
    'text',
  ]) {
    vi.stubGlobal('dataLayer', layer);
    const delivery = create(false, 'dataLayer');
    expect(() => delivery._record(exposure(), true)).not.toThrow();
  }
  expect(stored()).toHaveLength(2);
});
