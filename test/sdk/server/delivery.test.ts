/** Checks what a server counts, and how it gets to the collector. */

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { FxEvent } from '../../../src/core/index.js';
import { BATCH_BYTES, BATCH_EVENTS, readEvent } from '../../../src/core/index.js';
import {
  createMemoryOutbox,
  createServer,
  type ServerOptions,
  type ServerProblem,
} from '../../../src/sdk/server/index.js';
import { type Collected, createCollected, experiment, manifestOf, requestOf } from './visits.js';

let collected: Collected;
let problems: ServerProblem[];
beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 2, 1) });
  collected = createCollected();
  problems = [];
});
afterEach(() => void vi.useRealTimers());

const serverOf = (options: Partial<ServerOptions> = {}) =>
  createServer({
    manifest: { ...manifestOf(experiment('a'), experiment('b')), holdouts: [{ id: 'winter', share: 0.5 }] },
    ...collected.options,
    onProblem: (problem) => problems.push(problem),
    ...options,
  });
const names = (events: readonly FxEvent[]): string[] =>
  events.map((event) =>
    event.type === 'conversion' ? event.name : `${event.type} ${'experiment' in event ? event.experiment : ''}`,
  );

describe('an exposure', () => {
  test('is sent once for a visit, with what the tag would say', async () => {
    const fx = serverOf({ segments: 'user.tier', manifest: manifestOf(experiment('a')) });
    const visit = fx.visit(requestOf(), { subject: 'u', context: { user: { tier: 'pro' } } });
    expect([visit.expose('a'), visit.expose('a')]).toEqual([true, false]);
    await fx.flush();
    expect(collected.events).toEqual([
      {
        type: 'exposure',
        id: expect.stringMatching(/^[\da-f]{32}$/),
        at: Date.now(),
        subject: 'u',
        visitor: visit.visitor,
        revision: 'r1',
        path: '/shoes',
        experiment: 'a',
        variant: 'treatment',
        reason: 'assigned',
        device: 'desktop',
        isNew: true,
        language: 'en-NZ',
        segments: { 'user.tier': 'pro' },
      },
    ]);
  });

  test('brings those of the holdouts that were asked, on either side', async () => {
    const fx = serverOf();
    for (let i = 0; i < 20; i++) fx.visit(requestOf(), { subject: `user-${i}` }).expose('a');
    await fx.flush();
    const sides = collected.events.flatMap((event) =>
      event.type === 'exposure' && event.experiment === 'winter' ? [event] : [],
    );
    expect(sides).toHaveLength(20);
    const held = sides.filter(({ variant }) => variant === 'held').map(({ subject }) => subject);
    expect(held.length).toBeGreaterThan(2);
    const shown = collected.events.filter((event) => event.type === 'exposure' && event.experiment === 'a');
    expect(shown).toHaveLength(20 - held.length);
    expect(shown.filter(({ subject }) => held.includes(subject))).toEqual([]);
  });
});

test('an answer without a body has the headers of one with it, and counts nobody: nothing was seen', async () => {
  const fx = serverOf({ manifest: manifestOf(experiment('a')) });
  const { headers, url } = requestOf();
  for (const request of [new Request(url, { method: 'HEAD', headers }), { method: 'HEAD', url, headers }]) {
    const visit = fx.visit(request);
    expect([visit.variant('a'), visit.isPrivate, visit.setCookies.length]).toEqual(['treatment', true, 2]);
    expect(visit.expose('a')).toBe(false);
    visit.track('purchase');
  }
  await fx.flush();
  expect(collected.events).toEqual([]);
});

describe('a conversion', () => {
  test('is sent with its value and key, and its path as the host has it', async () => {
    const fx = serverOf({ path: () => '/order/*?secret' });
    fx.visit(requestOf()).track('purchase', 59.9, { key: 1042 });
    await fx.flush();
    expect(collected.events).toMatchObject([{ name: 'purchase', value: 59.9, key: '1042', path: '/order/*' }]);
    for (const event of collected.events) expect(readEvent(event).ok).toBe(true);
  });

  test.each([undefined, null, ''])('keeps its path where the host says %s of it', async (said) => {
    const fx = serverOf({ path: () => said as never });
    fx.visit(requestOf({}, '/pricing')).track('purchase');
    await fx.flush();
    expect(collected.events).toMatchObject([{ path: '/pricing' }]);
  });

  test('that no collector would take is not sent, and told', async () => {
    const fx = serverOf();
    const visit = fx.visit(requestOf());
    for (const value of [Number.NaN, 1e300]) visit.track('purchase', value);
    visit.track('');
    expect(await fx.flush()).toBe(0);
    expect(collected.events).toEqual([]);
    expect(problems.map(({ code }) => code)).toEqual(['event', 'event', 'event']);
  });

  test('of who is in nothing is not counted', async () => {
    const fx = serverOf();
    fx.visit(requestOf({ 'user-agent': 'Googlebot' })).track('purchase');
    await fx.flush();
    expect(collected.events).toEqual([]);
  });
});

describe('delivery', () => {
  test('gathers what comes within a moment, in batches that a collector takes', async () => {
    const fx = serverOf();
    const visit = fx.visit(requestOf());
    for (let i = 0; i < 450; i++) visit.track('x'.repeat(200), i);
    await vi.advanceTimersByTimeAsync(1000);
    expect(collected.events).toHaveLength(450);
    expect(new Set(collected.events.map(({ id }) => id)).size).toBe(450);
    for (const { events, ...batch } of collected.batches) {
      expect(events.length).toBeLessThanOrEqual(BATCH_EVENTS);
      expect(JSON.stringify({ ...batch, events }).length).toBeLessThanOrEqual(BATCH_BYTES);
    }
  });

  test.each([0, 500, 503, 429, 408])('tries again where the answer is %i, and loses nothing', async (status) => {
    collected.answer = () => status;
    const fx = serverOf();
    for (let i = 0; i < 3; i++) fx.visit(requestOf()).track(`n${i}`);
    expect(await fx.flush()).toBe(3);
    await vi.advanceTimersByTimeAsync(20_000);
    collected.answer = () => 204;
    await vi.advanceTimersByTimeAsync(300_000);
    expect(names(collected.events)).toEqual(['n0', 'n1', 'n2']);
    expect(collected.batches[0]?.dropped).toBe(0);
  });

  test('finds the one event that is refused, and counts it as dropped', async () => {
    collected.answer = (count) => (count > 1 ? 413 : 204);
    const fx = serverOf();
    for (let i = 0; i < 5; i++) fx.visit(requestOf()).track(`n${i}`);
    expect(await fx.flush()).toBe(0);
    expect(names(collected.events)).toEqual(['n0', 'n1', 'n2', 'n3', 'n4']);
    collected.answer = () => 400;
    fx.visit(requestOf()).track('bad');
    await fx.flush();
    collected.answer = () => 204;
    fx.visit(requestOf()).track('good');
    await fx.flush();
    expect(collected.batches.at(-1)).toMatchObject({ dropped: 1, events: [{ name: 'good' }] });
  });

  test('gives up where the address is wrong, and names it', async () => {
    collected.answer = () => 404;
    const fx = serverOf();
    fx.visit(requestOf()).track('lost');
    expect(await fx.flush()).toBe(0);
    expect(problems[0]).toEqual({ code: 'refused', detail: 'https://shop.example/events answers 404' });
  });

  test('keeps so many events in memory, the oldest go first, and is honest about it', async () => {
    collected.answer = () => 0;
    const fx = serverOf({ outbox: createMemoryOutbox(10) });
    for (let i = 0; i < 25; i++) fx.visit(requestOf()).track(`n${i}`);
    expect(await fx.flush()).toBe(10);
    collected.answer = () => 204;
    await fx.flush();
    expect(names(collected.events)).toEqual(Array.from({ length: 10 }, (_, index) => `n${index + 15}`));
    expect(collected.batches[0]?.dropped).toBe(15);
    expect(problems.every(({ code }) => code === 'dropped')).toBe(true);
  });

  test('keeps a worker alive until what it counted is sent', async () => {
    const kept: Promise<unknown>[] = [];
    const fx = serverOf({ waitUntil: () => expect.unreachable() });
    const visit = fx.visit(requestOf(), { waitUntil: (sent) => kept.push(sent) });
    visit.track('one');
    visit.track('two');
    expect(kept).toHaveLength(1);
    await Promise.all([...kept, vi.advanceTimersByTimeAsync(1)]);
    expect(names(collected.events)).toEqual(['one', 'two']);
    expect(collected.batches).toHaveLength(1);
  });

  test('takes along what comes while a batch is under way', async () => {
    const fx = serverOf();
    const visit = fx.visit(requestOf());
    visit.track('one');
    const first = fx.flush();
    visit.track('two');
    await Promise.all([first, fx.flush(), vi.advanceTimersByTimeAsync(100)]);
    expect(names(collected.events)).toEqual(['one', 'two']);
  });

  test.each([1, 3])('posts no event twice for who flushes right after an answer, of %i', async (count) => {
    const { fetch: send = fetch } = collected.options;
    collected.answer = (events) => (events > 1 ? 413 : 204);
    const flushOften = async (): Promise<void> => {
      for (let turn = 0; turn < 30; turn++) {
        await Promise.resolve();
        void fx.flush();
      }
    };
    const fx = serverOf({
      async fetch(...given) {
        const answer = await send(...given);
        return Object.assign(answer, {
          async arrayBuffer() {
            void flushOften();
            return new ArrayBuffer(0);
          },
        });
      },
    });
    const visit = fx.visit(requestOf());
    for (let i = 0; i < count; i++) visit.track(`n${i}`);
    await Promise.all([fx.flush(), vi.advanceTimersByTimeAsync(1000)]);
    expect(names(collected.events)).toEqual(['n0', 'n1', 'n2'].slice(0, count));
  });

  test('a request that never ends, as of a worker that is over, holds up the next for a while only', async () => {
    const { fetch: send = fetch } = collected.options;
    let calls = 0;
    const fx = serverOf({ fetch: (...given) => (calls++ ? send(...given) : new Promise(() => undefined)) });
    fx.visit(requestOf()).track('one');
    void fx.flush();
    fx.visit(requestOf()).track('two');
    await Promise.all([fx.flush(), vi.advanceTimersByTimeAsync(11_000)]);
    expect(names(collected.events)).toEqual(['one', 'two']);
  });

  test('sends nothing where no collector is named', async () => {
    const fx = createServer({ manifest: manifestOf(experiment('a')) });
    expect(fx.visit(requestOf()).expose('a')).toBe(true);
    expect(await fx.flush()).toBe(0);
  });
});
