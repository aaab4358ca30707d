/** Tests when a split is called off: on both sides of the alarm, at one look and at every look. */

import { describe, expect, test } from 'vitest';
import { SPLIT_ALARM, splitAlways, splitAtOnce } from '../../../src/results/inference/split.js';
import { offDaysOf } from '../../../src/results/offdays.js';

const EVEN = [0.5, 0.5];
const atOnce = (counts: readonly number[], shares: readonly number[] = EVEN) =>
  splitAtOnce(counts.map((subjects, at) => ({ subjects, share: shares[at] ?? 0 })));

test('a right split raises a false alarm in one of a thousand experiments', () => {
  expect(SPLIT_ALARM).toBe(0.001);
});

describe('at one look a split is off', () => {
  test('by one subject more than the alarm allows, and fine by one fewer', () => {
    // scipy: stats.chisquare([5164, 4836]).pvalue, and of [5165, 4835]
    expect(atOnce([5164, 4836])).toMatchObject({ state: 'fine', p: expect.closeTo(0.0010380708664, 12) });
    expect(atOnce([5165, 4835])).toMatchObject({ state: 'off', p: expect.closeTo(0.0009668482848, 12) });
  });

  test('by a small cell of its own, which an exact test judges', () => {
    // scipy: 2 * stats.binom.sf(11, 4000, 0.001), and of 12
    expect(atOnce([12, 3988], [0.001, 0.999])).toMatchObject({ state: 'open', p: expect.closeTo(0.00181701484, 10) });
    expect(atOnce([13, 3987], [0.001, 0.999])).toMatchObject({ state: 'off', p: expect.closeTo(0.00054231704, 10) });
  });

  test('by one subject in a variant that nobody should see', () => {
    expect(atOnce([500, 500, 0], [0.5, 0.5, 0])).toMatchObject({ state: 'fine', unexpected: [] });
    expect(atOnce([500, 500, 1], [0.5, 0.5, 0])).toMatchObject({ state: 'off', unexpected: [2] });
  });

  test('where five are expected in a cell it is tested with the others, where fewer are it is tested alone', () => {
    expect(atOnce([5, 5])).toMatchObject({ state: 'fine', small: [] });
    expect(atOnce([5, 4])).toMatchObject({ state: 'open', small: [0, 1] });
  });
});

describe('at every look a split is off', () => {
  const always = (...looks: readonly (readonly number[])[]) => splitAlways(looks, EVEN);

  test('later than at one look, and by one subject more than the alarm allows', () => {
    expect(always([5165, 4835]).state).toBe('fine');
    expect(always([5221, 4779])).toMatchObject({ state: 'fine', p: expect.closeTo(0.00103893927, 10) });
    expect(always([5222, 4778])).toMatchObject({ state: 'off', p: expect.closeTo(0.0009565243, 10) });
  });

  test('for good, once one look has raised the alarm', () => {
    expect(always([5222, 4778], [10_000, 10_000])).toMatchObject({ state: 'off', p: expect.closeTo(0.0009565243, 10) });
  });

  test('never before somebody came, and who is missing in a look is nobody', () => {
    expect(always()).toMatchObject({ state: 'open', p: 1 });
    expect(always([3])).toEqual(always([3, 0]));
  });
});

test('two days share one alarm: each is off below half of it', () => {
  const days = (first: readonly number[]) =>
    [first, [5000, 5000]].map((subjects, at) => ({ day: `2026-11-0${at + 2}`, subjects }) as never);
  // scipy: stats.chisquare([5174, 4826]).pvalue is 0.000501, and of [5175, 4825] 0.000466
  expect(offDaysOf(days([5174, 4826]), EVEN)).toMatchObject({ days: [], others: 2 });
  expect(offDaysOf(days([5175, 4825]), EVEN)).toMatchObject({ days: [{ day: '2026-11-02' }], others: 1 });
});
