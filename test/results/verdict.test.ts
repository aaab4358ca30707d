/** Checks what a verdict says to do, in one code: a test for each that may be trusted, by counts made by hand. */

import { describe, expect, test } from 'vitest';
import type { MetricCounts } from '../../src/results/counts.js';
import type { Result } from '../../src/results/index.js';
import { metricWords } from '../../src/results/metricwords.js';
import { TYPED } from '../../src/results/voices.js';
import { asked, metric, wordsFor } from './made.js';
import { brought, cycle, did, readArms } from './madecounts.js';

const said = (result: Result) => wordsFor(result).conclusion;
const N = 10_000;
const read = (control: number, treatment: number, about = asked(), subjects = N) =>
  readArms({ control: [did(control, subjects)], treatment: [did(treatment, subjects)] }, about);

describe('a verdict', () => {
  test('is ship where the primary metric improves', () => {
    const result = read(1000, 1200);
    expect(result.verdict).toMatchObject({ code: 'ship', variant: 'treatment', looksTooGood: false });
    expect(said(result)).toEqual({
      code: 'ship',
      title: 'Ship treatment',
      text: 'Orders improved against control: +20.0% (+10.9% to +29.9%).',
    });
  });

  test('goes the other way where less is better', () => {
    const less = asked({ metrics: [metric({ goal: 'decrease' })] });
    expect(read(1000, 1200, less).verdict).toMatchObject({ code: 'stop', variant: 'treatment' });
    expect(read(1200, 1000, less).verdict).toMatchObject({ code: 'ship', variant: 'treatment' });
  });

  test('is stop where it does harm, and names the metric', () => {
    const result = read(1200, 1000);
    expect(result.verdict).toMatchObject({ code: 'stop', variant: 'treatment' });
    expect(said(result)?.text).toMatch(/^Orders got worse against control: −16\.7% /);
  });

  test('is keep-running where the interval holds both, with what is missing', () => {
    const result = read(1000, 1030, asked({ effect: 0.1 }));
    expect(result.verdict).toMatchObject({ code: 'keep-running', variant: null, worth: 0.1 });
    // By hand: (1.96 + 0.84)² × 2 × 0.1015 × 0.8985 / 0.01² ≈ 14,300 to a variant.
    expect(result.verdict.missing).toBeGreaterThan(8200);
    expect(result.verdict.missing).toBeLessThan(9200);
    expect(said(result)?.text).toMatch(/^Orders shows no difference yet: about [\d,]+ more subjects would show one/);
    expect(said(read(1000, 1030))?.text).toBe('Orders shows no difference yet.');
  });

  test('says of few subjects how many are missing by the planned split, not by the one of a dozen people', () => {
    const result = readArms({ control: [did(1, 5)], treatment: [did(2, 11)] }, asked());
    // 95 more to the control, which every other one gets.
    expect(result.verdict).toMatchObject({ code: 'not-enough', missing: 190 });
  });

  test('is keep-running while a plan is not filled, unless every look may decide', () => {
    const about = asked({ plan: { subjects: 40_000, effect: 0.05 } });
    const result = read(1000, 1200, about);
    expect(result.verdict).toMatchObject({ code: 'keep-running', missing: 20_000 });
    expect(said(result)?.text).toBe('50.0% of the planned subjects are in: 20,000 subjects are missing.');
    const certainty = { confidence: 0.95, tunedFor: 20_000 };
    const always = readArms({ control: [did(1000, N)], treatment: [did(1300, N)] }, about, { certainty });
    expect(always.verdict).toMatchObject({ code: 'ship' });
    expect(read(1000, 1200, asked({ plan: { subjects: 20_000, effect: 0.05 } })).verdict.code).toBe('ship');
  });

  test('is no-difference where the interval leaves out all that is worth it', () => {
    const result = read(50_000, 50_100, asked({ effect: 0.05 }), 100_000);
    expect(result.verdict).toMatchObject({ code: 'no-difference', worth: 0.05 });
    expect(said(result)).toMatchObject({
      title: 'No difference that is worth it',
      text: 'The interval of Orders rules out changes of 5.0% and more, the smallest that is worth it.',
    });
    expect(read(50_000, 50_100, asked({ effect: 0.005 }), 100_000).verdict.code).toBe('keep-running');
    expect(read(50_000, 50_100, asked(), 100_000).verdict.code).toBe('keep-running');
  });

  test.each([
    ['100 subjects and 25 conversions are the least', 15, 40, 100, []],
    ['99 subjects are too few', 15, 40, 99, ['few-subjects']],
    ['24 conversions are too few', 12, 12, 1000, ['few-conversions']],
    ['25 conversions are enough', 12, 13, 1000, []],
  ] as const)('is not-enough below the least: %s', (_, control, treatment, subjects, shortages) => {
    const result = read(control, treatment, asked(), subjects);
    const codes = result.metrics[0]?.arms[1]?.against?.shortages.map(({ code }) => code);
    expect(codes).toEqual(shortages);
    expect(result.verdict.code === 'not-enough').toBe(shortages.length > 0);
  });

  test('is not-enough where a few subjects make most of the total, until there is a cap', () => {
    const revenue = asked({ metrics: [metric({ kind: 'sum' })] });
    const rare = (subjects: number, most: number): MetricCounts =>
      brought(Array.from({ length: subjects }, (_, at) => (at % 100 === 0 ? most : at % 4 === 0 ? 10 : 0)));
    const wild = readArms({ control: [rare(2000, 5000)], treatment: [rare(2000, 5000)] }, revenue);
    expect(wild.verdict).toMatchObject({ code: 'not-enough', shortages: [{ code: 'too-skewed' }] });
    expect(wild.verdict.missing).toBeGreaterThan(0);
    expect(said(wild)?.text).toMatch(/^Few subjects make most of the total: .* or a cap\. About [\d,]+ more subjects/);
    const even = readArms({ control: [rare(2000, 20)], treatment: [rare(2000, 20)] }, revenue);
    expect(even.verdict.code).toBe('keep-running');
  });

  test('is not-enough where no metric decides, and says what to write', () => {
    const result = read(1000, 1200, asked({ metrics: [metric({ role: 'secondary' })] }));
    expect(result.verdict).toMatchObject({ code: 'not-enough', reason: 'no-primary' });
    expect(said(result)?.text).toBe('Say in the file which metric decides: role: primary.');
  });
});

describe('with more than the primary metric', () => {
  const guarded = asked({
    metrics: [metric(), metric({ key: 'errors', name: 'Errors', role: 'guardrail', goal: 'decrease', margin: 0.1 })],
  });
  const guard = (treatment: number, orders = 1200, subjects = N) =>
    readArms(
      { control: [did(1000, N), did(1000, subjects)], treatment: [did(orders, N), did(treatment, subjects)] },
      guarded,
    );

  test('it ships where no guardrail is worse than its margin', () => {
    const result = guard(900);
    expect(result.metrics[1]?.arms[1]?.against?.guard?.state).toBe('safe');
    expect(result.verdict).toMatchObject({ code: 'ship', guards: [] });
  });

  test('it keeps running where a guardrail may still be worse', () => {
    const result = guard(1060);
    expect(result.verdict).toMatchObject({
      code: 'keep-running',
      guards: [{ variant: 'treatment', metric: 'errors', state: 'open' }],
    });
    expect(said(result)?.text).toBe('With treatment, errors may still be worse than its margin allows.');
  });

  test('an error rate that triples stops it, however many orders it makes', () => {
    const result = guard(3000);
    expect(result.verdict).toMatchObject({ code: 'stop', guards: [{ metric: 'errors', state: 'worse' }] });
    expect(said(result)?.text).toBe('errors is worse than its margin allows.');
  });

  test('a conflict is said first: orders up, revenue down', () => {
    const about = asked({ metrics: [metric(), metric({ key: 'revenue', kind: 'sum', role: 'secondary' })] });
    const result = readArms(
      {
        control: [did(1000, N), brought(cycle(N, [0, 10, 20]))],
        treatment: [did(1200, N), brought(cycle(N, [0, 5, 10]))],
      },
      about,
    );
    expect(result.verdict.conflicts).toEqual([{ variant: 'treatment', metric: 'revenue' }]);
    expect(said(result)?.text).toMatch(/^With treatment, revenue gets worse\. Orders improved /);
  });

  test('secondary metrics have a rate of false discoveries, the primary one has none', () => {
    const about = asked({
      metrics: [metric(), ...['a', 'b', 'c'].map((key) => metric({ key, role: 'secondary' }))],
    });
    const result = readArms(
      {
        control: [did(1000, N), did(1000, N), did(1000, N), did(1000, N)],
        treatment: [did(1000, N), did(1100, N), did(1080, N), did(1001, N)],
      },
      about,
    );
    const [primary, ...rest] = result.metrics.map(({ arms }) => arms[1]?.against);
    const ps = rest.map((one) => (one?.difference.is === 'known' ? one.difference.p : Number.NaN));
    expect(primary?.q).toBeNull();
    // By hand, Benjamini and Hochberg: p × 3 / rank, the smallest from the largest down.
    const [a = 0, b = 0, c = 0] = ps;
    expect(rest.map((one) => one?.q)).toEqual([
      expect.closeTo(Math.min(a * 3, (b * 3) / 2, c), 12),
      expect.closeTo(Math.min((b * 3) / 2, c), 12),
      expect.closeTo(c, 12),
    ]);
  });

  test('a lift over half with a p below 0.001 asks to be checked', () => {
    expect(read(500, 740).verdict.looksTooGood).toBe(false);
    const result = read(500, 800);
    expect(result.verdict).toMatchObject({ code: 'ship', looksTooGood: true });
    expect(said(result)?.text).toMatch(/A lift this large is a fault more often than a success/);
  });
});

describe('with three variants', () => {
  const three = asked({}, { control: 1 / 3, a: 1 / 3, b: 1 / 3 });
  const of = (a: number, b: number) =>
    readArms({ control: [did(1000, N)], a: [did(a, N)], b: [did(b, N)] }, three).verdict;

  test('the better of two that improve ships', () => {
    expect(of(1200, 1300)).toMatchObject({ code: 'ship', variant: 'b' });
    expect(of(1300, 1200)).toMatchObject({ code: 'ship', variant: 'a' });
  });

  test('it stops only where all others do harm', () => {
    expect(of(800, 1010).code).toBe('keep-running');
    expect(of(800, 820).code).toBe('stop');
  });

  test('intervals hold together: what one of two shows, one of three may not', () => {
    const [alone, together] = [
      read(1000, 1090).metrics[0],
      readArms({ control: [did(1000, N)], a: [did(1090, N)], b: [did(1000, N)] }, three).metrics[0],
    ];
    expect([alone?.method, together?.method]).toEqual(['single', 'dunnett']);
    const width = (one: typeof alone): number => {
      const difference = one?.arms[1]?.against?.difference;
      return difference?.is === 'known' ? difference.high - difference.low : 0;
    };
    expect(width(together)).toBeGreaterThan(width(alone) * 1.1);
    expect([read(1000, 1090).verdict.code, of(1090, 1000).code]).toEqual(['ship', 'keep-running']);
    const said = (about: typeof alone) =>
      about &&
      metricWords(about, { control: 'control', confidence: 0.95, isTrusted: true, isConcluded: true, voice: TYPED })
        .lines;
    expect(said(together)?.[0]).toBe('The intervals of all variants hold together (Dunnett).');
    expect(said(alone)?.join()).not.toContain('together');
  });
});
