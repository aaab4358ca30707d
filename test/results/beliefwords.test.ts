/** Tests beliefs in words: the right way round, never certain, and silent where too little is known. */

import { expect, test } from 'vitest';
import { beliefLines } from '../../src/results/beliefwords.js';
import { asked, crowd, metric, resultOf } from './made.js';

const linesOf = async (
  control: number,
  treatment: number,
  goal: 'increase' | 'decrease' = 'increase',
  subjects = 2_000,
) => {
  const lines = [...crowd('control', subjects, control), ...crowd('treatment', subjects, treatment)];
  const [found] = (await resultOf(lines, asked({ metrics: [metric({ goal })] }))).metrics;
  return found ? beliefLines(found, 'control') : [];
};

/** 5% and 6% of 2,000 each: a lift of 20%. */
test('a chance and two losses are those of a normal belief about the lift', async () => {
  const [first, second] = [100 / 2_000, 120 / 2_000];
  const variance = (share: number): number => (share * (1 - share)) / 2_000;
  const error = Math.sqrt(variance(second) + (variance(first) * second ** 2) / first ** 2) / first;
  // By adding up the density over ±8 standard errors, in place of the formulas that fx has.
  let [above, taken, kept] = [0, 0, 0];
  const steps = 200_000;
  for (let step = 0; step < steps; step++) {
    const z = -8 + (16 * (step + 0.5)) / steps;
    const weight = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * (16 / steps);
    const lift = 0.2 + error * z;
    if (lift > 0) above += weight;
    taken += weight * Math.max(0, -lift);
    kept += weight * Math.max(0, lift);
  }
  const percent = (share: number): string => `${Number((share * 100).toFixed(1))}%`;
  expect(await linesOf(100, 120)).toEqual([
    `treatment is better than control with a chance of ${percent(above)}. Expected loss of taking it: ${percent(taken)}; of keeping control: ${percent(kept)}.`,
  ]);
});

test('where less is better, chance and losses change places', async () => {
  const [more] = await linesOf(100, 120);
  const [less] = await linesOf(100, 120, 'decrease');
  const chance = (line = ''): number => Number(/chance of ([\d.]+)%/.exec(line)?.[1]);
  expect(chance(more) + chance(less)).toBeCloseTo(100, 6);
  const losses = (line = ''): string[] => [...line.matchAll(/: ([\d.]+%)/g)].map(([, loss = '']) => loss);
  expect(losses(less)).toEqual(losses(more).reverse());
});

test('no chance is said to be 0% or 100%', async () => {
  expect((await linesOf(100, 400))[0]).toContain('a chance of over 99.9%');
  expect((await linesOf(400, 100))[0]).toContain('a chance of under 0.1%');
});

test('below what a verdict takes nothing is believed', async () => {
  expect(await linesOf(5, 9, 'increase', 99)).toEqual([]);
});
