/** Checks who is counted in which phase, and which design judges it. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readOut } from '../../src/results/index.js';
import { quantileArm } from '../../src/results/inference/index.js';
import {
  asked,
  conversion,
  countsOf,
  crowd,
  exposure,
  failure,
  type Line,
  metric,
  p2,
  resultOf,
  told,
} from './made.js';

const designsOf = (...phases: readonly string[]) =>
  phases.map((phase) => ({ phase, shares: { control: 0.5, treatment: 0.5 }, control: 'control' }));

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

describe('of subjects who came with a stored assignment', () => {
  const quantile = metric({ kind: 'quantile', quantile: 0.75, role: 'primary' });
  const capped = metric({ key: 'revenue', kind: 'sum', cap: { quantile: 0.5 }, role: 'secondary' });
  const about = asked({ metrics: [quantile, capped] });
  const sticky = { reason: 'sticky', device: 'mobile' };
  /** Two events of each of 40 subjects, of whom those with small numbers have a stored assignment. */
  const arm = (variant: string, seen: typeof exposure): Line[] =>
    Array.from({ length: 40 }, (_, at) => [
      seen(`${variant}${at}`, variant, 20, at < 20 ? sticky : { device: 'mobile' }),
      conversion(`${variant}${at}`, 21, { value: at }),
      conversion(`${variant}${at}`, 22, { value: at + 1 }),
    ]).flat();
  const inPhase = (seen: typeof exposure): Line[] => [...arm('control', seen), ...arm('treatment', seen)];
  /** By a sort of its own. */
  const quantileFrom = (first: number) => {
    const owners = Array.from({ length: 40 - first }, (_, at) => first + at).flatMap((at) => [at, at]);
    const values = owners.map((at, place) => at + (place % 2));
    const { value, error, subjects } = quantileArm(values, owners, 0.75) ?? { value: 0, error: 0, subjects: 0 };
    return { events: values.length, value, error, subjects };
  };
  const cappedFrom = (first: number): number => {
    const totals = Array.from({ length: 40 - first }, (_, at) => 2 * (first + at) + 1);
    const pool = totals.flatMap((total) => [total, total]);
    const most = pool[Math.ceil(pool.length / 2) - 1] as number;
    return totals.reduce((sum, total) => sum + Math.min(total, most), 0);
  };
  const find = (phases: Awaited<ReturnType<typeof countsOf>>['phases'], id: string) =>
    phases.find(({ phase }) => phase === id);

  test('a first phase counts all in each figure, in quantiles and caps as in sums', async () => {
    const { phases } = await countsOf(inPhase(exposure), about, { by: ['device'] });
    const [all, segment] = [phases[0]?.arms, phases[0]?.segments[0]?.arms];
    for (const arms of [all, segment]) {
      expect(arms?.map(({ variant, isCarried, subjects }) => [variant, isCarried, subjects])).toEqual([
        ['control', false, 40],
        ['treatment', false, 40],
      ]);
      for (const one of arms ?? []) {
        expect(one.metrics[0]?.quantile).toMatchObject(quantileFrom(0));
        expect(one.metrics[1]?.numbers.sum).toBe(cappedFrom(0));
      }
    }
    const result = await resultOf(inPhase(exposure), about);
    expect(result.metrics[0]?.arms.map(({ mean, total }) => [mean, total])).toEqual([
      [quantileFrom(0).value, 80],
      [quantileFrom(0).value, 80],
    ]);
  });

  test.each([
    ['that the events tell of', [exposure('early', 'control', 0)], about],
    ['that is known from what was published', [], asked({ ...about, designs: designsOf('p1', 'p2') })],
  ])('a phase after another one, %s, counts none: no quantile has them, and no cap', async (_, before, known) => {
    const counts = await countsOf([...before, ...inPhase(p2)], known);
    const arms = find(counts.phases, 'p2')?.arms.filter(({ isCarried }) => !isCarried);
    expect(arms?.map(({ subjects }) => subjects)).toEqual([20, 20]);
    for (const one of arms ?? []) {
      expect(one.metrics[0]?.quantile).toMatchObject(quantileFrom(20));
      expect(one.metrics[1]?.numbers.sum).toBe(cappedFrom(20));
    }
    const result = await resultOf([...before, ...inPhase(p2)], { ...known, phase: 'p2' });
    expect([result.carried, result.metrics[0]?.arms[0]?.mean]).toEqual([40, quantileFrom(20).value]);
  });

  test('a first phase stays one, where it was published as such, whatever time is posted for a later one', async () => {
    const known = asked({ ...about, designs: designsOf('p1', 'p2') });
    const early = p2('forged', 'control', -1000);
    const find1 = async (lines: readonly Line[]) => find((await countsOf(lines, known)).phases, 'p1');
    const wanted = await find1(inPhase(exposure));
    expect(wanted?.arms[0]?.metrics[0]?.quantile).toMatchObject(quantileFrom(0));
    expect(await find1([...inPhase(exposure), early])).toEqual(wanted);
  });

  test('a first phase counts what went wrong for them, too, the most frequent first', async () => {
    const seen = inPhase(exposure);
    const failed = ['control0', 'control1', 'control30'].map((subject) => failure(subject, 'control', 23));
    const other = failure('control31', 'control', 23, { code: 'error' });
    const [control] = (await resultOf([...seen, other, ...failed])).arms;
    expect([control?.failed, control?.failures]).toEqual([
      4,
      [
        { code: 'timeout', selector: null, subjects: 3 },
        { code: 'error', selector: null, subjects: 1 },
      ],
    ]);
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
