/** Checks what a read-out says seldom: of arms without anything, of guardrails, of ties, of hundreds of days. */

import { describe, expect, test } from 'vitest';
import { conclude } from '../../src/results/conclusion.js';
import { NO_METRIC } from '../../src/results/counts.js';
import { type Result, readOut } from '../../src/results/index.js';
import { levelOf, measure } from '../../src/results/measures.js';
import { totalText } from '../../src/results/numbers.js';
import { createHearing } from '../../src/results/silent.js';
import { wayOf } from '../../src/results/verdict.js';
import { TYPED } from '../../src/results/voices.js';
import { asked, conversion, countLines, exposure, metric, wordsFor } from './made.js';
import { arm, brought, counted, cycle, did, MANNER, readArms } from './madecounts.js';

const N = 10_000;
const conclusionOf = (result: Result): string | undefined => wordsFor(result).conclusion?.text;
const linesOf = (result: Result, at = 0): readonly string[] => wordsFor(result).metrics[at]?.lines ?? [];

describe('a verdict', () => {
  test('of an experiment that nobody saw says so', () => {
    const result = readOut(asked(), { id: 'cta', phases: [] }, MANNER);
    expect(result.verdict).toMatchObject({ code: 'not-enough', reason: 'no-subjects' });
    expect(conclude(result, false, TYPED).text).toBe('Nobody was exposed to it.');
  });

  test('of two variants, of which the better one harms a guardrail, names the guardrail', () => {
    const about = asked(
      { metrics: [metric(), metric({ key: 'errors', role: 'guardrail', goal: 'decrease', margin: 0.1 })] },
      { control: 0.4, b: 0.3, c: 0.3 },
    );
    const result = readArms(
      {
        control: [did(1000, N), did(1000, N)],
        b: [did(850, 7500), did(1500, 7500)],
        c: [did(750, 7500), did(750, 7500)],
      },
      about,
    );
    expect(result.verdict).toMatchObject({ code: 'keep-running', guards: [{ variant: 'b', state: 'worse' }] });
    expect(conclusionOf(result)).toBe('With b, errors is worse than its margin allows.');
  });

  test('of a difference without a lift tells the difference', () => {
    const result = readArms(
      { control: [brought(cycle(N, [-9, 0, 9.1]))], treatment: [brought(cycle(N, [8, 9, 10]))] },
      asked({ metrics: [metric({ kind: 'sum' })] }),
    );
    expect(result.verdict.code).toBe('ship');
    expect(conclusionOf(result)).toMatch(/^Orders improved against control: \+8\.9\d+ \(/);
  });

  test('goes no way where a difference is unknown', () => {
    expect(wayOf({ difference: { is: 'unknown', reason: 'empty', value: null } }, 'increase')).toBe('unknown');
  });
});

describe('a metric', () => {
  test('whose event has another name than its key tells the event, and one that has the same does not', () => {
    const besideOf = (key: string) =>
      wordsFor(readArms({ control: [did(1, 9)], treatment: [did(1, 9)] }, asked({ metrics: [metric({ key })] })))
        .metrics[0]?.beside;
    expect(besideOf('orders')).toEqual(['primary', 'event purchase']);
    expect(besideOf('purchase')).toEqual(['primary']);
  });

  test('with a cap that cut something tells the totals without it, nothing of an arm without numbers', () => {
    const about = asked({ metrics: [metric({ kind: 'sum', cap: { value: 20 } })] });
    const cut = { ...brought(cycle(1000, [0, 20])), uncapped: { subjects: 1000, mean: 12.5, squares: 1, cubes: 0 } };
    const whole = { ...cut, uncapped: { ...cut.uncapped, mean: 10 } };
    const line = 'Without the cap: control 12,500, treatment ';
    expect(linesOf(readArms({ control: [cut], treatment: [whole] }, about))).toContain(`${line}10,000.`);
    expect(linesOf(readArms({ control: [cut], treatment: [NO_METRIC] }, about))).toContain(`${line}0.`);
    expect(linesOf(readArms({ control: [whole], treatment: [whole] }, about)).join()).not.toContain('Without the cap');
  });

  test('without a difference has a dash for its rate of false discoveries', () => {
    const about = asked(
      { metrics: [metric(), metric({ key: 'b', role: 'secondary' })] },
      { control: 0.4, b: 0.3, c: 0.3 },
    );
    const result = readArms(
      {
        control: [did(100, 1000), did(100, 1000)],
        b: [did(100, 1000), did(130, 1000)],
        c: [did(100, 1000), NO_METRIC],
      },
      about,
    );
    expect(wordsFor(result).metrics[1]?.arms.map(({ compared }) => compared.at(-1))).toEqual([
      undefined,
      expect.stringMatching(/^0\.\d+/),
      '–',
    ]);
  });

  test('of a guardrail without a bound tells its state alone', () => {
    const about = asked({ metrics: [metric(), metric({ key: 'profit', kind: 'sum', role: 'guardrail' })] });
    const result = readArms(
      {
        control: [did(1000, N), brought(cycle(N, [-9, 0, 9]))],
        treatment: [did(1000, N), brought(cycle(N, [-9, 0, 9]))],
      },
      about,
    );
    expect(linesOf(result, 1)).toContain('treatment may still be worse by more than 2.0%.');
  });

  test('of which an arm has nothing is measured as nothing', () => {
    expect(measure({ kind: 'quantile' }, NO_METRIC, false)).toMatchObject({ subjects: 0, value: 0, beyond: 0 });
    expect(measure({ kind: 'ratio' }, NO_METRIC, false)).toMatchObject({ meanOver: 0, meanUnder: 0 });
    expect([levelOf({ kind: 'quantile' }, NO_METRIC), levelOf({ kind: 'sum' }, NO_METRIC)]).toEqual([null, null]);
    const some = { ...NO_METRIC, quantile: { events: 3, subjects: 2, value: 7, error: 1, beyond: 1 } };
    expect(levelOf({ kind: 'quantile' }, some)).toBe(7);
    const about = asked({ metrics: [metric({ kind: 'quantile', quantile: 0.5 })] });
    expect(readArms({ control: [some], treatment: [NO_METRIC] }, about).metrics[0]?.arms[1]).toMatchObject({
      total: 0,
      mean: null,
    });
  });

  test('that an adjustment cannot make narrower says nothing of it', () => {
    const flat = brought(cycle(1000, [[1, 0]]));
    const result = readArms({ control: [flat], treatment: [flat] }, asked({ metrics: [metric({ kind: 'sum' })] }), {
      isAdjusted: true,
    });
    expect(result.metrics[0]?.arms[1]?.against?.shrunk).toBeNull();
  });
});

test('a total below one keeps four digits, and none is nothing', () => {
  expect([totalText(0.00012345), totalText(0), totalText(12.345)]).toEqual(['0.0001235', '0', '12.35']);
});

test('a variant that is missing in a segment has nobody there', () => {
  const both = [arm('control', [did(100, 1000)]), arm('treatment', [did(100, 1000)])];
  const segments = [{ by: 'device', value: 'mobile', arms: [arm('control', [did(10, 100)])] }];
  const result = readOut(asked(), counted(both, { segments }), MANNER);
  expect(result.segments[0]?.arms).toEqual([
    { variant: 'control', subjects: 100 },
    { variant: 'treatment', subjects: 0 },
  ]);
});

describe('days', () => {
  const daily = (days: number, about = asked()) => {
    const all = Array.from({ length: days }, (_, at) => ({ day: 20_000 + at, subjects: 9, metrics: [did(3, 9)] }));
    const armOf = (variant: string) => arm(variant, [did(3 * days, 9 * days)], { days: all });
    return readOut(about, counted([armOf('control'), armOf('treatment')]), MANNER).days;
  };

  test('are told of the last 400, with the lift of all who came until then', () => {
    const days = daily(403);
    expect([days.length, days[0]?.day, days.at(-1)?.day]).toEqual([400, '2024-10-07', '2025-11-10']);
    expect(days[0]?.lifts).toMatchObject([{ variant: 'treatment', lift: { is: 'bounded' } }]);
  });

  test('have no lift where no metric decides, or where the one that does is a quantile', () => {
    for (const metrics of [[], [metric({ role: 'secondary' })], [metric({ kind: 'quantile', quantile: 0.5 })]])
      expect(daily(2, asked({ metrics })).map(({ lifts }) => lifts)).toEqual([[], []]);
  });
});

describe('what is heard', () => {
  const about = asked({ metrics: [metric({ kind: 'sum', eventName: 'gone' })] });

  test('of made-up names ends with 500 of them', () => {
    const { add, heard } = createHearing();
    for (let at = 0; at < 600; at++) add(`name-${at}`);
    add('name-3');
    expect([heard.size, heard.get('name-3'), heard.get('name-599')]).toEqual([500, 2, undefined]);
  });

  test('names that come as often as each other are in their order', async () => {
    const lines = [exposure('a', 'control', 0), ...['z', 'c', 'x'].map((name) => conversion('a', 1, { name }))];
    const { heard, counts } = await countLines(lines, about);
    const result = readOut(about, counts.experiments[0] ?? { id: '', phases: [] }, { ...MANNER, heard });
    expect(result.silent).toMatchObject([{ others: [{ name: 'c' }, { name: 'x' }, { name: 'z' }] }]);
  });

  test('currencies that come as often as each other are in their order', async () => {
    const money = (currency: string) => conversion('a', 1, { name: 'gone', currency });
    const { reading } = await countLines(['USD', 'CHF', 'EUR'].map(money), about);
    expect(reading.oddities[0]).toMatch(/are in CHF \(1\), EUR \(1\) and USD \(1\)/);
  });
});
