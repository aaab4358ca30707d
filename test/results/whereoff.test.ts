/**
 * Checks why a read-out cannot be trusted, and where to look: days and segments of a split that is off, metrics of
 * which nothing came.
 */

import { describe, expect, test } from 'vitest';
import { readChosen, readOut } from '../../src/results/index.js';
import {
  asked,
  conversion,
  countLines,
  crowd,
  exposure,
  HEADING,
  type Line,
  metric,
  resultOf,
  wordsFor,
} from './made.js';
import { arm, counted, did, MANNER } from './madecounts.js';

const caveatsOf = (result: Awaited<ReturnType<typeof resultOf>>) => wordsFor(result).caveats;

/** So many subjects of each variant on each of these days. */
function daily(days: readonly (readonly [number, number])[]) {
  const armOf = (variant: string, at: 0 | 1) => {
    const subjects = days.reduce((sum, day) => sum + day[at], 0);
    const all = days.map((day, index) => ({ day: 20_759 + index, subjects: day[at], metrics: [did(0, day[at])] }));
    return arm(variant, [did(0, subjects)], { days: all });
  };
  return readOut(asked(), counted([armOf('control', 0), armOf('treatment', 1)]), MANNER);
}

describe('a split that is off', () => {
  test('on one day is told with that day, and that the others are sound', () => {
    const result = daily([
      [500, 480],
      [500, 510],
      [500, 250],
      [490, 500],
    ]);
    expect(result.split?.state).toBe('off');
    // scipy: stats.chisquare([500, 250]).pvalue
    expect(result.offDays).toEqual({
      days: [{ day: '2026-11-04', subjects: [500, 250], p: expect.closeTo(6.932079668133714e-20, 28) }],
      others: 3,
      rest: 'fine',
    });
    expect(caveatsOf(result)[0]).toBe(
      'The split is off on 2026-11-04 (500 : 250); nothing speaks against it on the other 3 days together. Look what happened then.',
    );
  });

  test('on one day of many is told although the whole hides it', () => {
    const even = Array.from({ length: 20 }, () => [500, 500] as const);
    const result = daily([...even, [120, 50]]);
    expect(result.split?.state).toBe('fine');
    expect(caveatsOf(result)[0]).toMatch(/^The split is off on 2026-11-22 \(120 : 50\); nothing speaks against it/);
  });

  test('by a little on each of many days has no day to show', () => {
    const result = daily(Array.from({ length: 10 }, () => [530, 470]));
    expect(result.split?.state).toBe('off');
    expect(caveatsOf(result)[0]).toBe('No single day stands out: the split is a little off on all of them.');
  });

  test('on every day says so, and names no more days than a person reads', () => {
    const result = daily(Array.from({ length: 5 }, () => [500, 300]));
    expect(result.offDays).toMatchObject({ others: 0, rest: null });
    expect(caveatsOf(result)[0]).toBe(
      'The split is off on 2026-11-02 (500 : 300), 2026-11-03 (500 : 300), 2026-11-04 (500 : 300) and 2 more, that is on every day.',
    );
  });

  test('that is right on every day and in every segment says nothing', () => {
    const result = daily(Array.from({ length: 30 }, (_, at) => [500 + (at % 7), 500 - (at % 5)]));
    expect(result.offDays).toEqual({ days: [], others: 30, rest: 'fine' });
    expect(caveatsOf(result)).toEqual([]);
  });

  test('in one segment alone is told on top', async () => {
    const lines = [
      ...crowd('control', 1000, 100, { exposed: { device: 'desktop' } }),
      ...crowd('treatment', 1000, 100, { exposed: { device: 'desktop' } }),
      ...Array.from({ length: 100 }, (_, at) => exposure(`t${at}`, 'control', at % 300, { device: 'tablet' })),
      ...Array.from({ length: 40 }, (_, at) => exposure(`u${at}`, 'treatment', at % 300, { device: 'tablet' })),
    ];
    const result = await resultOf(lines, asked(), {}, { by: ['device'] });
    expect(result.split?.state).toBe('fine');
    expect(caveatsOf(result)).toContain('The split is off among device tablet (100 : 40).');
  });
});

describe('a metric of which nothing came', () => {
  const told = async (lines: readonly Line[], about = asked()) => {
    const one = { asked: about, ...HEADING };
    const { result } = readChosen(one, await countLines(lines, about), 0, MANNER);
    return { silent: result.silent, caveats: caveatsOf(result) };
  };
  const seen = [...crowd('control', 150, 0), ...crowd('treatment', 150, 0)];

  test('names an event that is written in another way', async () => {
    const { silent, caveats } = await told([...seen, conversion('control-1', 400, { name: 'Purchase ' })]);
    expect(silent).toEqual([
      {
        metric: 'orders',
        eventName: 'purchase',
        code: 'no-event',
        alike: { name: 'Purchase ', events: 1 },
        others: [{ name: 'Purchase ', events: 1 }],
      },
    ]);
    expect(caveats).toContain(
      'orders: no event is called purchase here. 1 event is called Purchase : is that the one?',
    );
  });

  test('names what there is, the most frequent first', async () => {
    const others = ['signup', 'scroll', 'scroll'].map((name, at) => conversion(`control-${at}`, 400, { name }));
    expect((await told([...seen, ...others])).caveats).toContain(
      'orders: no event is called purchase here. There are scroll (2 lines), signup (1 line).',
    );
    expect((await told(seen)).caveats).toContain(
      'orders: no event is called purchase here. There is no conversion at all.',
    );
  });

  test('says that those who converted are none of the experiment, once for all metrics of the event', async () => {
    const about = asked({ metrics: [metric(), metric({ key: 'revenue', kind: 'sum', role: 'secondary' })] });
    const strangers = [conversion('somebody', 400), conversion('control-1', -1)];
    expect((await told([...seen, ...strangers], about)).caveats).toContain(
      'orders, revenue: of 2 events called purchase none comes after its subject saw this experiment. Do both carry the same subject?',
    );
  });

  test('says of a phase, and of a metric with a window, that events came at another time', async () => {
    const early = Array.from({ length: 5 }, (_, at) => exposure(`control-${at}`, 'control', -100, { phase: 'p0' }));
    const later = await told([...early, ...seen, conversion('control-1', -60)]);
    expect(later.caveats).toContain(
      'orders: of 1 event called purchase none comes after its subject saw this phase, and before a later one. Do both carry the same subject?',
    );
    const about = asked({ metrics: [metric({ windowMs: 3_600_000 })] });
    const late = await told([...seen, conversion('control-1', 400), conversion('somebody', 100_000)], about);
    expect(late.caveats).toContain(
      'orders: of 2 events called purchase none comes after its subject saw this experiment, and within its window. Do both carry the same subject?',
    );
  });

  test('names the part of a ratio that is missing', async () => {
    const about = asked({ metrics: [metric({ kind: 'ratio', over: { eventName: 'visit', isValue: false } })] });
    expect((await told([...seen, conversion('control-1', 400)], about)).silent).toMatchObject([
      { eventName: 'visit', code: 'no-event' },
    ]);
  });

  test('says nothing where one subject converted, where nobody saw the experiment, and where the engine does not say', async () => {
    expect((await told([...seen, conversion('control-1', 400)])).silent).toEqual([]);
    expect((await told([conversion('control-1', 400)])).silent).toEqual([]);
    expect((await resultOf(seen)).silent).toEqual([]);
  });
});
