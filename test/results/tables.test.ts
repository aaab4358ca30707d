/** Tests figures by value: rows of CSV, and what --adjust and --by change. */

import { describe, expect, test } from 'vitest';
import { csvOf, readOut } from '../../src/results/index.js';
import { asked, conversion, exposure, type Line, metric, resultOf, wordsFor } from './made.js';
import { arm, brought, counted, cycle, did, MANNER, readArms } from './madecounts.js';

const orders = [arm('control', [did(100, 1000)]), arm('treatment', [did(150, 1000)])];

/** Each row as a record. No cell of these tests has a comma. */
const rowsOf = (csv: string): Record<string, string>[] => {
  const [head = '', ...rows] = csv.trimEnd().split('\n');
  return rows.map((row) => Object.fromEntries(row.split(',').map((cell, at) => [head.split(',')[at] ?? '?', cell])));
};

describe('--csv', () => {
  test('has a row for each variant of a metric, with its figures unrounded', () => {
    const [control, treatment, ...rest] = rowsOf(csvOf([readOut(asked(), counted(orders), MANNER)]));
    expect(rest).toEqual([]);
    expect(control).toMatchObject({
      experiment: 'cta',
      phase: 'p1',
      segment: '',
      variant: 'control',
      metric: 'orders',
      subjects: '1000',
      converted: '100',
      total: '100',
      mean: '0.1',
      lift: '',
      p: '',
      verdict: 'ship',
    });
    expect(treatment).toMatchObject({ converted: '150', mean: '0.15', confidence: '0.95', q: '', guard: '' });
    expect(Number(treatment?.lift)).toBeCloseTo(0.5, 12);
    expect(Number(treatment?.difference)).toBeCloseTo(0.05, 12);
    // By hand: z = 0.05 / √(0.125 × 0.875 × 0.002 × 2000 / 1999) = 3.3797, p = 0.000726.
    expect(Number(treatment?.p)).toBeCloseTo(0.000726, 5);
    expect(Number(treatment?.differenceLow)).toBeCloseTo(0.021, 3);
    expect(Number(treatment?.differenceHigh)).toBeCloseTo(0.0791, 3);
  });

  test('leaves empty what has no bounds', () => {
    const [, treatment] = rowsOf(csvOf([readArms({ control: [did(0, 1000)], treatment: [did(60, 1000)] })]));
    expect(treatment).toMatchObject({ lift: '', high: '', total: '60' });
    expect(Number(treatment?.low)).toBeGreaterThan(0);
    expect(Number(treatment?.difference)).toBeCloseTo(0.06, 12);
  });

  test('tells the capped and the uncapped total, the pending ones, and the state of a guardrail', () => {
    const capped = metric({ key: 'revenue', kind: 'sum', cap: { value: 50 } });
    const about = asked({ metrics: [capped, metric({ key: 'errors', role: 'guardrail', goal: 'decrease' })] });
    const uncapped = { subjects: 1000, mean: 12, squares: 1, cubes: 0 };
    const of = (key: string, errors: number) =>
      arm(key, [{ ...brought(cycle(1000, [0, 20])), uncapped, pending: 7 }, did(errors, 1000)]);
    const rows = rowsOf(csvOf([readOut(about, counted([of('control', 100), of('treatment', 300)]), MANNER)]));
    expect(rows[1]).toMatchObject({
      total: '10000',
      uncappedTotal: '12000',
      pending: '7',
      subjects: '1000',
      mean: '10',
    });
    expect(rows[3]).toMatchObject({ metric: 'errors', role: 'guardrail', goal: 'decrease', guard: 'worse' });
  });

  test('quotes what needs it, and disarms what a spreadsheet would take for a formula', () => {
    const segments = [{ by: 'plan', value: '=SUM(A1), "x"', arms: orders }];
    const csv = csvOf([readOut(asked(), counted(orders, { segments }), MANNER)]);
    expect(csv).toContain(`,plan,"'=SUM(A1), ""x""",`);
  });

  test('has a row for each segment, and none for a metric that is not there', () => {
    const segments = [{ by: 'device', value: 'mobile', arms: orders }];
    const rows = rowsOf(csvOf([readOut(asked(), counted(orders, { segments }), MANNER)]));
    expect(rows.map(({ segment, value, variant }) => [segment, value, variant])).toEqual([
      ['', '', 'control'],
      ['', '', 'treatment'],
      ['device', 'mobile', 'control'],
      ['device', 'mobile', 'treatment'],
    ]);
    expect(rowsOf(csvOf([readOut(asked({ metrics: [] }), counted(orders), MANNER)]))).toEqual([]);
  });

  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1'])(
    'has %j, which visitors may post, as text for a spreadsheet',
    (value) => {
      const segments = [{ by: 'device', value, arms: orders }];
      const csv = csvOf([readOut(asked(), counted(orders, { segments }), MANNER)]);
      expect(csv).toContain(/[\r\n]/.test(value) ? `,"'${value}",` : `,'${value},`);
    },
  );
});

describe('--adjust', () => {
  const revenue = asked({ metrics: [metric({ kind: 'sum' })] });
  /** Now is before plus 1 or 3: what was before explains 25 of 26 parts of the variance. */
  const control = brought(
    cycle(4000, [
      [11, 10],
      [13, 10],
      [21, 20],
      [23, 20],
    ] as const),
  );
  /** One more for each, and more of those who brought much before. */
  const treatment = brought(
    cycle(4200, [
      [12, 10],
      [14, 10],
      [22, 20],
      [24, 20],
      [22, 20],
      [24, 20],
    ] as const),
  );
  const read = (isAdjusted: boolean) =>
    readArms({ control: [control], treatment: [treatment] }, revenue, { isAdjusted });
  const differenceOf = (isAdjusted: boolean) => {
    const difference = read(isAdjusted).metrics[0]?.arms[1]?.against?.difference;
    if (difference?.is !== 'known') throw new Error('it is known');
    return difference;
  };

  test('takes out what was there before: the difference is the one that the variant makes', () => {
    expect(differenceOf(false).value).toBeCloseTo(1 + 10 / 6, 9);
    expect(differenceOf(true).value).toBeCloseTo(1, 6);
  });

  test('says how much shorter the interval is, and by hand that is √(1 − ρ²)', () => {
    const { shrunk } = read(true).metrics[0]?.arms[1]?.against ?? {};
    // The noise has variance 1; what was before 25 in the control and 200 / 9 in the variant.
    const [plain, adjusted] = [26 / 4000 + (1 + 200 / 9) / 4200, 1 / 4000 + 1 / 4200];
    expect(shrunk).toBeCloseTo(Math.sqrt(adjusted / plain), 2);
    const text = wordsFor(read(true)).metrics[0]?.lines.join(' ');
    expect(text).toMatch(/treatment: --adjust made the interval (79|80)\.\d% shorter\./);
    expect(read(false).metrics[0]?.arms[1]?.against?.shrunk).toBeNull();
  });

  test('changes nothing where nothing was before, nor for kinds that it is not for', () => {
    const none = (isAdjusted: boolean) =>
      readArms({ control: [did(100, 1000)], treatment: [did(150, 1000)] }, asked(), { isAdjusted }).metrics[0]?.arms[1]
        ?.against?.difference;
    expect(none(true)?.value).toBeCloseTo(none(false)?.value ?? 0, 12);
    const ratio = asked({ metrics: [metric({ kind: 'ratio', over: { eventName: 'visit', isValue: false } })] });
    const of = (isAdjusted: boolean) =>
      readArms({ control: [control], treatment: [treatment] }, ratio, { isAdjusted }).metrics[0]?.arms[1]?.against;
    expect(of(true)).toEqual(of(false));
    expect(of(true)?.shrunk).toBeNull();
  });

  test('reads the 14 days before the first exposure, not the 15th', async () => {
    const lines = (daysBefore: number): Line[] =>
      ['control', 'treatment'].flatMap((variant) =>
        Array.from({ length: 200 }, (_, at) => {
          const subject = `${variant}-${at}`;
          const value = at % 5;
          return [
            conversion(subject, 1000 - 24 * daysBefore, { value }),
            exposure(subject, variant, 1000),
            conversion(subject, 1001, { value: value + (at % 2) }),
          ];
        }).flat(),
      );
    const shrunk = async (days: number) =>
      (await resultOf(lines(days), revenue, { isAdjusted: true })).metrics[0]?.arms[1]?.against?.shrunk;
    expect(await shrunk(13.9)).toBeLessThan(0.5);
    expect(await shrunk(14.1)).toBeCloseTo(1, 2);
  });
});

describe('--by', () => {
  const mobile = {
    by: 'device',
    value: 'mobile',
    arms: [arm('control', [did(90, 600)]), arm('treatment', [did(60, 600)])],
  };
  const off = { by: 'device', value: null, arms: [arm('control', [did(10, 400)]), arm('treatment', [did(50, 200)])] };
  const result = readOut(asked(), counted(orders, { segments: [mobile, off] }), MANNER);

  test('reads each value like the whole, with a split check of its own', () => {
    expect(result.segments.map(({ value, subjects, split }) => [value, subjects, split?.state])).toEqual([
      ['mobile', 1200, 'fine'],
      [null, 600, 'off'],
    ]);
    const own = result.segments[0]?.metrics[0]?.arms[1];
    expect([own?.converted, own?.mean, own?.against?.difference.value]).toEqual([60, 0.1, expect.closeTo(-0.05, 12)]);
    expect(result.split?.state).toBe('fine');
  });

  test('a segment has its title, no conclusion, and no colour where its split is off', () => {
    const [first, second] = wordsFor(result).segments;
    expect([first?.title, second?.title]).toEqual(['device mobile: 1,200 subjects', 'device not known: 600 subjects']);
    expect(first?.metrics[0]?.arms[1]?.way).toBe('worse');
    expect(first?.metrics[0]?.lines).toEqual([]);
    expect([second?.split?.verdict, second?.metrics[0]?.arms[1]?.way]).toEqual(['off', 'unknown']);
  });

  test('what was posted to make many segments is cut to the 12 largest of a fact', () => {
    const segments = Array.from({ length: 40 }, (_, at) => ({
      by: 'language',
      value: `l${at}`,
      arms: [arm('control', [did(0, at + 1)]), arm('treatment', [did(0, at + 1)])],
    }));
    const words = wordsFor(readOut(asked(), counted(orders, { segments: [mobile, ...segments] }), MANNER));
    expect(words.segments).toHaveLength(13);
    expect(words.segments.map(({ title }) => title)).toContain('language l39: 80 subjects');
    expect(words.segments.map(({ title }) => title)).not.toContain('language l27: 56 subjects');
  });
});
