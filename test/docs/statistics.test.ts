/** Tests docs/statistics.md: its examples are what fx says. */

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { probability } from '../../src/results/numbers.js';
import { fx } from '../cli/fx.js';
import { crowd, resultOf } from '../results/made.js';

const page = readFileSync('docs/statistics.md', 'utf8');

test('the example of a share is what is read out of as many subjects', async () => {
  const result = await resultOf([...crowd('control', 3_020, 238), ...crowd('treatment', 2_980, 309)]);
  const against = result.metrics[0]?.arms[1]?.against;
  if (against?.difference.is !== 'known' || against.lift.is !== 'bounded') throw new Error('there is no answer');
  const { value, low, high, p } = against.difference;
  const points = (share: number): string => (share * 100).toFixed(2);
  expect(page).toContain(`7.88% = ${points(value)} points, 95% interval ${points(low)} to ${points(high)} points`);
  expect(page).toContain(`(p = ${probability(p)})`);
  expect(Math.abs(1 / p - 1_200)).toBeLessThan(50);
  const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;
  const { lift } = against;
  expect(page).toContain(`1 = ${percent(lift.value)}, interval ${percent(lift.low)} to ${percent(lift.high)}`);
  expect(page).toContain(`at 50:50 has p = ${result.split?.p?.toFixed(2)}`);
});

test('two of two against none of two is what the page says', async () => {
  const result = await resultOf([...crowd('control', 2, 2), ...crowd('treatment', 2, 0)]);
  const difference = result.metrics[0]?.arms[1]?.against?.difference;
  if (difference?.is !== 'known') throw new Error('there is no answer');
  const [low, high] = [difference.low, difference.high].map((share) => Math.round(share * 100));
  expect(page).toContain(`an interval of −${-Number(low)} to +${high}.`);
});

test('the example of splits at random is what fx results --aa says of the demo', async () => {
  const events = ['--events', 'demo/sample.ndjson.gz', '--experiment', 'free-shipping-bar'];
  const { out } = await fx(['results', 'demo/experiments', ...events, '--aa']);
  expect(out.split('\n').filter(Boolean)).toHaveLength(5);
  for (const line of out.split('\n')) expect(page).toContain(line);
});
