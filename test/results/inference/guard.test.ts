/** Tests guardrails of numbers that are skewed, and of too few. */

import { expect, test } from 'vitest';
import { guardOf, type Measured, momentsOf } from '../../../src/results/inference/index.js';
import { normalAbove } from '../../../src/results/inference/normal.js';

const ONCE = { confidence: 0.95 };

/** The middles of so many equal parts of a log-normal distribution whose logarithm deviates by a quarter. */
const logNormal = (subjects: number): Measured => {
  const amounts = Array.from({ length: subjects }, (_, at) => Math.exp(-0.25 * normalAbove((at + 0.5) / subjects)));
  return { kind: 'mean', positive: subjects, ...momentsOf(amounts) };
};

test.each([
  ['increase', 0.01183952819668224, -0.014602838088927816],
  ['decrease', 0.014167783565464831, 0.014936428700457638],
] as const)('the longer tail of skewed numbers counts where %s is good, as scipy computes it', (goal, p, bound) => {
  // T' = t + A (t² / 3 + 1 / 6) + A² t³ / 27, stats.t.sf, and optimize.brentq for the bound, with the numbers above.
  const guard = guardOf(logNormal(4000), logNormal(1000), { goal, margin: 0.02 }, ONCE);
  expect(guard.state).toBe('safe');
  expect(guard.p).toBeCloseTo(p, 10);
  expect(guard.bound).toBeCloseTo(bound, 10);
});

test('a guardrail is safe exactly where its bound is within the margin', () => {
  for (let margin = 0.005; margin < 0.03; margin += 0.001) {
    const guard = guardOf(logNormal(4000), logNormal(1000), { goal: 'increase', margin }, ONCE);
    expect(guard.state === 'safe').toBe((guard.bound ?? -1) > -margin);
  }
});

test('too few conversions leave a guardrail open, however far apart its numbers are', () => {
  const share = (subjects: number, converted: number): Measured => ({ kind: 'share', subjects, converted });
  const few = guardOf(share(1000, 0), share(1000, 20), { goal: 'decrease', margin: 0.02 }, ONCE);
  expect(few).toMatchObject({ state: 'open', p: expect.closeTo(1, 3) });
  expect(guardOf(share(1000, 0), share(1000, 30), { goal: 'decrease', margin: 0.02 }, ONCE).state).toBe('worse');
});

const numbers = (...turns: number[]): Measured => {
  const all = Array.from({ length: 1000 }, (_, at) => turns[at % turns.length] as number);
  return { kind: 'mean', positive: all.filter((one) => one > 0).length, ...momentsOf(all) };
};
const margin = { goal: 'increase', margin: 0.02 } as const;

test('nobody in an arm leaves a guardrail open, and says nothing', () => {
  const none: Measured = { kind: 'mean', positive: 0, ...momentsOf([]) };
  const nobody: Measured = { kind: 'share', subjects: 0, converted: 0 };
  const some: Measured = { kind: 'share', subjects: 1000, converted: 100 };
  for (const [control, variant] of [
    [none, numbers(1, 2)],
    [nobody, some],
    [some, nobody],
  ] as const)
    expect(guardOf(control, variant, margin, ONCE)).toEqual({ state: 'open', p: null, bound: null });
});

test('a control that is zero, below it, or may as well be has no bound', () => {
  for (const control of [numbers(-1, 1), numbers(-3, -1), numbers(-100, 100.1)])
    expect(guardOf(control, numbers(1, 2), margin, ONCE).bound).toBeNull();
  expect(guardOf(numbers(9, 11), numbers(9, 11), margin, ONCE).bound).toBeLessThan(0);
});
