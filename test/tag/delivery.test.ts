import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { FxEvent } from '../../src/core/index.js';
import { createDelivery, type Delivery } from '../../src/tag/delivery.js';
import { createEmitter, type Emitter } from '../../src/tag/events.js';
import { randomId } from '../../src/tag/visitor.js';
import { createStage, NOW, type Sent, type Stage } from './stage.js';

const URL = 'https://events.example.com/e';
const SECOND_MS = 1000;
const DAY_MS = 864e5;
const ORIGIN = { subject: 's', revision: 'r1', path: '/shoes' };

let stage: Stage;
let warnings: string[];
let emitter: Emitter;
beforeEach(() => {
  stage = createStage();
  warnings = [];
  vi.spyOn(console, 'warn').mockImplementation((text) => warnings.push(text));
  emitter = createEmitter(() => undefined);
});
afterEach(() => stage.leave());

const create = (isBlind = false, layer?: string): Delivery =>
  createDelivery({ collect: URL, delivery: isBlind ? 'beacon' : undefined, layer }, emitter);
const open = (isBlind = false): Delivery => {
  const delivery = create(isBlind);
  delivery._open(false);
  return delivery;
};
const eventOf = (type: FxEvent['type'], more: object): FxEvent =>
  ({ id: randomId(), type, at: Date.now(), ...ORIGIN, ...more }) as unknown as FxEvent;
const exposure = (experiment = 'a', variant = 'b'): FxEvent =>
  eventOf('exposure', { experiment, variant, reason: 'assigned' });
const conversion = (name = 'order'): FxEvent => eventOf('conversion', { name, value: 1 });
const failure = (message = 'm'): FxEvent =>
  eventOf('failure', { experiment: 'a', variant: 'b', code: 'error', message, stack: '' });
const stored = (): FxEvent[] =>
  [...stage.storage].filter(([key]) => key.startsWith('_fx_e')).map(([, text]) => JSON.parse(text));
const ids = (events: readonly { id: string }[]): string[] => events.map(({ id }) => id).sort();
const sentIds = (all: readonly Sent[]): string[] => ids(all.flatMap(({ batch }) => batch.events));
const answer = (status: number): void => {
  stage.answer = async () => ({ ok: status < 300, status });
};
const refuseNetwork = (): void => {
  stage.answer = () => Promise.reject(new TypeError('Failed to fetch'));
};
/** What another page of the site left in the outbox. */
const leftBehind = async (...events: FxEvent[]): Promise<void> => {
  const before = stage.answer;
  stage.answer = () => new Promise(() => undefined);
  const other = open();
  for (const event of events) other._record(event);
  stage.answer = before;
  await Promise.resolve();
};

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

test('a fetch that throws is a network error', async () => {
  stage.answer = () => {
    throw new Error('patched');
  };
  open()._record(exposure());
  await stage.wait(SECOND_MS);
  expect(stored()).toHaveLength(1);
});

test.each([400, 403, 404, 413])(
  'after status %i batches are halved until the one that is refused is dropped',
  async (status) => {
    const events = Array.from({ length: 8 }, () => conversion());
    const poison = events[5]?.id;
    stage.answer = async () => {
      const isRefused = stage.fetched.at(-1)?.batch.events.some(({ id }) => id === poison);
      return { ok: !isRefused, status: isRefused ? status : 200 };
    };
    const delivery = open();
    for (const event of events) delivery._record(event);
    await stage.wait(5 * SECOND_MS);
    expect(stored()).toHaveLength(0);
    const arrived = stage.fetched.filter(({ batch }) => !batch.events.some(({ id }) => id === poison));
    expect(sentIds(arrived)).toEqual(ids(events.filter(({ id }) => id !== poison)));
    delivery._record(exposure());
    await stage.wait(SECOND_MS);
    expect(stage.fetched.reduce((sum, { batch }) => sum + (batch.dropped ? 1 : 0), 0)).toBeGreaterThan(0);
  },
);

test('the count of what was dropped survives the page, and ends with the batch that carried it', async () => {
  answer(400);
  open()._record(exposure());
  await stage.wait(SECOND_MS);
  expect(stored()).toHaveLength(0);
  stage.leave();
  const { storage } = stage;
  stage = createStage();
  for (const [key, value] of storage) stage.storage.set(key, value);
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

test.each(['visibilitychange', 'pagehide'])('at %s what is there goes by sendBeacon, and stays in storage', (type) => {
  const event = exposure();
  open()._record(event);
  if (type === 'pagehide') window.dispatchEvent(new Event(type));
  else stage.hide();
  expect(stage.beaconed[0]?.batch.events).toEqual([event]);
  expect(stage.beaconed[0]?.url).toBe(URL);
  expect(stored()).toEqual([event]);
});

test('a page that is hidden when events may go sends in that moment', () => {
  const delivery = create();
  const event = exposure();
  delivery._record(event);
  stage.isHidden = true;
  delivery._open(false);
  expect(sentIds(stage.beaconed)).toEqual([event.id]);
  expect(stored()).toEqual([event]);
});

test('what an earlier page left goes again, with its id', async () => {
  const events = [exposure(), conversion()];
  await leftBehind(...events);
  stage.fetched.length = 0;
  stage.leave();
  const { storage } = stage;
  stage = createStage();
  for (const [key, value] of storage) stage.storage.set(key, value);
  open();
  await stage.wait(SECOND_MS);
  expect(sentIds(stage.fetched)).toEqual(ids(events));
  expect(stored()).toHaveLength(0);
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

test('sendBeacon gets one batch, exposures first: browsers take 64 KiB at a time', () => {
  const delivery = open();
  for (let i = 0; i < 20; i++) delivery._record(failure('ü'.repeat(1500)));
  const event = exposure();
  delivery._record(event);
  window.dispatchEvent(new Event('pagehide'));
  expect(stage.beaconed).toHaveLength(1);
  expect(new TextEncoder().encode(stage.beaconed[0]?.text).length).toBeLessThanOrEqual(48 * 1024);
  expect(stage.beaconed[0]?.batch.events[0]).toEqual(event);
});

test('for a collector without CORS all that is there goes, a batch at a time', async () => {
  const delivery = open(true);
  const events = Array.from({ length: 20 }, () => failure('ü'.repeat(1500)));
  for (const event of events) delivery._record(event);
  await stage.wait(SECOND_MS);
  expect(stage.beaconed).toHaveLength(2);
  expect(sentIds(stage.beaconed)).toEqual(ids(events));
});

test('a sendBeacon that throws reaches nobody', () => {
  stage.takesBeacons = () => {
    throw new TypeError('no');
  };
  open()._record(exposure());
  window.dispatchEvent(new Event('pagehide'));
  expect(stored()).toHaveLength(1);
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

test('the outbox keeps 64 KiB', () => {
  refuseNetwork();
  const delivery = open();
  for (let i = 0; i < 40; i++) delivery._record(failure('ü'.repeat(1500)));
  const bytes = stored().reduce((sum, event) => sum + new TextEncoder().encode(JSON.stringify(event)).length, 0);
  expect(bytes).toBeLessThanOrEqual(65536);
  expect(bytes).toBeGreaterThan(60000);
});

test('the cap counts what other tabs have put there', () => {
  refuseNetwork();
  const one = open();
  const two = open();
  for (let i = 0; i < 60; i++) {
    one._record(conversion());
    two._record(conversion());
  }
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
  stage.leave();
  const { storage } = stage;
  stage = createStage();
  for (const [key, value] of storage) stage.storage.set(key, value);
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

test('memory too keeps 100 events', async () => {
  stage.isStorageBlocked = true;
  refuseNetwork();
  const delivery = open();
  for (let i = 0; i < 103; i++) delivery._record(conversion());
  await stage.wait(300);
  const { batch } = stage.fetched[0] as Sent;
  expect(batch.events.length).toBe(100);
});

test('for a collector without CORS everything goes by sendBeacon, once, and nothing is stored', async () => {
  const delivery = open(true);
  const event = exposure();
  delivery._record(event);
  expect(stored()).toHaveLength(0);
  await stage.wait(SECOND_MS);
  window.dispatchEvent(new Event('pagehide'));
  expect(sentIds(stage.beaconed)).toEqual([event.id]);
  expect(stage.fetched).toHaveLength(0);
});

test('what the browser refused to take for such a collector goes later', async () => {
  stage.takesBeacons = false;
  const delivery = open(true);
  delivery._record(exposure());
  await stage.wait(SECOND_MS);
  stage.takesBeacons = true;
  window.dispatchEvent(new Event('pagehide'));
  expect(stage.beaconed).toHaveLength(1);
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

test('a prerendered page holds its events until it is looked at, in their order', () => {
  stage.isPrerendering = true;
  const told: string[] = [];
  emitter._on('exposure', (event: FxEvent) => told.push(event.id));
  const delivery = create();
  const events = [exposure(), exposure()];
  delivery._whenShown(() => told.push('shown'));
  for (const event of events) delivery._record(event, true);
  expect([told.length, stage.touches()]).toEqual([0, 0]);
  stage.isPrerendering = false;
  document.dispatchEvent(new Event('prerenderingchange'));
  expect(told).toEqual(['shown', ...events.map(({ id }) => id)]);
});

test('what a prerendered page held is forgotten with consent', () => {
  stage.isPrerendering = true;
  const told = vi.fn();
  emitter._on('exposure', told);
  const delivery = create();
  delivery._record(exposure());
  delivery._clear();
  stage.isPrerendering = false;
  document.dispatchEvent(new Event('prerenderingchange'));
  expect(told).not.toHaveBeenCalled();
});

test('cleared events are neither sent nor kept', async () => {
  const delivery = open();
  delivery._record(exposure());
  delivery._clear();
  await stage.wait(SECOND_MS);
  expect([stage.fetched.length, stored().length]).toEqual([0, 0]);
});
