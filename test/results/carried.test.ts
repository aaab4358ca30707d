/** Checks who counts of those who came with a stored assignment: all in a first phase, nobody in a later one. */

import { describe, expect, test } from 'vitest';
import { quantileArm } from '../../src/results/inference/index.js';
import { asked, conversion, countsOf, exposure, failure, type Line, metric, p2, resultOf } from './made.js';

const designsOf = (...phases: readonly string[]) =>
  phases.map((phase) => ({ phase, shares: { control: 0.5, treatment: 0.5 }, control: 'control' }));

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

  test.each([['x'], [undefined]])(
    'a first phase stays one, where it was published as such, whatever is posted of the phase %s',
    async (phase) => {
      const known = asked({ ...about, designs: designsOf('p1', 'p2') });
      const early = exposure('forged', 'control', -1000, { phase });
      const find1 = async (lines: readonly Line[]) => find((await countsOf(lines, known)).phases, 'p1');
      const wanted = await find1(inPhase(exposure));
      expect(wanted?.isLater).toBe(false);
      expect(await find1([...inPhase(exposure), early])).toEqual(wanted);
    },
  );

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
