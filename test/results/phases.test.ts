/** Checks who is counted in which phase, and which design judges it. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readOut } from '../../src/results/index.js';
import { asked, conversion, countsOf, crowd, exposure, failure, type Line, p2, resultOf, told } from './made.js';

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

  /** Who posts a late time for a phase that there never was. */
  const forged = exposure('x', 'control', 5000, { phase: 'made-up' });

  test.each([
    ['where the target says which were published', [halves]],
    ['where nothing says it', []],
  ])('a made-up phase of later times hides no other one %s', async (_, designs) => {
    const result = await resultOf([...lines, forged], asked({ phase: 'p3', designs }));
    expect([result.phase, result.subjects]).toEqual(['p1', 2000]);
    expect(result.phases).toContainEqual({ phase: 'made-up', subjects: 1 });
  });

  test('the phase that was published last is read, though more subjects saw the one before', async () => {
    const second = { ...halves, phase: 'p2' };
    const about = asked({ phase: 'p3', designs: [halves, second] });
    expect((await resultOf([...lines, p2('y', 'control', 900), forged], about)).phase).toBe('p2');
    const back = asked({ phase: 'p3', designs: [halves, second, halves] });
    expect((await resultOf([...lines, p2('y', 'control', 900)], back)).phase).toBe('p1');
  });
});
