/**
 * Tests counting: whatever order, files or repeats events come in, and whatever else was collected, the counts are the
 * same.
 */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  armsOf,
  asked,
  base,
  buy,
  count,
  exposure,
  type Fields,
  ORDERS,
  phasesOf,
  QUESTION,
  REVENUE,
  START,
} from './counted.js';

/** What a few people on a few browsers did, some of them more than once, with clocks that are off. */
const anyEvent = fc
  .record({
    is: fc.constantFrom('exposure', 'exposure', 'buy', 'view', 'failure'),
    at: fc.integer({ min: 0, max: 400 }),
    subject: fc.constantFrom('s1', 's2', 's3', 'v1', 'v2'),
    visitor: fc.constantFrom(undefined, undefined, 'v1', 'v2', 'v3'),
    variant: fc.constantFrom('a', 'a', 'a', 'b'),
    way: fc.integer({ min: 0, max: 50 }),
    value: fc.constantFrom(0.1, 0.2, 7, -3, 1e9),
    reason: fc.constantFrom('assigned', 'sticky', 'divert', 'bot'),
    device: fc.constantFrom(undefined, 'mobile', 'desktop'),
    id: fc.nat(300),
  })
  .map(({ is, at, subject, visitor, variant, way, value, reason, device, id }): Fields => {
    const clocks = { id: `${id}`, visitor, received: START + at + 10 + way };
    if (is === 'exposure') return exposure(at, subject, variant, { ...clocks, reason, device });
    if (is === 'failure')
      return {
        ...base(at, subject),
        ...clocks,
        type: 'failure',
        experiment: 'cta',
        variant,
        code: 'error',
        message: '',
        stack: '',
      };
    return { ...buy(at, subject, value, clocks), name: is };
  });
const anyEvents = fc.array(anyEvent, { minLength: 1, maxLength: 60 });

test('exposures of crawlers are in no arm and in no phase, and are told', async () => {
  const people = [exposure(0, 's1', 'a'), exposure(0, 's2', 'b')];
  const bots = [exposure(-50, 's3', 'a', { reason: 'bot' }), exposure(400, 's4', 'b', { reason: 'bot' })];
  const [without, withBots] = [await count([people]), await count([[...people, ...bots, buy(500, 's3', 7)]])];
  expect(withBots.counts.experiments).toEqual(without.counts.experiments);
  expect([without.reading.oddities, withBots.reading.oddities]).toEqual([
    [],
    ['2 exposures of crawlers, which no result counts.'],
  ]);
});

test('any order, repeats and files give the same counts, to the last digit, on the disk as in memory', async () => {
  await fc.assert(
    fc.asyncProperty(anyEvents, fc.infiniteStream(fc.nat(2)), fc.nat(), async (events, stream, seed) => {
      const files: Fields[][] = [[], [], []];
      const again = [...events, ...events.slice(0, seed % events.length)];
      again.sort((a, b) => (String(a.id) + seed < String(b.id) + seed ? 1 : -1));
      for (const event of again) files[Number(stream.next().value)]?.push(event);
      const { counts } = await count([events]);
      expect((await count(files)).counts).toEqual(counts);
      expect((await count(files, QUESTION, { inMemory: 100 })).counts).toEqual(counts);
    }),
    { numRuns: 60 },
  );
}, 60_000);

test('exposures to a later phase or another experiment never change an earlier phase', async () => {
  const later = fc.array(anyEvent, { maxLength: 30 }).map((all) =>
    all
      .filter(({ type }) => type === 'exposure')
      .flatMap((one): Fields[] => {
        // the clock of a browser is that of all its events: these do not move it
        const clocks = { received: Number(one.at) + 1000, sentAt: one.at };
        const after = {
          at: Number(one.at) + 1000,
          sentAt: Number(one.sentAt) + 1000,
          received: Number(one.sentAt) + 2000,
        };
        return [
          { ...one, ...clocks, id: `x${one.id}`, experiment: 'other' },
          { ...one, ...after, id: `y${one.id}`, phase: 'p2' },
        ];
      }),
  );
  await fc.assert(
    fc.asyncProperty(anyEvents, later, async (events, more) => {
      const sound = events.map((one) => ({ ...one, received: one.sentAt }));
      const p1 = (phases: Awaited<ReturnType<typeof phasesOf>>) => phases.filter(({ phase }) => phase === 'p1');
      expect(p1(await phasesOf([...sound, ...more]))).toEqual(p1(await phasesOf(sound)));
    }),
    { numRuns: 60 },
  );
}, 60_000);

test('events that came again are told of what is asked alone, whatever else came twice', async () => {
  const rows = [exposure(0, 's', 'a'), buy(1, 's'), exposure(2, 's', 'a', { experiment: 'other' })];
  const views = [buy(3, 's', 1, { name: 'view' }), exposure(4, 's', 'a', { reason: 'divert' })];
  const all = [...rows, ...views];
  expect((await count([all, all], asked([ORDERS]))).repeated).toBe(2);
  expect((await count([all, all])).repeated).toBe(3);
});

test('what a subject does once it has seen a later phase counts for that one alone', async () => {
  const rows = [exposure(0, 's', 'a'), buy(10, 's'), exposure(20, 's', 'b', { phase: 'p2' }), buy(30, 's', 5)];
  expect(await armsOf(rows)).toEqual([['a', 1, 1, 10]]);
  expect(await armsOf(rows, asked([ORDERS, REVENUE]), 'p2')).toEqual([['b', 1, 1, 5]]);
});

test('a slow batch is no error of the clock: the smallest delay of the browser sets it', async () => {
  const seen = exposure(0, 's', 'a', { sentAt: START + 300, received: START + 2800 });
  const bought = buy(1000, 's', 10, { sentAt: START + 2900, received: START + 3000 });
  expect(await armsOf([seen, bought])).toEqual([['a', 1, 1, 10]]);
});

test('a visitor who signs in is one subject, and is mixed where both saw something else', async () => {
  const signedIn = buy(10, 'u1', 10, { visitor: 'v1' });
  expect(await armsOf([exposure(0, 'v1', 'a'), signedIn])).toEqual([['a', 1, 1, 10]]);
  const apart = asked([ORDERS, REVENUE], { isStitched: false });
  expect(await armsOf([exposure(0, 'v1', 'a'), signedIn], apart)).toEqual([['a', 1, 0, 0]]);
  const both = [exposure(0, 'v1', 'a'), exposure(5, 'u1', 'b', { visitor: 'v1' }), signedIn];
  const [phase] = await phasesOf(both, asked([ORDERS]));
  expect([phase?.mixed, phase?.arms]).toEqual([1, []]);
});

test('a visitor whom two people share is nobody but itself', async () => {
  const rows = [exposure(0, 'v1', 'a'), buy(1, 'u1', 1, { visitor: 'v1' }), buy(2, 'u2', 1, { visitor: 'v1' })];
  expect(await armsOf(rows)).toEqual([['a', 1, 0, 0]]);
});

test('a window leaves out what comes after it, and who has not come to its end', async () => {
  const day = 86_400_000;
  const rows = [
    exposure(0, 's1', 'a'),
    buy(day / 2, 's1'),
    buy(2 * day, 's1'),
    exposure(1.5 * day, 's2', 'a'),
    buy(2 * day, 's2'),
  ];
  const [phase] = await phasesOf(rows, asked([{ ...REVENUE, windowMs: day }]));
  const [metric] = phase?.arms[0]?.metrics ?? [];
  expect([metric?.pending, metric?.numbers.subjects, metric?.numbers.sum]).toEqual([1, 1, 10]);
});

test('a cap is a quantile of the totals above zero of all arms, and the whole total stays known', async () => {
  const rows = [1, 2, 3, 1000].flatMap((value, at) => [
    exposure(0, `s${at}`, at % 2 ? 'a' : 'b'),
    buy(1, `s${at}`, value),
  ]);
  const [phase] = await phasesOf([...rows, exposure(0, 'none', 'a')], asked([{ ...REVENUE, cap: { quantile: 0.75 } }]));
  const told = phase?.arms.map(({ metrics: [metric] }) => [
    metric?.numbers.sum,
    (metric?.uncapped?.mean ?? 0) * (metric?.uncapped?.subjects ?? 0),
  ]);
  expect(told).toEqual([
    [2 + 3, expect.closeTo(1002, 9)],
    [1 + 3, expect.closeTo(4, 9)],
  ]);
});

test('a ratio counts events that carry amounts where it is told to', async () => {
  const ratio = (key: string, isCounted: boolean) =>
    ({ key, kind: 'ratio', eventName: 'buy', isCounted, over: { eventName: 'view', isValue: false } }) as const;
  const view = (at: number, subject: string) => buy(at, subject, 3, { name: 'view' });
  const rows = [
    ...[exposure(0, 'one', 'a'), view(1, 'one'), buy(2, 'one', 10), view(3, 'one'), buy(4, 'one', 30)],
    ...[exposure(0, 'two', 'a'), view(1, 'two'), view(2, 'two'), exposure(0, 'three', 'a')],
  ];
  const [phase] = await phasesOf(rows, asked([ratio('orders', true), ratio('amounts', false)]));
  expect(phase?.arms[0]?.metrics.map(({ numbers: { sum, sumY } }) => sum / sumY)).toEqual([2 / 4, 40 / 4]);
  // Of the numbers 2 over 2, 0 over 2 and 0 over 0: the sums of powers about 2/3 and 4/3, by hand.
  expect(phase?.arms[0]?.metrics[0]?.numbers).toMatchObject({
    subjects: 3,
    squares: expect.closeTo(8 / 3, 12),
    squaresY: expect.closeTo(8 / 3, 12),
    xy: expect.closeTo(4 / 3, 12),
  });
});

test('the variance of large numbers close together keeps its digits', async () => {
  const rows = Array.from({ length: 100 }, (_, at) => [
    exposure(0, `s${at}`, 'a'),
    buy(1, `s${at}`, 1e9 + (at % 2)),
  ]).flat();
  const [phase] = await phasesOf(rows, asked([REVENUE]));
  expect(phase?.arms[0]?.metrics[0]?.numbers.squares).toBeCloseTo(25, 4);
});
