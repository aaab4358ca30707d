/** Tests power by itself: what so many subjects show, how many it takes, and where no number would do. */

import { describe, expect, test } from 'vitest';
import { powerAt, smallestLift, type TestDesign, totalFor } from '../../../src/results/inference/power.js';
import { sharePower } from '../../../src/results/inference/sharepower.js';

const HALVES = [0.5, 0.5];
const share = (baseline: number, more: Partial<TestDesign> = {}): TestDesign => ({
  ...{ outcome: { kind: 'share', baseline }, shares: HALVES, confidence: 0.95 },
  ...more,
});
const mean = (more: Partial<TestDesign> = {}): TestDesign => ({
  ...{ outcome: { kind: 'mean', mean: 10, deviation: 20 }, shares: HALVES, confidence: 0.95 },
  ...more,
});

describe('the subjects that a lift takes', () => {
  test('are those at which the power is reached, and not one percent fewer', () => {
    for (const design of [share(0.1), mean(), share(0.1, { looks: { count: 5 } })]) {
      const total = totalFor(0.1, 0.8, design) ?? 0;
      expect(powerAt(total, 0.1, design)).toBeGreaterThanOrEqual(0.8);
      expect(powerAt(Math.floor(total * 0.99), 0.1, design)).toBeLessThan(0.8);
    }
  });

  test('are none that there are, where there is no lift or the margin forbids it', () => {
    expect(totalFor(0, 0.8, mean())).toBeNull();
    expect(totalFor(-0.1, 0.8, mean({ margin: { goal: 'increase', margin: 0.02 } }))).toBeNull();
  });
});

describe('the smallest lift that so many subjects show', () => {
  test.each<[string, TestDesign]>([
    ['a share', share(0.1)],
    ['a mean', mean()],
  ])('of %s has the power, up and down, and a lift a hundredth smaller has it not', (_, design) => {
    for (const direction of [1, -1] as const) {
      const lift = smallestLift(4000, 0.8, design, direction) ?? 0;
      expect(Math.sign(lift)).toBe(direction);
      expect(powerAt(4000, lift, design)).toBeGreaterThanOrEqual(0.8);
      expect(powerAt(4000, lift * 0.99, design)).toBeLessThan(0.8);
    }
    expect(smallestLift(4000, 0.8, design)).toBe(smallestLift(4000, 0.8, design, 1));
  });

  test('is none where so few show nothing that there can be', () => {
    expect(smallestLift(300, 0.8, share(0.999))).toBeNull();
    expect(smallestLift(10, 0.8, mean())).toBeNull();
  });
});

test('a guardrail has power where its loss is within the margin, whichever way is good', () => {
  const power = (lift: number, goal: 'increase' | 'decrease', outcome = mean()) =>
    powerAt(100_000, lift, { ...outcome, margin: { goal, margin: 0.1 } });
  for (const design of [mean(), mean({ looks: { count: 3 } }), share(0.2), share(0.2, { looks: { count: 3 } })]) {
    expect(power(0, 'increase', design)).toBeGreaterThan(0.99);
    expect(power(0, 'decrease', design)).toBeGreaterThan(0.99);
    expect(power(-0.15, 'increase', design)).toBeLessThan(0.01);
    expect(power(0.15, 'decrease', design)).toBeLessThan(0.01);
  }
});

test('shares next to none and to all have the power of those they come close to', () => {
  const power = (baseline: number, lift: number): number =>
    sharePower({ control: 1000, variant: 1000, baseline, lift, alpha: 0.05 });
  expect(power(0.5, 1)).toBeCloseTo(1, 6);
  expect(power(0.5, -1)).toBeCloseTo(1, 6);
  expect(power(0.5, 5)).toBeCloseTo(1, 6);
});

test('where the sum ends and the normal distribution begins, both have the same power', () => {
  // 20,000 who convert are the most that are summed up.
  for (const margin of [undefined, { goal: 'increase', margin: 0.05 }, { goal: 'decrease', margin: 0.05 }] as const) {
    const lift = margin ? 0 : 0.02;
    const power = (subjects: number): number =>
      sharePower({ control: subjects, variant: subjects, baseline: 0.1, lift, alpha: 0.05, margin });
    expect(Math.abs(power(98_900) - power(101_100))).toBeLessThan(0.02);
    expect(power(98_900)).toBeGreaterThan(0.3);
  }
});
