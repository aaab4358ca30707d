/** Tests the smallest and the strangest inputs: never certainty, never a figure that is none. */

import { describe, expect, test } from 'vitest';
import { type MetricCounts, NO_METRIC } from '../../src/results/counts.js';
import type { Asked } from '../../src/results/design.js';
import { csvOf, dataOf, type Manner, type Result, readOut } from '../../src/results/index.js';
import { asked, metric, wordsFor } from './made.js';
import { arm, brought, counted, cycle, did, MANNER, readArms } from './madecounts.js';

const MANNERS: readonly (readonly [string, Manner])[] = [
  ['once', MANNER],
  ['--sequential', { ...MANNER, certainty: { confidence: 0.95, tunedFor: 5000 } }],
  ['--adjust', { ...MANNER, isAdjusted: true }],
];

/** Where a number is no number, by its path. */
function wrongNumbers(value: unknown, path = ''): string[] {
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [`${path} is ${value}`];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => wrongNumbers(one, `${path}/${key}`));
}

const sum = (): Asked => asked({ metrics: [metric({ kind: 'sum' })] });
const ratio = (): Asked =>
  asked({ metrics: [metric({ kind: 'ratio', over: { eventName: 'visit', isValue: false } })] });
const closed = asked({}, { control: 0.5, treatment: 0.5, gone: 0 });
const quantile = (subjects: number, events: number): MetricCounts => ({
  ...NO_METRIC,
  numbers: did(0, subjects).numbers,
  quantile: { events, subjects: events, value: events ? 7 : 0, error: 0, beyond: 0 },
});

interface Small {
  readonly about: Asked;
  readonly arms: Readonly<Record<string, readonly MetricCounts[]>>;
  /** The code, and what lacks first or why nothing can be decided. */
  readonly verdict: readonly [string, string | null];
  /** Of the difference and of the lift. */
  readonly is?: readonly [string, string];
}
const small = (
  control: MetricCounts,
  treatment: MetricCounts,
  verdict: Small['verdict'],
  is?: Small['is'],
  about: Asked = asked(),
): Small => ({ about, arms: { control: [control], treatment: [treatment] }, verdict, ...(is ? { is } : {}) });

const CASES: Readonly<Record<string, Small>> = {
  'no arm at all': { about: asked(), arms: {}, verdict: ['not-enough', 'no-subjects'] },
  '0 of 0 against 0 of 0': small(did(0, 0), did(0, 0), ['not-enough', 'no-subjects']),
  '0 of 1 against an empty arm': small(did(0, 1), did(0, 0), ['not-enough', 'unknown'], ['unknown', 'unbounded']),
  'an empty control': small(did(0, 0), did(40, 300), ['do-not-trust', 'split'], ['unknown', 'unbounded']),
  '1 of 1 against 1 of 1': small(did(1, 1), did(1, 1), ['not-enough', 'few-subjects'], ['known', 'bounded']),
  '0 of 1 against 1 of 1': small(did(0, 1), did(1, 1), ['not-enough', 'few-subjects'], ['known', 'open']),
  '1 of 1 against 0 of 1': small(did(1, 1), did(0, 1), ['not-enough', 'few-subjects'], ['known', 'bounded']),
  '2 of 2 against 0 of 2': small(did(2, 2), did(0, 2), ['not-enough', 'few-subjects'], ['known', 'bounded']),
  '0 of 2 against 2 of 2': small(did(0, 2), did(2, 2), ['not-enough', 'few-subjects'], ['known', 'open']),
  '0 of 2 against 0 of 2': small(did(0, 2), did(0, 2), ['not-enough', 'few-subjects'], ['known', 'unbounded']),
  'nobody of 1,000 converted': small(
    did(0, 1000),
    did(0, 1000),
    ['not-enough', 'few-conversions'],
    ['known', 'unbounded'],
  ),
  'all of 1,000 converted': small(did(1000, 1000), did(1000, 1000), ['keep-running', null], ['known', 'bounded']),
  'a control of zero': small(did(0, 1000), did(60, 1000), ['ship', null], ['known', 'open']),
  'one subject with a number': small(
    brought([5]),
    brought([7]),
    ['not-enough', 'unknown'],
    ['unknown', 'unbounded'],
    sum(),
  ),
  'the same number in all': small(
    brought(cycle(500, [5])),
    brought(cycle(500, [5])),
    ['not-enough', 'unknown'],
    ['unknown', 'unbounded'],
    sum(),
  ),
  'all zeros': small(
    brought(cycle(500, [0])),
    brought(cycle(500, [0])),
    ['not-enough', 'unknown'],
    ['unknown', 'unbounded'],
    sum(),
  ),
  'a control whose mean is zero': small(
    brought(cycle(500, [-5, 5])),
    brought(cycle(500, [-4, 8])),
    ['ship', null],
    ['known', 'unbounded'],
    sum(),
  ),
  'a control below zero': small(
    brought(cycle(500, [-6, -5, -4])),
    brought(cycle(500, [-5, -4, -3])),
    ['ship', null],
    ['known', 'unbounded'],
    sum(),
  ),
  'the largest numbers that are read': small(
    brought(cycle(500, [1e12, -1e12])),
    brought(cycle(500, [1e12, 0])),
    ['ship', null],
    ['known', 'unbounded'],
    sum(),
  ),
  'numbers too large to add up': small(
    brought(cycle(500, [1e200, -1e200])),
    brought(cycle(500, [1e200, 0])),
    ['not-enough', 'unknown'],
    ['unknown', 'unbounded'],
    sum(),
  ),
  'nothing below a ratio': small(
    brought(cycle(500, [[1, 0] as const]), true),
    brought(cycle(500, [[2, 0] as const]), true),
    ['not-enough', 'unknown'],
    ['unknown', 'unbounded'],
    ratio(),
  ),
  'a quantile of no events': small(
    quantile(500, 0),
    quantile(500, 0),
    ['not-enough', 'unknown'],
    ['unknown', 'unbounded'],
    asked({ metrics: [metric({ kind: 'quantile', quantile: 0.95 })] }),
  ),
  'windows of which none is over': small(
    { ...did(0, 0), pending: 200 },
    { ...did(0, 0), pending: 200 },
    ['not-enough', 'unknown'],
    ['unknown', 'unbounded'],
  ),
  'a variant that is alone': {
    about: asked({}, { control: 1 }),
    arms: { control: [did(100, 1000)] },
    verdict: ['not-enough', 'one-arm'],
  },
  'a control that the phase does not have': {
    about: asked({ control: 'gone' }),
    arms: { control: [did(100, 1000)], treatment: [did(150, 1000)] },
    verdict: ['not-enough', 'one-arm'],
  },
  'subjects in a variant of weight 0': {
    about: closed,
    arms: { control: [did(100, 1000)], treatment: [did(150, 1000)], gone: [did(30, 100)] },
    verdict: ['do-not-trust', 'split'],
  },
  'a variant that the file does not have': {
    about: asked(),
    arms: { control: [did(100, 1000)], treatment: [did(150, 1000)], stranger: [did(9, 10)] },
    verdict: ['ship', null],
    is: ['known', 'bounded'],
  },
};

const reasonOf = ({ verdict: { alarms, shortages, reason } }: Result): string | null =>
  alarms[0] ?? shortages[0]?.code ?? reason;

describe.each(Object.entries(CASES))('%s', (_, { about, arms, verdict, is }) => {
  test('has this verdict, and this much of a difference and a lift', () => {
    const result = readArms(arms, about);
    expect([result.verdict.code, reasonOf(result)]).toEqual(verdict);
    const against = result.metrics[0]?.arms.find(({ variant }) => variant === 'treatment')?.against;
    if (is) expect([against?.difference.is, against?.lift.is]).toEqual(is);
  });

  test.each(MANNERS)('says no figure that is none, read %s', (_manner, manner) => {
    const result = readArms(arms, about, manner);
    expect(wrongNumbers(dataOf(result))).toEqual([]);
    const words = wordsFor(result);
    expect(JSON.stringify(words)).not.toMatch(/NaN|Infinity|undefined/);
    expect(csvOf([result])).not.toMatch(/NaN|Infinity|undefined/);
  });

  test.each(MANNERS)(
    'is never certain, read %s: an interval has a width, and is about its middle',
    (_manner, manner) => {
      for (const { against } of readArms(arms, about, manner).metrics.flatMap(({ arms: all }) => all)) {
        if (against?.difference.is !== 'known') continue;
        const { low, high, value } = against.difference;
        expect(low).toBeLessThan(high);
        expect(low).toBeLessThanOrEqual(value);
        expect(value).toBeLessThanOrEqual(high);
        if (against.lift.is === 'bounded') expect(against.lift.low).toBeLessThan(against.lift.high);
      }
    },
  );
});

test('2 against none of 2 may be anything: the interval holds no difference, too', () => {
  const against = readArms({ control: [did(2, 2)], treatment: [did(0, 2)] }).metrics[0]?.arms[1]?.against;
  const difference = against?.difference;
  if (difference?.is !== 'known') throw new Error('the difference is known');
  expect(difference.value).toBe(-1);
  expect(difference.high).toBeGreaterThan(0.1);
  // By hand: √(0.5² × (1/2 + 1/2) × 4/3) is the error under no difference, so z = √3.
  expect(difference.p).toBeCloseTo(0.083265, 5);
});

test('values that are not numbers make no figure, whoever counted them', () => {
  const broken = { ...did(100, 1000), numbers: { ...did(100, 1000).numbers, mean: Number.NaN, squares: Number.NaN } };
  const result = readOut(sum(), counted([arm('control', [did(90, 1000)]), arm('treatment', [broken])]), MANNER);
  expect(result.verdict.code).toBe('not-enough');
  expect(result.metrics[0]?.arms[1]?.against?.difference.is).toBe('unknown');
  expect(csvOf([result])).not.toContain('NaN');
});
