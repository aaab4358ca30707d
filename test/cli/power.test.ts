/** `fx power`: how many subjects and days, or what so many show. */

import { expect, test } from 'vitest';
import { setup } from '../../src/cli/commands/power.js';
import { run } from './fx.js';

const power = (...args: string[]) => run(setup, args);

test('a baseline and a lift give subjects, and visitors a day whole weeks', async () => {
  const { code, out, err } = await power('--baseline', '5%', '--lift', '10%', '--visitors', '3000');
  expect(code).toBe(0);
  // (1.959964 + 0.841621)² × (0.0475 + 0.051975) / 0.005², by hand
  expect(out).toBe(`lift  share          to a variant  in all 2  whole weeks
+10%  5.00% → 5.50%        31,231    62,462      21 days
`);
  expect(err).toBe('A lift that is there is seen 80% of the time; one that is not, 5%.\n');
});

test('without a lift there are several, as far as there can be', async () => {
  const { out } = await power('--baseline', '0.7', '--variants', '3');
  expect(out.split('\n').map((line) => line.trim().split(' ')[0])).toEqual(['lift', '+2%', '+5%', '+10%', '+20%', '']);
  expect(out).toContain('in all 3');
});

test('days and visitors give the lift that they show, which is the one that takes so many', async () => {
  const { out } = await power('--baseline', '5%', '--visitors', '4462', '--days', '14');
  expect(out).toBe('14 days with 4,462 visitors each show a lift of 10.0% or more: 5.00% → 5.50%.\n');
  const few = await power('--baseline', '50%', '--visitors', '2', '--days', '2');
  expect(few.out).toBe('2 days with 2 visitors each show no lift that a baseline of 50.00% can have.\n');
});

test('the same as data', async () => {
  const { out } = await power('--baseline', '5%', '--lift', '10%', '--json');
  expect(JSON.parse(out)).toEqual({
    schema: 'fx.power/1',
    baseline: 0.05,
    confidence: 0.95,
    power: 0.8,
    days: null,
    visitors: null,
    variants: 2,
    smallest: null,
    plans: [{ lift: 0.1, subjects: 31_231, total: 62_462, days: null }],
  });
});

test.each([
  [['--baseline', '120%'], '--baseline must be from 0.001% to 99.9%, not 120%.'],
  [['--baseline', '50%', '--lift', '120%'], '--lift must be from 0.01% to 99.999%, not 120%.'],
  [['--baseline', '5%', '--days', '7'], '--days needs --visitors'],
  [['--baseline', '99%'], '99% leaves no room for a lift of 2%: name one with --lift.'],
  [['--baseline', '5%', '--variants', '1'], '--variants must be a number from 2 to 100, not 1.'],
])('%j: %s', async (args, sentence) => {
  const { code, err } = await power(...args);
  expect(code).toBe(1);
  expect(err).toContain(sentence);
});
