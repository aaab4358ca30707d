/** Who is counted in which phase, for how long, and as whom. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readOut } from '../../src/results/index.js';
import { asked, conversion, countsOf, crowd, exposure, failure, type Line, metric, resultOf, told } from './made.js';

const p2 = (subject: string, variant: string, hours: number, more: Line = {}): Line =>
  exposure(subject, variant, hours, { phase: 'p2', ...more });

describe('phases do not touch each other', () => {
  /** Both variants do the same: 1,000 see each, 200 of each buy. */
  const before = [...crowd('control', 1000, 200), ...crowd('treatment', 1000, 200)];
  /** Nine in ten of those who bought come back under another salt, and draw control nine times in ten. */
  const after = ['control', 'treatment'].flatMap((first) =>
    Array.from({ length: 180 }, (_, at) => {
      const subject = `${first}-${at}`;
      return [p2(subject, at % 10 ? 'control' : 'treatment', 400 + at), conversion(subject, 600 + at)];
    }).flat(),
  );

  test('an A/A phase reads the same once a phase with another salt and other weights has begun', async () => {
    const alone = await resultOf(before);
    const later = await resultOf([...before, ...after]);
    expect(told(alone)).toEqual([
      ['control', 1000, 200],
      ['treatment', 1000, 200],
    ]);
    expect({ ...later, phases: [] }).toEqual({ ...alone, phases: [] });
    expect([later.mixed, later.split?.state]).toEqual([0, 'fine']);
    expect(later.phases).toEqual([
      { phase: 'p1', subjects: 2000 },
      { phase: 'p2', subjects: 360 },
    ]);
  });

  test('the later phase has its own subjects and what they did since', async () => {
    const phase = { id: 'p2', shares: { control: 0.9, treatment: 0.1 } };
    const design = { phase: phase.id, shares: phase.shares, control: 'control' };
    const result = await resultOf([...before, ...after], asked({ phase: 'p2', designs: [design] }));
    expect(told(result)).toEqual([
      ['control', 324, 324],
      ['treatment', 36, 36],
    ]);
    expect(result.split?.state).toBe('fine');
  });

  /** What a subject did in a phase or before it, hours from the beginning. */
  const anyEvent = (phase: string, from: number): fc.Arbitrary<Line> =>
    fc
      .record({
        subject: fc.integer({ min: 0, max: 9 }).map((at) => `s${at}`),
        variant: fc.constantFrom('control', 'treatment'),
        hours: fc.integer({ min: from, max: from + 99 }),
        is: fc.constantFrom('exposure', 'exposure', 'conversion', 'failure'),
      })
      .map(({ subject, variant, hours, is }) => {
        if (is === 'exposure') return exposure(subject, variant, hours, { phase });
        return is === 'conversion' ? conversion(subject, hours) : failure(subject, variant, hours);
      });
  const subjectsOf = (lines: readonly Line[]): Set<unknown> =>
    new Set(lines.filter(({ type }) => type === 'exposure').map(({ subject }) => subject));

  test('events of a later phase change nothing of an earlier one', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyEvent('p1', 0)), fc.array(anyEvent('p2', 101)), async (first, drawn) => {
        const seen = subjectsOf(drawn);
        // From their exposure on, what these subjects do is of the later phase.
        const second = [...seen].map((subject) => p2(String(subject), 'control', 100));
        const added = [...second, ...drawn.filter(({ subject }) => seen.has(subject))];
        const find = async (lines: readonly Line[]) =>
          (await countsOf(lines)).phases.find(({ phase }) => phase === 'p1');
        expect(await find([...first, ...added])).toEqual(await find(first));
      }),
      { seed: 4, numRuns: 200 },
    );
  });

  test('exposures and failures of another experiment change nothing', async () => {
    const other = { experiment: 'hero' };
    await fc.assert(
      fc.asyncProperty(fc.array(anyEvent('p1', 0)), fc.array(anyEvent('p1', 0)), async (own, others) => {
        const added = others.filter(({ type }) => type !== 'conversion').map((line) => ({ ...line, ...other }));
        expect(await countsOf([...own, ...added])).toEqual(await countsOf(own));
      }),
      { seed: 5, numRuns: 200 },
    );
  });

  test('what is done after the exposure to a later phase counts there alone', async () => {
    const lines = [exposure('a', 'control', 0), p2('a', 'treatment', 10), conversion('a', 20)];
    expect(told(await resultOf(lines))[0]).toEqual(['control', 1, 0]);
    expect(told(await resultOf(lines, asked(), { phase: 'p2' }))[1]).toEqual(['treatment', 1, 1]);
  });

  test('a failure counts in the phase in which it happened', async () => {
    const lines = [exposure('a', 'control', 0), p2('a', 'treatment', 10), failure('a', 'treatment', 11)];
    const { phases } = await countsOf(lines);
    expect(phases.map(({ phase, arms }) => [phase, arms[0]?.failed])).toEqual([
      ['p1', 0],
      ['p2', 1],
    ]);
  });

  test('who saw two variants within a phase is in none of its arms, and counts in the other phase', async () => {
    const lines = [exposure('a', 'control', 0), exposure('a', 'treatment', 1), p2('a', 'treatment', 10)];
    const { phases } = await countsOf(lines);
    expect(phases.map(({ phase, mixed, arms }) => [phase, mixed, arms.length])).toEqual([
      ['p1', 1, 0],
      ['p2', 0, 1],
    ]);
  });

  test('who was assigned by an earlier phase is left out of the later one, and told', async () => {
    const lines = [
      exposure('a', 'control', 0),
      p2('a', 'control', 10, { reason: 'sticky' }),
      p2('b', 'treatment', 10),
      p2('c', 'control', 11),
    ];
    const later = await resultOf(lines, asked({ phase: 'p2' }));
    expect([told(later).map(([, subjects]) => subjects), later.carried]).toEqual([[1, 1], 1]);
  });
});

describe('a phase is judged by its own design', () => {
  const halves = { phase: 'p1', shares: { control: 0.5, treatment: 0.5 }, control: 'control' };
  const lines = [...crowd('control', 1000, 200), ...crowd('treatment', 1000, 200)];
  const edited = { control: 0.9, treatment: 0.1 };

  test('the file may be edited to 90:10 without a word against a phase at 50:50', async () => {
    const result = await resultOf(lines, asked({ phase: 'p2', designs: [halves] }, edited), { phase: 'p1' });
    expect([result.isOwnDesign, result.split?.state]).toEqual([true, 'fine']);
    expect(result.arms.map(({ expectedShare }) => expectedShare)).toEqual([0.5, 0.5]);
  });

  test('where it was never published the file judges, and it says so', async () => {
    const result = await resultOf(lines, asked({}, edited), { phase: 'p1' });
    expect([result.isOwnDesign, result.split?.state]).toEqual([false, 'off']);
  });

  test('the control is the one of the phase', async () => {
    const design = { ...halves, control: 'treatment' };
    const result = await resultOf(lines, asked({ designs: [design] }));
    expect(result.control).toBe('treatment');
    expect(result.metrics[0]?.arms.map(({ against }) => against !== null)).toEqual([true, false]);
  });

  test('a variant that the file has no more is still an arm of its phase', async () => {
    const design = { ...halves, shares: { control: 0.5, treatment: 0.25, old: 0.25 } };
    const result = await resultOf([...lines, ...crowd('old', 500, 0)], asked({ designs: [design] }));
    expect(result.arms.map(({ variant, subjects }) => [variant, subjects])).toEqual([
      ['control', 1000],
      ['treatment', 1000],
      ['old', 500],
    ]);
    expect(result.strangers).toBe(0);
  });

  test('the published phase is read, and the last that was seen where nobody saw that', async () => {
    const about = asked({ phase: 'p3' });
    const counts = await countsOf([exposure('a', 'control', 0), p2('b', 'control', 10)], about);
    expect(readOut(about, counts, { certainty: { confidence: 0.95 }, isAdjusted: false }).phase).toBe('p2');
    const published = asked({ phase: 'p1' });
    expect(readOut(published, counts, { certainty: { confidence: 0.95 }, isAdjusted: false }).phase).toBe('p1');
  });
});

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
