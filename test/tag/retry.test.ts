/**
 * Checks that what a collector did not take goes again, ever later; what it refuses for good is dropped, and counted.
 */

import { expect, test, vi } from 'vitest';
import {
  answer,
  conversion,
  exposure,
  ids,
  open,
  refuseNetwork,
  SECOND_MS,
  sentIds,
  setUp,
  stage,
  stored,
  turnPage,
  URL,
  warnings,
} from './sending.js';

setUp();

test.each([401, 408, 429, 500, 503, 302])('after status %i the same event goes again, later', async (status) => {
  answer(status);
  const delivery = open();
  const event = exposure();
  delivery._record(event);
  await stage.wait(SECOND_MS / 2);
  expect(stored()).toEqual([event]);
  answer(204);
  await stage.wait(2 * SECOND_MS);
  expect(sentIds(stage.fetched)).toEqual([event.id, event.id]);
  expect(stored()).toHaveLength(0);
});

test('after network errors it waits 1 s, then twice as long each time, 5 minutes at the most, with jitter', async () => {
  vi.spyOn(Math, 'random').mockReturnValue(0);
  refuseNetwork();
  open()._record(exposure());
  const gaps: number[] = [];
  for (let i = 0, last = 0; i < 12; i++) {
    await vi.advanceTimersToNextTimerAsync();
    const at = stage.fetched.at(-1)?.batch.sentAt ?? 0;
    if (last) gaps.push((at - last) / SECOND_MS);
    last = at;
  }
  expect(gaps).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
});

test('jitter makes no wait shorter than half', async () => {
  vi.spyOn(Math, 'random').mockReturnValue(1);
  refuseNetwork();
  open()._record(exposure());
  await stage.wait(300);
  expect(stage.fetched).toHaveLength(1);
  await stage.wait(499);
  expect(stage.fetched).toHaveLength(1);
  await stage.wait(1);
  expect(stage.fetched).toHaveLength(2);
});

test('an event that comes while it backs off does not make it impatient', async () => {
  vi.spyOn(Math, 'random').mockReturnValue(0);
  refuseNetwork();
  const delivery = open();
  for (let i = 0; i < 5; i++) {
    delivery._record(exposure());
    await stage.wait(300);
  }
  // at 300, 1300
  expect(stage.fetched).toHaveLength(2);
});

test('a fetch that throws is a network error', async () => {
  stage.answer = () => {
    throw new Error('patched');
  };
  open()._record(exposure());
  await stage.wait(SECOND_MS);
  expect(stored()).toHaveLength(1);
});

test.each([400, 413])('after status %i batches are halved until the one that is refused is dropped', async (status) => {
  const events = Array.from({ length: 8 }, () => conversion());
  const poison = events[5]?.id;
  stage.answer = async () => {
    const isRefused = stage.fetched.at(-1)?.batch.events.some(({ id }) => id === poison);
    return { ok: !isRefused, status: isRefused ? status : 200 };
  };
  const delivery = open();
  for (const event of events) delivery._record(event);
  await stage.wait(10 * SECOND_MS);
  expect(stored()).toHaveLength(0);
  const arrived = stage.fetched.filter(({ batch }) => !batch.events.some(({ id }) => id === poison));
  expect(sentIds(arrived)).toEqual(ids(events.filter(({ id }) => id !== poison)));
  delivery._record(exposure());
  await stage.wait(SECOND_MS);
  expect(stage.fetched.reduce((sum, { batch }) => sum + (batch.dropped ? 1 : 0), 0)).toBeGreaterThan(0);
});

test('the count of what was dropped survives the page, and ends with the batch that carried it', async () => {
  answer(400);
  open()._record(exposure());
  await stage.wait(SECOND_MS);
  expect(stored()).toHaveLength(0);
  turnPage();
  const delivery = open();
  answer(503);
  delivery._record(exposure());
  await stage.wait(SECOND_MS / 2);
  expect(stage.fetched[0]?.batch.dropped).toBe(1);
  answer(204);
  await stage.wait(2 * SECOND_MS);
  expect(stage.fetched[1]?.batch.dropped).toBe(1);
  delivery._record(exposure());
  await stage.wait(SECOND_MS);
  expect(stage.fetched[2]?.batch.dropped).toBe(0);
});

test('what is dropped while a batch travels is counted in the next', async () => {
  stage.storage.set('_fx_d', '2');
  const delivery = open();
  stage.answer = async () => {
    stage.storage.set('_fx_d', '5');
    return { ok: true, status: 204 };
  };
  delivery._record(exposure());
  await stage.wait(SECOND_MS);
  delivery._record(exposure());
  await stage.wait(SECOND_MS);
  expect(stage.fetched.map(({ batch }) => batch.dropped)).toEqual([2, 3]);
});

test('a count goes with what can be confirmed: not with what is sent in leaving, and goes again', async () => {
  stage.storage.set('_fx_d', '2');
  const delivery = open();
  delivery._record(exposure());
  stage.hide();
  await stage.wait(SECOND_MS);
  expect([...stage.beaconed, ...stage.fetched].map(({ batch }) => batch.dropped)).toEqual([0, 2]);
});

/** When each request went, in milliseconds since the first. */
const times = (): number[] => stage.fetched.map(({ batch }) => batch.sentAt - (stage.fetched[0]?.batch.sentAt ?? 0));
const many = (count: number): void => {
  const delivery = open();
  for (let i = 0; i < count; i++) delivery._record(conversion());
};

test.each([403, 404])(
  'after status %i the whole batch is dropped and counted, and the address is named once',
  async (status) => {
    answer(status);
    many(60);
    await stage.wait(5 * SECOND_MS);
    expect(stage.fetched).toHaveLength(1);
    expect(stored()).toHaveLength(0);
    expect(stage.storage.get('_fx_d')).toBe('60');
    expect(warnings).toEqual([`fx: events are dropped: ${URL} answers ${status}`]);
    many(1);
    await stage.wait(5 * SECOND_MS);
    expect(stage.fetched).toHaveLength(2);
    answer(204);
    many(1);
    await stage.wait(SECOND_MS);
    expect(stage.fetched.at(-1)?.batch).toMatchObject({ dropped: 61, events: [{ type: 'conversion' }] });
  },
);

test('the address that refuses is named once to a page', async () => {
  answer(404);
  const delivery = open();
  for (let i = 0; i < 5; i++) {
    delivery._record(conversion());
    await stage.wait(3 * SECOND_MS);
  }
  expect(stage.fetched).toHaveLength(5);
  expect(warnings).toHaveLength(1);
});

test.each([400, 403, 404, 413])('a collector that answers %i gets one request a second at the most', async (status) => {
  answer(status);
  const delivery = open();
  for (let i = 1; i < 40; i++) {
    delivery._record(conversion());
    if (i % 5 === 0) window.dispatchEvent(new Event('online'));
    if (i % 7 === 0) stage.hide();
    await stage.wait(100);
  }
  await stage.wait(30 * SECOND_MS);
  const gaps = times().map((at, index, all) => at - (all[index - 1] ?? Number.NEGATIVE_INFINITY));
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(SECOND_MS);
  const beacons = stage.beaconed.map(({ batch }) => batch.sentAt);
  const requests = [...stage.fetched.map(({ batch }) => batch.sentAt), ...beacons].sort((a, b) => a - b);
  const refusals = requests.filter((at) => at >= (stage.fetched[0]?.batch.sentAt ?? 0));
  for (const [index, at] of refusals.entries())
    expect(refusals.filter((other, place) => place > index && other - at < SECOND_MS)).toHaveLength(0);
});
