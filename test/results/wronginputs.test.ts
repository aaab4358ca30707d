/** Tests the smallest inputs that read-outs were once wrong about, from events or counts to what is said of them. */

import { describe, expect, test } from 'vitest';
import { notesOnEvents } from '../../src/results/index.js';
import {
  asked,
  conversion,
  countLines,
  crowd,
  exposure,
  failure,
  type Line,
  metric,
  resultOf,
  told,
  wordsFor,
} from './made.js';
import { did, MANNER, readArms } from './madecounts.js';

const SEQUENTIAL = { certainty: { confidence: 0.95, tunedFor: 5000 } };
const againstOf = (...given: Parameters<typeof readArms>) => readArms(...given).metrics[0]?.arms[1]?.against;
const revenue = asked({ metrics: [metric({ key: 'revenue', kind: 'sum' })] });

describe('an arm without variance', () => {
  test.each([
    [did(2, 2), did(0, 2), { control: 1 / 2, treatment: 1 / 2 }],
    [did(10, 20), did(0, 2), { control: 10 / 11, treatment: 1 / 11 }],
  ])('makes nothing certain, once or at every look', (control, treatment, shares) => {
    for (const manner of [MANNER, SEQUENTIAL]) {
      const result = readArms({ control: [control], treatment: [treatment] }, asked({}, shares), manner);
      expect(result.verdict.code).toBe('not-enough');
      const difference = result.metrics[0]?.arms[1]?.against?.difference;
      if (difference?.is !== 'known') throw new Error('the difference is known');
      expect([difference.low < 0, difference.high > 0, difference.p > 0.05]).toEqual([true, true, true]);
    }
  });

  test('is a difference where there is enough: 20 of 1,000 against none', () => {
    const difference = againstOf({ control: [did(20, 1000)], treatment: [did(0, 1000)] })?.difference;
    if (difference?.is !== 'known') throw new Error('the difference is known');
    expect(difference.low).toBeLessThan(difference.value);
    expect(difference.high).toBeLessThan(0);
    expect(difference.p).toBeGreaterThan(1e-6);
  });
});

test.each([
  [0, 200, 1000, MANNER],
  [3, 30, 1000, MANNER],
  [2, 8, 12, MANNER],
  [9, 40, 1000, SEQUENTIAL],
])('a small control has an answer: %i against %i of %i', (control, treatment, subjects, manner) => {
  const against = againstOf(
    { control: [did(control, subjects)], treatment: [did(treatment, subjects)] },
    asked(),
    manner,
  );
  expect(against?.difference).toMatchObject({
    is: 'known',
    value: expect.closeTo((treatment - control) / subjects, 12),
    p: expect.any(Number),
  });
  expect(against?.lift.is).not.toBe('unbounded');
});

test('a phase of 1,000 to 1,000 stays whole when a third of its subjects draw anew at 90:10', async () => {
  const before = [...crowd('control', 1000, 200), ...crowd('treatment', 1000, 200)];
  const again = Array.from({ length: 360 }, (_, at) =>
    exposure(`treatment-${at}`, at % 10 ? 'control' : 'treatment', 400, { phase: 'p2' }),
  );
  const result = await resultOf([...before, ...again]);
  expect([told(result), result.mixed, result.split?.state]).toEqual([
    [
      ['control', 1000, 200],
      ['treatment', 1000, 200],
    ],
    0,
    'fine',
  ]);
});

describe('a split that is off', () => {
  const split = (shares: readonly number[], subjects: readonly number[]) => {
    const keys = ['control', 'treatment', 'third'];
    const about = asked({}, Object.fromEntries(keys.map((key, at) => [key, shares[at] ?? 0])));
    return readArms(Object.fromEntries(keys.map((key, at) => [key, [did(0, subjects[at] ?? 0)]])), about).verdict;
  };
  test.each([
    [
      [0.495, 0.495, 0.01],
      [250, 146, 4],
    ],
    [
      [0.499, 0.5, 0.001],
      [1500, 1000, 0],
    ],
  ])('does not hide behind a small arm: %j and %j', (shares, subjects) => {
    expect(split(shares, subjects)).toMatchObject({ code: 'do-not-trust', alarms: ['split'] });
  });

  test('is one where 300 of 1,300 are in a variant of weight 0', () => {
    expect(split([0.5, 0.5, 0], [500, 500, 300])).toMatchObject({ code: 'do-not-trust', alarms: ['split'] });
  });
});

test('a value of 1e308 is no event, and makes no figure that is none', async () => {
  const lines = [...crowd('control', 300, 50), ...crowd('treatment', 300, 60)];
  const { reading, counts } = await countLines([...lines, conversion('control-0', 5, { value: 1e308 })], revenue);
  expect([reading.unread, reading.firstFault]).toEqual([1, 'value is no number within ±1e12']);
  expect(counts).toEqual((await countLines(lines, revenue)).counts);
  expect(JSON.stringify(wordsFor(await resultOf(lines, revenue)))).not.toContain('NaN');
});

test('a difference of 1 between values of a billion is found', async () => {
  const spent = (variant: string, from: number): Line[] =>
    Array.from({ length: 100 }, (_, at) => [
      exposure(`${variant}-${at}`, variant, 0),
      conversion(`${variant}-${at}`, 1, { value: from + (at % 2) }),
    ]).flat();
  const result = await resultOf([...spent('control', 1e9), ...spent('treatment', 1e9 + 1)], revenue);
  const difference = result.metrics[0]?.arms[1]?.against?.difference;
  // scipy: 2 * stats.t.sf(14.0712, 198) = 6e-32
  expect(difference).toMatchObject({ is: 'known', value: expect.closeTo(1, 6) });
  expect(difference?.is === 'known' && difference.p).toBeLessThan(1e-30);
});

test('an order three seconds after an exposure whose batch was slow counts', async () => {
  const hour = (ms: number): number => ms / 3_600_000;
  const seen = exposure('s', 'control', 0);
  const bought = conversion('s', hour(1000));
  const at = Number(seen.at);
  const lines = [
    { ...seen, sentAt: at + 300, received: at + 2800 },
    { ...bought, sentAt: at + 2900, received: at + 3000 },
  ];
  expect(told(await resultOf(lines))).toContainEqual(['control', 1, 1]);
});

test('a visitor who saw one variant and whose account saw another is mixed, not two clean subjects', async () => {
  const lines = [
    exposure('v1', 'control', 0),
    exposure('u1', 'treatment', 1, { visitor: 'v1' }),
    conversion('u1', 2, { visitor: 'v1' }),
  ];
  const result = await resultOf(lines);
  expect([result.mixed, result.subjects]).toEqual([1, 0]);
});

test('800 of 2,000 who saw both variants, or a treatment that half of them never saw, end all trust', async () => {
  const lines = [...crowd('control', 1000, 100), ...crowd('treatment', 1000, 150)];
  const mixed = Array.from({ length: 800 }, (_, at) => exposure(`control-${at}`, 'treatment', 400));
  expect((await resultOf([...lines, ...mixed])).verdict).toMatchObject({ code: 'do-not-trust' });
  const unseen = Array.from({ length: 500 }, (_, at) => failure(`treatment-${at}`, 'treatment', 400));
  expect((await resultOf([...lines, ...unseen])).verdict).toMatchObject({
    code: 'do-not-trust',
    alarms: ['failures'],
  });
});

test('events that a browser gave up are added up and told', async () => {
  const lines = [exposure('a', 'control', 0, { dropped: 3 }), exposure('b', 'control', 0, { dropped: 4 })];
  const counted = await countLines(lines);
  expect(counted.reading.dropped).toBe(7);
  expect(notesOnEvents(counted).join(' ')).toMatch(/\b7 events\b/);
});
