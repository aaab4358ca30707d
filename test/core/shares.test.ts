/** Checks how subjects fall over gates and variants: shares as promised, and no experiment that knows of another. */

import { describe, expect, test } from 'vitest';
import { type Experiment, prepare, unit } from '../../src/core/index.js';

const COUNT = 100_000;
/** Half of them numbers in a row, half of them as random as a visitor's id. */
const subjects = Array.from({ length: COUNT }, (_, index) =>
  index % 2 ? `user-${index}` : (BigInt(index + 1) * 0x9e3779b97f4a7c15f39cc0605cedc835n).toString(16).slice(-32),
);
/** Half a point of a hundred. */
const TOLERANCE = 0.005;

const experimentOf = (id: string, weights: readonly number[], more: Partial<Experiment> = {}): Experiment => ({
  id,
  name: id,
  variants: weights.map((weight, index) => ({ key: `v${index}`, name: `v${index}`, weight })),
  ...more,
});

const shareOf = (holds: readonly boolean[]): number => holds.filter(Boolean).length / holds.length;

const expectShare = (actual: number, expected: number): void => {
  expect(Math.abs(actual - expected)).toBeLessThan(TOLERANCE);
};

describe('over 100,000 ids', () => {
  test.each([
    ['two halves', [5000, 5000]],
    ['three thirds', [3334, 3333, 3333]],
    ['one in a hundred', [9900, 100]],
    ['none', [10000, 0]],
    ['ten tenths', Array.from({ length: 10 }, () => 1000)],
  ])('the shares of the variants are their weights: %s', (_, weights) => {
    const decide = prepare(experimentOf('homepage-cta', weights));
    const variants = subjects.map((subject) => decide({ subject }).variant);
    weights.forEach((weight, index) => {
      expectShare(shareOf(variants.map((key) => key === `v${index}`)), weight / 10000);
    });
    expect(variants.includes(null)).toBe(false);
  });

  test.each([0.01, 0.25, 0.9])('a sampleRate of %d lets that share in, and an excludeRate keeps it out', (rate) => {
    const sampled = prepare(experimentOf('homepage-cta', [5000, 5000], { audience: { sampleRate: rate } }));
    const excluded = prepare(experimentOf('homepage-cta', [5000, 5000], { audience: { excludeRate: rate } }));
    const inside = subjects.map((subject) => sampled({ subject }).variant !== null);
    expectShare(shareOf(inside), rate);
    expect(subjects.filter((subject, index) => (excluded({ subject }).variant === null) !== inside[index])).toEqual([]);
  });

  test('the pricing page keeps 10% out, deals 45% and 45%, and shows the redesign to 9%', () => {
    const decide = prepare({
      id: 'pricing-page',
      name: 'Pricing page redesign',
      audience: { sampleRate: 0.9 },
      variants: [
        { key: 'control', name: 'Current', weight: 5000 },
        { key: 'redesign', name: 'Redesign', weight: 5000, recipeSampleRate: 0.2 },
      ],
    });
    const decisions = subjects.map((subject) => decide({ subject }));
    const share = (key: string | null, recipe: boolean): number =>
      shareOf(decisions.map((item) => item.variant === key && item.recipe === recipe && item.exposure === recipe));
    expectShare(share(null, false), 0.1);
    expectShare(share('control', true), 0.45);
    expectShare(share('redesign', true), 0.09);
    expectShare(share('redesign', false), 0.36);
  });
});

describe('two decisions about a subject correlate below 4/sqrt(n):', () => {
  const expectIndependent = (facts: Readonly<Record<string, Uint8Array>>): void => {
    const share = (fact: Uint8Array): number => fact.reduce((sum, one) => sum + one, 0) / COUNT;
    /** Pearson's r of two yes-or-no facts. */
    const correlate = (one: Uint8Array, other: Uint8Array): number => {
      const [p, q, both] = [share(one), share(other), share(one.map((fact, index) => fact & (other[index] ?? 0)))];
      return (both - p * q) / Math.sqrt(p * (1 - p) * q * (1 - q));
    };
    const entries = Object.entries(facts);
    const close = entries.flatMap(([name, fact], index) =>
      entries
        .slice(index + 1)
        .filter(([, other]) => !(Math.abs(correlate(fact, other)) < 4 / Math.sqrt(COUNT)))
        .map(([other]) => `${name} and ${other}`),
    );
    expect(close).toEqual([]);
  };

  const factOf = (holds: (subject: string) => boolean): Uint8Array =>
    Uint8Array.from(subjects, (subject) => Number(holds(subject)));

  test('assignments of experiments, also where ids differ in their last character alone', () => {
    const ids = [
      'exp-1',
      'exp-2',
      'exp-3',
      'exp-11',
      'exp-12',
      'homepage-cta',
      'homepage-ctb',
      'a',
      'b',
      'pricing-page',
    ];
    expectIndependent(
      Object.fromEntries(
        ids.map((id) => {
          const decide = prepare(experimentOf(id, [5000, 5000]));
          return [id, factOf((subject) => decide({ subject }).variant === 'v0')];
        }),
      ),
    );
  });

  test('the gates of one experiment', () => {
    const gates = ['sample', 'variant', 'recipe.control', 'recipe.v1'];
    expectIndependent(
      Object.fromEntries(gates.map((gate) => [gate, factOf((subject) => unit('exp-1', gate, subject) < 0.5)])),
    );
  });
});
