/** Checks what a read-out tells: reasons in the place of numbers, and no number that rounding makes another one. */

import { describe, expect, test } from 'vitest';
import type { Asked, Result } from '../../src/results/index.js';
import { asked, crowd, metric, resultOf, wordsFor } from './made.js';
import { brought, cycle, did, readArms } from './madecounts.js';

const revenue = (fields: Partial<Asked['metrics'][number]> = {}) => metric({ key: 'revenue', kind: 'sum', ...fields });
const secondary = (fields: Partial<Asked['metrics'][number]> = {}) =>
  asked({ metrics: [metric(), revenue({ role: 'secondary', ...fields })] });
const linesOf = (result: Result) => wordsFor(result).metrics.map(({ lines }) => lines);

describe('a secondary metric', () => {
  const wild = brought(cycle(2000, [...Array.from({ length: 199 }, () => 1), 5000]));
  const both = { control: [did(200, 2000), wild], treatment: [did(210, 2000), wild] };

  test('warns where its numbers are too uneven for the interval that it shows', () => {
    expect(linesOf(readArms(both, secondary()))[1]).toEqual([
      expect.stringMatching(/^treatment: Few subjects make most of the total: .*in a variant, or a cap\.$/),
    ]);
  });

  test('says once how many subjects its numbers take, those of the most uneven variant', () => {
    const wilder = brought(cycle(2000, [...Array.from({ length: 399 }, () => 1), 9000]));
    const about = { ...secondary(), ...asked({}, { control: 0.4, b: 0.3, c: 0.3 }), metrics: secondary().metrics };
    const result = readArms(
      { control: [did(200, 2000), wild], b: [did(210, 2000), wild], c: [did(200, 2000), wilder] },
      about,
    );
    const least = result.metrics[1]?.arms.flatMap(({ against }) =>
      (against?.shortages ?? []).flatMap((one) => ('least' in one ? [one.least] : [])),
    );
    expect(new Set(least).size).toBe(2);
    const most = Math.max(...(least ?? [])).toLocaleString('en');
    expect(linesOf(result)[1]?.[0]).toMatch(
      new RegExp(`^b, c: Few subjects .* it takes ${most} subjects in a variant`),
    );
  });

  test('asks for a lower cap where it has one, and for none where its kind has none', () => {
    const ending = (result: Result) => linesOf(result)[1]?.find((line) => line.includes('uneven'));
    expect(ending(readArms(both, secondary({ cap: { value: 9999 } })))).toMatch(/in a variant, or a lower cap\.$/);
    const average = secondary({ kind: 'average' });
    const events = brought(cycle(2000, [...Array.from({ length: 199 }, () => [1, 1] as const), [5000, 1]]), true);
    const result = readArms({ control: [did(200, 2000), events], treatment: [did(210, 2000), events] }, average);
    expect(ending(result)).toMatch(/in a variant\.$/);
  });

  test('does not repeat that subjects are few', () => {
    const few = {
      control: [did(2, 50), brought(cycle(50, [0, 1]))],
      treatment: [did(2, 50), brought(cycle(50, [0, 1]))],
    };
    expect(linesOf(readArms(few, secondary()))[1]).toEqual([]);
  });

  test.each([
    ['is below zero', [-4, -1], [-2, -1], /zero or below, and a share of that means nothing: read the difference\.$/],
    ['may be zero', [-9, 0, 9.1], [8, 9], /may as well be zero, so its lift has no bounds: read the difference\.$/],
  ])('says why its lift has no bounds where the control %s', (_, control, treatment, reason) => {
    const arms = {
      control: [did(200, 2000), brought(cycle(2000, control))],
      treatment: [did(210, 2000), brought(cycle(2000, treatment))],
    };
    expect(linesOf(readArms(arms, secondary()))[1]).toEqual([expect.stringMatching(reason)]);
  });

  test('says why there is no difference, once for all variants', () => {
    const none = brought(cycle(500, [3]));
    const arms = { control: [did(50, 500), none], b: [did(60, 500), none], c: [did(55, 500), none] };
    const about = { ...secondary(), ...asked({}, { control: 0.4, b: 0.3, c: 0.3 }), metrics: secondary().metrics };
    expect(linesOf(readArms(arms, about))[1]).toEqual([
      'b, c: Every subject has the same number, so nothing tells how sure that is.',
    ]);
  });
});

describe('a number', () => {
  test('that is too small for a decimal keeps two digits', () => {
    const arms = {
      control: [brought(cycle(1000, [1e9, 1e9 + 1]))],
      treatment: [brought(cycle(1000, [1e9 + 1, 1e9 + 2]))],
    };
    const result = readArms(arms, asked({ metrics: [revenue()] }));
    expect(wordsFor(result).conclusion?.text).toMatch(
      /^Orders improved against control: \+0\.0000001% \(\+0\.000000096% to \+0\.0000001\d*%\)\.$/,
    );
  });

  test('of billions has no hundredths', () => {
    const arms = { control: [brought(cycle(1000, [1e9, 3.5e9]))], treatment: [brought(cycle(1000, [2e9, 4e9 + 0.7]))] };
    const [control, treatment] = wordsFor(readArms(arms, asked({ metrics: [revenue()] }))).metrics[0]?.arms ?? [];
    expect(control?.counts).toEqual(['1,000', '2,250,000,000,000', '2,250,000,000']);
    expect(treatment?.compared[2]).toMatch(/^\+750,000,000\.35 \(\+\d{3},\d{3},\d{3}/);
  });

  test('of a rare share is no zero', () => {
    const result = readArms({ control: [did(30, 3_000_000)], treatment: [did(33, 3_000_000)] });
    const [control, treatment] = wordsFor(result).metrics[0]?.arms ?? [];
    expect(control?.counts).toEqual(['3,000,000', '30', '0.001%']);
    expect(treatment?.compared[2]).toMatch(/^\+0\.0001 points \(−0\.000\d+ to \+0\.000\d+\)$/);
  });

  test('below zero has the sign that differences have', () => {
    const arms = { control: [brought(cycle(1000, [-4, -1]))], treatment: [brought(cycle(1000, [-2, -1]))] };
    const [control] = wordsFor(readArms(arms, asked({ metrics: [revenue()] }))).metrics[0]?.arms ?? [];
    expect(control?.counts).toEqual(['1,000', '−2,500', '−2.5']);
  });

  test('of the file is as it was written', () => {
    const guarded = asked({ metrics: [metric(), metric({ key: 'errors', role: 'guardrail', margin: 0.0025 })] });
    const arms = { control: [did(1000, 9000), did(900, 9000)], treatment: [did(1000, 9000), did(900, 9000)] };
    const words = wordsFor(readArms(arms, guarded));
    expect(words.metrics[1]?.beside).toContain('at most 0.25% worse');
    expect(words.metrics[1]?.lines[0]).toMatch(
      /^treatment may still be worse by more than 0\.25% \(one-sided 95% bound: −\d\.\d%\)\.$/,
    );
    const tight = readArms({ control: [did(1000, 2000)], treatment: [did(1000, 2000)] }, asked({ effect: 0.0625 }));
    expect(tight.verdict.code).toBe('keep-running');
    const wide = readArms({ control: [did(4000, 9000)], treatment: [did(4000, 9000)] }, asked({ effect: 0.0625 }));
    expect(wordsFor(wide).conclusion?.text).toContain('rules out changes of 6.25% and more');
  });

  test('of a small share of subjects is no zero, and of nearly all is not all', () => {
    const about = asked({}, { control: 0.0004, treatment: 0.9996 });
    const result = readArms({ control: [did(1, 8)], treatment: [did(900, 19_992)] }, about);
    expect(wordsFor(result).split?.text).toContain('8 : 19,992 where 0.04% : 99.96% is expected');
  });
});

test('a guardrail that is safe says how much worse it may be at most', () => {
  const guarded = asked({ metrics: [metric(), metric({ key: 'errors', role: 'guardrail', margin: 0.1 })] });
  const arms = { control: [did(1000, 9000), did(900, 9000)], treatment: [did(1000, 9000), did(1000, 9000)] };
  expect(linesOf(readArms(arms, guarded))[1]).toEqual([
    expect.stringMatching(/^treatment is at most 10\.0% worse \(one-sided 95% bound: \+3\.\d%\)\.$/),
  ]);
});

test('an adjusted interval that became longer is not called shorter', () => {
  // What was before goes with what comes after in opposite ways, and the arms differ in it: one slope for both widens.
  const up = cycle(400, [0, 1, 2, 3]).map((x, at) => [x, x + (at % 8 ? 0 : 30)] as const);
  const down = cycle(3600, [0, 1, 2, 3]).map((x) => [x, 9 - 3 * x] as const);
  const result = readArms({ control: [brought(up)], treatment: [brought(down)] }, asked({ metrics: [revenue()] }), {
    isAdjusted: true,
  });
  expect(result.metrics[0]?.arms[1]?.against?.shrunk).toBeGreaterThan(1);
  expect(linesOf(result)[0]?.at(-1)).toMatch(/^treatment: --adjust made the interval \d+\.\d% longer\.$/);
});

test('an adjustment by nothing says that it changed nothing', () => {
  const arms = { control: [brought(cycle(1000, [1, 2]))], treatment: [brought(cycle(1000, [1, 3]))] };
  const result = readArms(arms, asked({ metrics: [revenue()] }), { isAdjusted: true });
  expect(linesOf(result)[0]?.at(-1)).toBe('treatment: --adjust did not change the interval.');
});

test('metrics are told by role, as they stand in the file within each', () => {
  const some = (['secondary', 'guardrail', 'primary', 'guardrail', 'secondary'] as const).map((role, at) =>
    metric({ key: `${role}-${at}`, role }),
  );
  const of = (count: number) => some.map(() => did(count, 1000));
  const result = readArms({ control: of(100), treatment: of(110) }, asked({ metrics: some }));
  const keys = ['primary-2', 'guardrail-1', 'guardrail-3', 'secondary-0', 'secondary-4'];
  expect(wordsFor(result).metrics.map(({ key }) => key)).toEqual(keys);
  expect(result.metrics.map(({ key }) => key)).toEqual(some.map(({ key }) => key));
});

test('a fact that no exposure carries is named, and makes no segment', async () => {
  const lines = ['control', 'treatment'].flatMap((variant) =>
    crowd(variant, 3, 1, { exposed: { device: 'mobile', segments: { 'user.tier': 'gold' } } }),
  );
  const words = wordsFor(await resultOf(lines, asked(), {}, { by: ['device', 'user.teir', 'user.tier'] }));
  expect(words.segments.map(({ title }) => title)).toEqual(['device mobile: 6 subjects', 'user.tier gold: 6 subjects']);
  expect(words.asides).toContain(
    'No exposure here says user.teir: those of pages say device, language and who is new (isNew), and other facts once fx.config.yaml names them below segments.',
  );
});

test('who is new is asked for in words where no exposure says it', async () => {
  const lines = ['control', 'treatment'].flatMap((variant) => crowd(variant, 3, 1));
  const words = wordsFor(await resultOf(lines, asked(), {}, { by: ['isNew'] }));
  expect(words.asides).toContainEqual(
    expect.stringMatching(/^No exposure here says who is (?!isNew).+: those of pages/),
  );
});

describe('a variant that nobody saw', () => {
  const two = { control: [did(300, 3000)], b: [did(345, 3000)] };

  test.each([
    ['one look', undefined],
    ['every look', 5000],
  ])('makes no other interval wider where its weight is 0, for %s', (_, tunedFor) => {
    const manner = { certainty: { confidence: 0.95, tunedFor } };
    const closed = readArms(two, asked({}, { control: 0.5, b: 0.5, z: 0 }), manner);
    const never = readArms(two, asked({}, { control: 0.5, b: 0.5 }), manner);
    expect(closed.metrics[0]?.arms[1]).toEqual(never.metrics[0]?.arms[1]);
    expect([closed.metrics[0]?.method, closed.split?.state]).toEqual(['single', 'fine']);
  });

  test('counts where somebody did see it, or should have', () => {
    const some = readArms({ ...two, z: [did(1, 3)] }, asked({}, { control: 0.5, b: 0.5, z: 0 }));
    expect(some.metrics[0]?.method).toBe('dunnett');
    const missing = readArms(two, asked({}, { control: 0.4, b: 0.4, z: 0.2 }));
    expect(missing.metrics[0]?.method).toBe('dunnett');
  });

  test('is not waited for where its weight is 0', () => {
    const about = (fields: Partial<Asked>) => asked(fields, { z: 0, control: 0.5, b: 0.5 });
    const even = { control: [did(30_000, 100_000)], b: [did(30_000, 100_000)] };
    expect(readArms(even, about({ control: 'control', effect: 0.05 })).verdict.code).toBe('no-difference');
    const few = readArms({ control: [did(2, 50)], b: [did(2, 50)] }, about({}));
    expect(few.verdict.shortages.map(({ code }) => code)).toEqual(['few-subjects', 'few-conversions']);
  });

  test('has nothing to count, and that is all that it lacks', () => {
    const closed = readArms(two, asked({}, { control: 0.5, b: 0.5, z: 0 }));
    expect(linesOf(closed)[0]?.filter((line) => line.startsWith('z'))).toEqual(['z: A variant has nothing to count.']);
  });
});

test.each([
  [8000, ': 11 of about 44 days, 25.0% of the 8,000 subjects that are planned'],
  [2000, ': 11 of about 11 days, 100.0% of the 2,000 subjects that are planned'],
  [1600, ': 11 of about 11 days, 125.0% of the 1,600 subjects that are planned'],
])('of a plan of %d subjects it says how far it is in days, too', (subjects, text) => {
  const about = asked({ plan: { subjects, effect: null } });
  const result = readArms({ control: [did(100, 1000)], treatment: [did(110, 1000)] }, about);
  expect(wordsFor(result).span).toBe(`2,000 subjects, 2026-11-02 to 2026-11-12${text}`);
});

test('segments beyond the dozen that are shown are not left out in silence', async () => {
  const lines = ['control', 'treatment'].flatMap((variant) =>
    Array.from({ length: 15 }, (_, at) =>
      crowd(`${variant}`, 2, 1, { exposed: { language: `l${at}` }, from: at }).map((line) => ({
        ...line,
        id: `${line.id}-${at}`.slice(-64),
        subject: `${line.subject}-${at}`,
      })),
    ).flat(),
  );
  const result = await resultOf(lines, asked(), {}, { by: ['language'] });
  const words = wordsFor(result);
  expect([result.segments.length, words.segments.length]).toEqual([15, 12]);
  expect(words.asides).toContain(
    'Of 15 values of language the 12 with the most subjects follow: fx results --json and --csv have all.',
  );
});
