/** Checks as whom somebody is counted, by which clock, for how long, and up to which value. */

import { describe, expect, test } from 'vitest';
import { asked, conversion, DAY, exposure, type Line, metric, p2, resultOf, told } from './made.js';

describe('identity', () => {
  const signedIn = [
    exposure('v1', 'control', 0),
    exposure('u1', 'treatment', 1, { visitor: 'v1' }),
    conversion('u1', 2, { visitor: 'v1' }),
  ];

  test('two subjects of one visitor who saw different variants are mixed, stitched or not', async () => {
    for (const isStitched of [true, false]) {
      const result = await resultOf(signedIn, asked(), {}, { isStitched });
      expect([result.subjects, result.mixed]).toEqual([0, isStitched ? 1 : 2]);
    }
  });

  test('what a visitor did after signing in is what the visitor did', async () => {
    const lines = [exposure('v1', 'control', 0), conversion('u1', 2, { visitor: 'v1' })];
    expect(told(await resultOf(lines))[0]).toEqual(['control', 1, 1]);
    expect(told(await resultOf(lines, asked(), {}, { isStitched: false }))[0]).toEqual(['control', 1, 0]);
  });

  test('who signs in during a later phase changes nothing of an earlier one', async () => {
    const before = [
      exposure('v1', 'control', 1),
      exposure('u1', 'treatment', 2, { visitor: 'v2' }),
      p2('v1', 'control', 50),
    ];
    const after = [...before, conversion('u1', 60, { visitor: 'v1' })];
    const [alone, later] = [await resultOf(before), await resultOf(after)];
    expect([alone.subjects, alone.mixed]).toEqual([2, 0]);
    expect([later.subjects, later.mixed]).toEqual([2, 0]);
  });

  test('two browsers of one account are one subject', async () => {
    const lines = [
      exposure('v1', 'control', 0),
      exposure('v2', 'control', 5),
      exposure('u1', 'control', 6, { visitor: 'v1' }),
      conversion('u1', 7, { visitor: 'v2' }),
    ];
    expect(told(await resultOf(lines))[0]).toEqual(['control', 1, 1]);
  });

  test('a visitor with two accounts is neither of them', async () => {
    const lines = [
      exposure('v1', 'control', 0),
      conversion('u1', 2, { visitor: 'v1' }),
      conversion('u2', 3, { visitor: 'v1' }),
    ];
    expect(told(await resultOf(lines))[0]).toEqual(['control', 1, 0]);
  });
});

test('who comes back thirty times in each of two phases is one subject in each', async () => {
  const hours = Array.from({ length: 30 }, (_, at) => at);
  const lines = [
    ...hours.map((hour) => exposure('v1', 'control', hour)),
    conversion('v1', 10.5),
    ...hours.map((hour) => p2('v1', 'treatment', 100 + hour)),
    conversion('v1', 110.5),
    conversion('v1', 120.5),
  ];
  const inPhase = async (phase: string) => {
    const { arms, metrics } = await resultOf(lines, asked(), { phase });
    return arms.map(({ variant, subjects }, at) => [variant, subjects, metrics[0]?.arms[at]?.converted]);
  };
  expect(await inPhase('p1')).toEqual([
    ['control', 1, 1],
    ['treatment', 0, 0],
  ]);
  expect(await inPhase('p2')).toEqual([
    ['control', 0, 0],
    ['treatment', 1, 1],
  ]);
});

describe('the clock of a browser', () => {
  /** By a clock that is so many hours ahead, in a batch that took so many hours. */
  const by = (ahead: number, late: number, line: Line): Line => {
    const at = Number(line.at) + ahead * 3_600_000;
    return { ...line, at, sentAt: at, received: Number(line.at) + late * 3_600_000 };
  };

  test('is set right by the smallest delay, and not by that of each batch', async () => {
    const slow = [by(0, 5, exposure('a', 'control', 10)), by(0, 0, conversion('a', 11))];
    expect(told(await resultOf(slow))[0]).toEqual(['control', 1, 1]);
  });

  test('is its own: what is known of one browser says nothing of another', async () => {
    const ahead = [by(5, 0, exposure('a', 'control', 10)), by(5, 0, conversion('a', 9))];
    const right = [by(0, 0, exposure('b', 'control', 10)), by(0, 0, conversion('b', 11))];
    expect(told(await resultOf([...ahead, ...right]))[0]).toEqual(['control', 2, 1]);
  });

  test('is one for a visitor and who it signed in as', async () => {
    const lines = [by(5, 2, exposure('v1', 'control', 10)), by(5, 0, conversion('u1', 11, { visitor: 'v1' }))];
    const result = await resultOf(lines);
    expect([told(result)[0], result.sinceMs]).toEqual([['control', 1, 1], Number(exposure('v1', 'control', 10).at)]);
  });
});

describe('windows and caps', () => {
  test('outcomes count until the window is over, and who is still within it is pending', async () => {
    const about = asked({ metrics: [metric({ windowMs: 72 * 3_600_000 })] });
    const lines = [
      ...[exposure('in', 'control', 0), conversion('in', 71)],
      ...[exposure('out', 'control', 0), conversion('out', 72)],
      exposure('late', 'control', 50),
      exposure('end', 'control', 100),
    ];
    const [control] = (await resultOf(lines, about)).metrics[0]?.arms ?? [];
    expect([control?.subjects, control?.pending, control?.converted]).toEqual([2, 2, 1]);
  });

  const values = [10, 20, 900].flatMap((value, at) => [
    exposure(`s${at}`, 'control', 0),
    conversion(`s${at}`, 1, { value: value / 2 }),
    conversion(`s${at}`, 2, { value: value / 2 }),
  ]);
  const more = [exposure('t', 'treatment', 0), conversion('t', 1, { value: 100 }), exposure('n', 'treatment', 0)];

  test.each([
    ['a value', { value: 500 }, 530, 100],
    ['a quantile of all totals above zero, whichever their arm', { quantile: 0.75 }, 130, 100],
  ])('a cap is %s of what a subject comes to', async (_, cap, control, treatment) => {
    const about = asked({ metrics: [metric({ kind: 'sum', cap })] });
    const [a, b] = (await resultOf([...values, ...more], about)).metrics[0]?.arms ?? [];
    expect([a?.total, a?.uncappedTotal, b?.total, b?.uncappedTotal]).toEqual([control, 930, treatment, 100]);
  });
});

test('an event that came twice counts once, at the earliest of its times and the smallest of its values', async () => {
  const about = asked({ metrics: [metric({ kind: 'sum', windowMs: DAY })] });
  const order = (hours: number, value: number) => conversion('a', hours, { id: 'order', value });
  const total = async (...orders: readonly Line[]) => {
    const seen = [exposure('a', 'control', 0), exposure('b', 'control', 60)];
    return (await resultOf([...seen, ...orders], about)).metrics[0]?.arms[0]?.total;
  };
  // 30 hours are beyond the window of a day.
  expect(await total(order(30, 5), order(2, 7))).toBe(5);
  expect(await total(order(2, 7), order(30, 5))).toBe(5);
  expect(await total(order(2, 5), order(2, 5))).toBe(5);
});

test('a cap has nothing to cut where no total is above zero', async () => {
  const about = asked({ metrics: [metric({ kind: 'sum', cap: { quantile: 0.9 } })] });
  const lines = [exposure('a', 'control', 0), conversion('a', 1, { value: -5, received: undefined })];
  expect((await resultOf(lines, about)).metrics[0]?.arms[0]).toMatchObject({ total: -5, uncappedTotal: -5 });
});
