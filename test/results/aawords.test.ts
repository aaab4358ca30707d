/** Tests what splits at random say, and how they are made of subjects of whom some are not over, or carried. */

import { describe, expect, test } from 'vitest';
import { type AaMetric, sampleOf, tryAgainstItself } from '../../src/results/aa.js';
import { aaWords } from '../../src/results/aawords.js';
import { createSamples, type Sample } from '../../src/results/engines/samples.js';
import { asked, countsOf, exposure, metric, p2 } from './made.js';
import { MANNER } from './madecounts.js';

const METRIC: AaMetric = {
  ...{ key: 'orders', name: 'Orders', judged: 1000, found: 50, promised: 0.05, state: 'as-promised' },
  ...{ tenths: [], evenP: 0.4, noEvenP: null },
};
const textOf = (more: Partial<AaMetric>, splits = 1000): string | undefined =>
  aaWords({
    ...{ id: 'a', phase: null, splits, subjects: 400, left: 0, shares: [0.5, 0.5], untried: [] },
    metrics: [{ ...METRIC, ...more }],
  }).metrics[0]?.text;

describe('splits at random say', () => {
  test('that the promise is kept, or in which way it is not', () => {
    const seen = 'A difference in 5% of 1,000 splits, where 5% are promised';
    expect(textOf({})).toBe(`${seen}. Its p-values are spread evenly (p 0.4000).`);
    expect(textOf({ state: 'too-seldom' })).toMatch(`${seen}: more careful than it says`);
    expect(textOf({ state: 'too-often' })).toMatch(`${seen}: its intervals hold less often than they say. Give`);
  });

  test('that p-values are spread unevenly from one of a thousand on', () => {
    expect(textOf({ evenP: 0.001 })).toContain('Its p-values are spread evenly (p 0.0010).');
    expect(textOf({ evenP: 0.00099 })).toContain('Its p-values are not spread evenly (p 0.0010).');
  });

  test('how many splits would be enough, in steps of 1,000, 5,000 and 10,000', () => {
    const few = (promised: number) => textOf({ state: 'unjudged', promised, judged: 20 }, 20);
    expect(few(0.05)).toBe('20 splits are too few to judge by: ask for more with --aa 1000.');
    expect(few(0.001)).toMatch(/--aa 5000\.$/);
    expect(few(0.0005)).toMatch(/--aa 10000\.$/);
  });

  test('that few or none of them have an answer', () => {
    expect(textOf({ state: 'unjudged', judged: 1 })).toBe('Only 1 split of 1,000 have an answer: too few to judge by.');
    expect(textOf({ state: 'unjudged', judged: 0 })).toBe('No split has an answer: too few to judge by.');
  });
});

const sample = (subjects: number, more: Partial<Sample>): Sample => ({
  ...{ phase: 'p1', hashes: Array.from({ length: subjects }, (_, at) => Math.imul(at + 1, 0x9e3779b1)) },
  ...{ isCarried: Array.from({ length: subjects }, () => false), metrics: [], left: 0 },
  ...more,
});
const places = (subjects: number): number[] => Array.from({ length: subjects }, (_, at) => at);

test('subjects who do all alike with some others are found out: their splits find differences too often', () => {
  // Forty households of ten, whose subjects have one hash, so that each household is in one group.
  const household = (at: number): number => Math.floor(at / 10);
  const xs = places(400).map((at) => household(at) % 2);
  const held = { subjects: places(400), events: xs, xs, ys: xs.map(() => 0) };
  const about = asked({ metrics: [metric({ kind: 'sum' })] });
  const hashes = places(400).map((at) => Math.imul(household(at) + 1, 0x9e3779b1));
  expect(tryAgainstItself(about, sample(400, { hashes, metrics: [held] }), 400, MANNER)?.metrics[0]).toMatchObject({
    judged: 400,
    state: 'too-often',
  });
});

test('an average goes by its events, and who is still in the window is in neither group', () => {
  const [events, xs] = [places(400).map((at) => (at % 5) - 1), places(400).map((at) => (at % 7) + 1)];
  const held = { subjects: places(400), events, xs, ys: events.map((count) => Math.max(0, count)) };
  const about = asked({ metrics: [metric({ kind: 'average' })] });
  const found = tryAgainstItself(about, sample(400, { metrics: [held] }), 200, MANNER);
  expect(found?.metrics[0]).toMatchObject({ judged: 200, state: 'as-promised' });
});

test('without shares to go by both groups are halves', () => {
  expect(tryAgainstItself(asked({ control: 'gone' }), sample(40, {}), 1, MANNER)?.shares).toEqual([0.5, 0.5]);
  const alone = asked({}, { control: 1 });
  expect(tryAgainstItself(alone, sample(40, {}), 1, MANNER)?.shares).toEqual([0.5, 0.5]);
});

test('a later phase is tried on those alone whom it has split, the first one on all', async () => {
  const lines = [
    exposure('a', 'control', 0),
    p2('a', 'control', 1, { reason: 'sticky' }),
    p2('b', 'control', 2),
    exposure('c', 'control', 0, { phase: undefined }),
  ];
  const about = asked({ phase: 'p2', metrics: [metric({ kind: 'sum', cap: { quantile: 0.5 } })] });
  const samples = createSamples([about]);
  const did = (x: number) => ({ events: 1, x, y: 0, values: [] });
  for (const [subject, phase, isCarried] of [
    ['a', 'p1', false],
    ['a', 'p2', true],
    ['b', 'p2', false],
  ] as const)
    samples.add({ experiment: 'cta', phase }, subject, isCarried, [did(isCarried ? 2 : 5)]);
  const counts = await countsOf(lines, about);
  // Half of those who are split have at most 5: the 2 of who is not is in no cap.
  expect(sampleOf(samples, about, counts, undefined)).toMatchObject({
    ...{ phase: 'p2', isCarried: [false], metrics: [{ xs: [5] }] },
  });
  expect(sampleOf(samples, about, counts, 'p1')?.hashes).toHaveLength(1);
  expect(sampleOf(createSamples([about]), about, counts, undefined)).toBeUndefined();
});
