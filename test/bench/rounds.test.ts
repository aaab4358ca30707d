/** Tests the order of measuring, and the experiments that are measured. */

import { expect, test } from 'vitest';
import { expected, experimentsOf, PATH, VARIANT } from '../../bench/experiments.mjs';
import { inRounds, rotate } from '../../bench/rounds.mjs';

test('cells take turns, each round begins with another one, and the warm-up is not counted', async () => {
  const cells = [{ name: 'a' }, { name: 'b', runs: 3 }];
  const order: string[] = [];
  const measured = await inRounds(
    cells,
    2,
    async ({ name }) => order.push(name),
    () => undefined,
  );
  expect(order.join('')).toBe('abbaabb');
  expect([...measured.values()].map((runs) => runs.length)).toEqual([2, 3]);
  expect(rotate(['x', 'y', 'z'], 4)).toEqual(['y', 'z', 'x']);
});

test.each([1, 5, 10, 100, 1000])('of %i experiments at most five match the page, the headline among them', (count) => {
  const experiments = experimentsOf(count);
  const here = experiments.filter(({ path }) => path === PATH);
  expect(experiments).toHaveLength(count);
  expect(new Set(experiments.map(({ id }) => id)).size).toBe(count);
  expect(here).toHaveLength(Math.min(5, count));
  expect(expected(experiments)).toContainEqual({ selector: 'h1', text: VARIANT });
  expect(new Set(expected(experiments).map(({ selector }) => selector)).size).toBe(here.length);
});
