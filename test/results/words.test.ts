/** Tests what a read-out says of odd data: numbers of one and of many, what is left out, and where a split is off. */

import { describe, expect, test } from 'vitest';
import type { Asked } from '../../src/results/index.js';
import { askOf, readOut, wordsOf } from '../../src/results/index.js';
import type { Result } from '../../src/results/result.js';
import { splitPlaces, splitWords } from '../../src/results/splitwords.js';
import { dayOf, momentOf, windowMs } from '../../src/results/times.js';
import { TYPED } from '../../src/results/voices.js';
import { asked, crowd, exposure, failure, HEADING, metric, resultOf, wordsFor } from './made.js';
import { arm, counted, did, MANNER, readArms } from './madecounts.js';

const SOUND = readArms({ control: [did(100, 1000)], treatment: [did(150, 1000)] });
const caveatsOf = (more: Partial<Result>): readonly string[] => wordsFor({ ...SOUND, ...more }).caveats;
const asidesOf = (more: Partial<Result>): readonly string[] => wordsFor({ ...SOUND, ...more }).asides;

describe('what may mislead is said', () => {
  test('of nothing, where all is well', () => {
    expect([caveatsOf({}), asidesOf({})]).toEqual([[], []]);
  });

  test('of failures that differ, with how sure that is', () => {
    expect(caveatsOf({ failuresP: 0.0005 })).toEqual([expect.stringContaining('(p = 0.0005)')]);
    expect(caveatsOf({ failuresP: 1e-9 })).toEqual([expect.stringContaining('(p < 0.0001)')]);
    expect(caveatsOf({ failuresP: 0.001 })).toEqual([]);
  });

  test('of subjects who saw two variants, none of the file, or came from an earlier phase', () => {
    expect(caveatsOf({ mixed: 1, strangers: 2, carried: 3 })).toEqual([
      '1 subject saw more than one variant (0.0%): left out.',
      '2 subjects saw a variant that the file does not have: left out.',
      '3 subjects came with the assignment of an earlier phase: left out.',
    ]);
  });

  test('of metrics of which none decides', () => {
    const about = asked({ metrics: [metric({ role: 'secondary' })] });
    const result = readArms({ control: [did(100, 1000)], treatment: [did(150, 1000)] }, about);
    expect(wordsFor(result).caveats).toContainEqual(expect.stringMatching(/^No metric is primary/));
  });

  test('of failures by kind and element, five at the most', () => {
    const failures = Array.from({ length: 7 }, (_, at) => ({
      code: 'timeout',
      selector: at ? `.b${at}` : null,
      subjects: 10,
    }));
    const [control, treatment] = SOUND.arms;
    if (!control || !treatment) throw new Error('two arms');
    const lines = caveatsOf({ arms: [control, { ...treatment, failures } as never] });
    expect(lines[0]).toBe('treatment: timeout for 10 subjects (1.0%).');
    expect(lines[1]).toBe('treatment: timeout of .b1 for 10 subjects (1.0%).');
    expect(lines).toHaveLength(6);
    expect(lines[5]).toBe('treatment: 2 more kinds of failure: fx results --json has them all.');
  });

  test('of an event that is written in another way, of which there is one or are many', () => {
    const silent = (events: number): Partial<Result> => ({
      silent: [
        { metric: 'orders', eventName: 'purchase', code: 'no-event', alike: { name: 'Purchase', events }, others: [] },
      ],
    });
    expect(caveatsOf(silent(1))[0]).toContain('1 event is called Purchase: is that the one?');
    expect(caveatsOf(silent(2))[0]).toContain('2 events are called Purchase: is that the one?');
  });
});

describe('what is left aside is said', () => {
  test('of phases: with the command that shows each, and how many are not named', () => {
    const phases = [
      { phase: SOUND.phase, subjects: 2000 },
      { phase: null, subjects: 3 },
      ...Array.from({ length: 6 }, (_, at) => ({ phase: `q${at}`, subjects: 1 })),
    ] as never;
    const lines = asidesOf({ phases });
    expect(lines).toHaveLength(6);
    expect(lines[0]).toBe('1 subject began in another phase: fx results --phase q1 shows them.');
    expect(lines[5]).toBe('… 2 more phases: fx results --json has them all.');
    expect(asidesOf({ phases: [{ phase: null, subjects: 3 }] as never })).toEqual([
      '3 subjects without a phase are left aside.',
    ]);
  });

  test('of a design that nothing is known of', () => {
    expect(asidesOf({ isOwnDesign: false, isFilePhase: false })[0]).toMatch(/judged by the file's weights/);
    expect(asidesOf({ isOwnDesign: false, isFilePhase: true })).toEqual([]);
  });

  test('of a file without metrics', () => {
    const result = readOut(
      asked({ metrics: [] }),
      counted([arm('control', []), arm('treatment', [])].map((one) => ({ ...one, subjects: 1000 }))),
      MANNER,
    );
    expect(wordsFor(result).asides).toContainEqual(expect.stringMatching(/^It has no metrics/));
  });
});

describe('an experiment that nobody was exposed to', () => {
  test('says so, and says of subjects who saw two variants', async () => {
    const words = wordsFor(await resultOf([exposure('a', 'control', 0), exposure('a', 'treatment', 1)]));
    expect(words).toMatchObject({
      span: null,
      conclusion: null,
      metrics: [],
      caveats: [expect.stringContaining('1 subject saw')],
    });
    expect(words.asides[0]).toBe('Nobody was exposed to it in these events.');
    expect(wordsFor(await resultOf([])).caveats).toEqual([]);
  });

  test('says how it ended: shipped, kept, or to be tested again', () => {
    const endingOf = (
      decision: 'ship' | 'keep' | 'repeat',
      winner: string | null,
      learning: string | null,
    ): string | null => wordsOf(SOUND, { ...HEADING, ending: { decision, winner, learning } }, TYPED).ending;
    expect(endingOf('ship', 'b', ' It\n sells. ')).toBe('Decided: ship b. It sells.');
    expect(endingOf('ship', null, null)).toBe('Decided: ship the winner.');
    expect(endingOf('keep', null, null)).toBe('Decided: keep everything as it was.');
    expect(endingOf('repeat', null, null)).toBe('Decided: test it again.');
  });
});

describe('where a split is off', () => {
  const off = { day: '2026-11-03', subjects: [10, 90], p: 1e-9 };
  const places = (offDays: Result['offDays'], more: Partial<Result> = {}): string[] =>
    splitPlaces({ ...SOUND, offDays, ...more }, TYPED);

  test('the days are named, three at the most, and what the others are like', () => {
    expect(places({ days: [off], others: 0, rest: null })).toEqual([
      'The split is off on 2026-11-03 (10 : 90), that is on every day.',
    ]);
    expect(places({ days: [off], others: 1, rest: 'off' })).toEqual([
      'The split is off on 2026-11-03 (10 : 90), and on the other day, too.',
    ]);
    expect(places({ days: [off], others: 4, rest: 'fine' })[0]).toMatch(
      /nothing speaks against it on the other 4 days together/,
    );
    const days = Array.from({ length: 5 }, (_, at) => ({ ...off, day: `2026-11-0${at + 1}` }));
    expect(places({ days, others: 0, rest: null })[0]).toMatch(/2026-11-03 \(10 : 90\) and 2 more, that is/);
  });

  test('no day is named where it is off by a little all along', () => {
    const split = { ...(SOUND.split as NonNullable<Result['split']>), state: 'off' as const, p: 1e-9, unexpected: [] };
    expect(places({ days: [], others: 5, rest: 'off' }, { split })).toEqual([
      expect.stringMatching(/a little off on all of them/),
    ]);
    expect(places({ days: [], others: 1, rest: 'off' }, { split })).toEqual([]);
  });

  test('a segment alone is named, by a value or by none', () => {
    const split = { ...(SOUND.split as NonNullable<Result['split']>), state: 'off' as const, p: 1e-9, unexpected: [] };
    const segment = (value: string | null, own: Result['split']) => ({
      by: 'device',
      value,
      subjects: 100,
      arms: [
        { variant: 'control', subjects: 90 },
        { variant: 'treatment', subjects: 10 },
      ],
      split: own,
      metrics: [],
    });
    const segments = [segment('mobile', split), segment(null, split), segment('desktop', null)];
    expect(places({ days: [], others: 0, rest: null }, { segments })).toEqual([
      'The split is off among device mobile (90 : 10) and device not known (90 : 10).',
    ]);
  });

  test('it is said in what way: by chance or by a variant that nobody should see, or that there is too little to tell', () => {
    const base = SOUND.split as NonNullable<Result['split']>;
    const text = (more: object): string | undefined => splitWords({ ...base, ...more }, SOUND.arms, TYPED)?.text;
    expect(text({ state: 'off', p: 1e-9 })).toContain('p < 0.0001. Find out why');
    expect(text({ state: 'off', p: 0.0005 })).toContain('p = 0.0005. Find out why');
    expect(text({ state: 'off', unexpected: [1] })).toContain('nobody should see treatment');
    expect(text({ state: 'open' })).toBe('Too few subjects to test the split: 1,000 : 1,000.');
    expect(splitWords(null, SOUND.arms, TYPED)).toBeNull();
  });
});

test('times that no calendar has are said to be unknown, and windows are hours or days', () => {
  expect([dayOf(0), dayOf(1e17)]).toEqual(['1970-01-01', 'an unknown day']);
  expect([momentOf(0), momentOf(1e17), momentOf(null)]).toEqual(['1970-01-01T00:00:00.000Z', null, null]);
  expect([windowMs('72h'), windowMs('14d')]).toEqual([259_200_000, 1_209_600_000]);
});

describe('what is asked of an experiment', () => {
  const ask = (raw: object): Asked =>
    askOf(
      {
        raw: {
          id: 'a',
          name: 'A',
          variants: [
            { key: 'control', name: 'C' },
            { key: 'b', name: 'B' },
          ],
          ...raw,
        },
      } as never,
      null,
      [],
    );
  const orders = { key: 'orders', name: 'Orders', kind: 'conversion', eventName: 'purchase' };

  test('one metric alone decides, and of several the one that says so', () => {
    const roles = (...metrics: object[]) => ask({ metrics }).metrics.map(({ role }) => role);
    expect(roles(orders)).toEqual(['primary']);
    expect(roles({ ...orders, role: 'guardrail' })).toEqual(['guardrail']);
    expect(roles(orders, { ...orders, key: 'b', isPrimary: true }, { ...orders, key: 'c', role: 'guardrail' })).toEqual(
      ['secondary', 'primary', 'guardrail'],
    );
  });

  test('a guardrail may be worse by 2% where its file says no margin', () => {
    const margins = ask({
      metrics: [
        { ...orders, role: 'guardrail' },
        { ...orders, key: 'b', margin: 0.1 },
      ],
    }).metrics;
    expect(margins.map(({ margin }) => margin)).toEqual([0.02, 0.1]);
  });

  test('a ratio is over events or over their values, a window is milliseconds, and a plan is what is missing', () => {
    const over = (given: unknown) =>
      ask({ metrics: [{ ...orders, kind: 'ratio', over: given, window: '1d' }] }).metrics[0];
    expect(over('visit')).toMatchObject({ over: { eventName: 'visit', isValue: false }, windowMs: 86_400_000 });
    expect(over({ event: 'visit', value: true })).toMatchObject({ over: { eventName: 'visit', isValue: true } });
    expect(ask({ plan: { subjects: 500 }, effect: 0.1, control: 'b' })).toMatchObject({
      plan: { subjects: 500, effect: null },
      effect: 0.1,
      control: 'b',
    });
    expect(ask({})).toMatchObject({ plan: null, effect: null, control: 'control', metrics: [] });
  });
});

test('failures of a treatment alone are told in the read-out of the events themselves', async () => {
  const lines = [
    ...crowd('control', 100, 10),
    ...crowd('treatment', 100, 10),
    failure('treatment-1', 'treatment', 2, { selector: '.buy' }),
  ];
  expect(wordsFor(await resultOf(lines)).caveats).toContainEqual('treatment: timeout of .buy for 1 subject (1.0%).');
});
