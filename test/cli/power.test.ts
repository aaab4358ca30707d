/** `fx power`: how many subjects and days, or what so many show. */

import { expect, test } from 'vitest';
import { setup } from '../../src/cli/commands/power.js';
import { run } from './fx.js';

const power = (...args: string[]) => run(setup, args);

test('a baseline and a lift give subjects, and visitors a day whole weeks', async () => {
  const { code, out, err } = await power('--baseline', '5%', '--lift', '10%', '--visitors', '3000');
  expect(code).toBe(0);
  // By hand for large arms: (1.959964 + 0.841621)² × (0.0475 + 0.051975) / 0.005² = 31,231.
  expect(out).toMatch(
    /^lift {2}share {10}to a variant {2}in all 2 {2}simulated {2}whole weeks\n\+10% {2}5.00% → 5.50% {8}31,218 {4}62,436 {8}(79|80|81)% {6}21 days\n$/,
  );
  expect(err).toBe('A lift that is there is seen 80% of the time; one that is not, 5%.\n');
});

test('without a lift there are several, as far as there can be', async () => {
  const { out } = await power('--baseline', '0.7', '--variants', '3');
  expect(out.split('\n').map((line) => line.trim().split(' ')[0])).toEqual(['lift', '+2%', '+5%', '+10%', '+20%', '']);
  expect(out).toContain('in all 3');
});

interface Answer {
  readonly plans: readonly { total: number; arms: number[]; power: number; found: number; days: number | null }[];
  readonly smallest: number | null;
}
const answer = async (...args: string[]): Promise<Answer> => JSON.parse((await power(...args, '--json')).out) as Answer;
const planned = async (...args: string[]) => {
  const [plan] = (await answer(...args)).plans;
  if (!plan) throw new Error('there is a plan');
  return plan;
};

test.each([
  [['--baseline', '5%', '--lift', '300%']],
  [['--baseline', '5%', '--lift', '-20%']],
  [['--baseline', '5%', '--lift', '−50%', '--weights', '95:5']],
  [['--baseline', '20%', '--margin', '10%']],
  [['--baseline', '20%', '--margin', '10%', '--goal', 'decrease', '--lift', '-5%']],
  [['--mean', '10', '--sd', '20', '--lift', '10%', '--weights', '80,20']],
  [['--baseline', '20%', '--lift', '20%', '--weights', '2:1:1']],
])('%j keeps what it promises', async (args) => {
  const { power: promised, found, total, arms } = await planned(...args);
  expect(promised).toBeGreaterThanOrEqual(0.8);
  expect(Math.abs(found - promised)).toBeLessThan(0.03 + 3 * 0.009);
  expect(arms.reduce((sum, arm) => sum + arm, 0)).toBeGreaterThanOrEqual(total);
  expect(Math.min(...arms)).toBeGreaterThanOrEqual(100);
});

test('who reads results at every look needs more subjects, and gets what is promised', async () => {
  const once = await planned('--baseline', '20%', '--lift', '30%');
  const often = await planned('--baseline', '20%', '--lift', '30%', '--sequential', '2000', '--looks', '10');
  expect(often.total).toBeGreaterThan(once.total * 1.2);
  expect(Math.abs(often.found - often.power)).toBeLessThan(0.03 + 3 * 0.024);
  const { err } = await power('--baseline', '20%', '--lift', '30%', '--sequential');
  expect(err).toBe('A lift that is there is seen 80% of the time, at one of 30 looks; one that is not, 5%.\n');
});

test('a guardrail is planned for its margin', async () => {
  const { out, err } = await power('--baseline', '20%', '--margin', '10%', '--variants', '2');
  expect(out).toMatch(/^lift {2}share .*\n \+0% {2}20.00% → 20.00% /);
  expect(err).toBe(
    'Where it is no worse than that, this is seen 80% of the time; worse by the margin of 10% is called safe 5% of the time.\n',
  );
  expect((await power('--baseline', '20%', '--margin', '10%', '--lift', '-15%')).err).toBe(
    'No number of subjects shows that.\n',
  );
});

test('visitors who come back are no new subjects', async () => {
  const args = ['--baseline', '5%', '--lift', '20%', '--visitors', '1000'];
  expect((await planned(...args)).days).toBe(21);
  // 1,000 on the first day and 250 on each of the others: 16,298 take 62.2 days.
  expect((await planned(...args, '--returning', '75%')).days).toBe(63);
  const { out } = await power('--baseline', '5%', '--lift', '2%', '--visitors', '1', '--returning', '50%');
  expect(out).toContain('never');
  expect((await planned('--baseline', '5%', '--lift', '300%', '--visitors', '1000')).days).toBe(7);
});

test('days and visitors give the lift that they show, which is the one that takes so many', async () => {
  const { out } = await power('--baseline', '5%', '--visitors', '4460', '--days', '14');
  expect(out).toBe('14 days with 4,460 visitors each show a lift of 10.0% or more: 5.00% → 5.50%.\n');
  const few = await power('--baseline', '50%', '--visitors', '2', '--days', '2');
  expect(few.out).toBe('2 days with 2 visitors each show no lift that a baseline of 50.00% can have.\n');
  const mean = await power('--mean', '10', '--sd', '20', '--visitors', '2', '--days', '2');
  expect(mean.out).toBe('2 days with 2 visitors each show no lift that a mean of 10 can have.\n');
});

test('the same as data', async () => {
  const { out } = await power('--baseline', '5%', '--lift', '10%', '--json');
  expect(JSON.parse(out)).toMatchObject({
    schema: 'fx.power/1',
    kind: 'share',
    baseline: 0.05,
    shares: [0.5, 0.5],
    confidence: 0.95,
    power: 0.8,
    days: null,
    looks: null,
    margin: null,
    smallest: null,
    plans: [{ lift: 0.1, arms: [31_218, 31_218], total: 62_436, days: null }],
  });
});

test.each([
  [['--baseline', '120%'], '--baseline must be from 0.001% to 99.9%, not 120%.'],
  [['--baseline', '50%', '--lift', '120%'], '--lift must be from 0.01% to 100%, not 120%.'],
  [['--baseline', '50%', '--lift', '99.9999%'], '--lift must be from -100% to 99.999%, not 0.999999.'],
  [['--baseline', '5%', '--days', '7'], '--days needs --visitors'],
  [['--baseline', '5%', '--returning', '7%'], '--returning needs --visitors'],
  [['--baseline', '5%', '--margin', '7%', '--visitors', '9', '--days', '7'], '--days says which lift is seen'],
  [['--baseline', '99%'], '99% leaves no room for a lift of 2%: name one with --lift.'],
  [['--baseline', '5%', '--variants', '1'], '--variants must be a number from 2 to 100, not 1.'],
  [['--baseline', '5%', '--weights', '80'], '--weights must be two numbers or more, such as 80:20, not 80.'],
  [['--baseline', '5%', '--weights', '1:0'], '--weights must be two numbers or more, such as 80:20, not 1:0.'],
  [['--lift', '5%'], 'Name either --baseline, or --mean and --sd'],
  [['--mean', '5'], 'Name either --baseline, or --mean and --sd'],
  [['--mean', '0', '--sd', '1'], '--mean must be a number above 0, not 0.'],
  [['--baseline', '5%', '--margin', '2%', '--goal', 'up'], '--goal must be increase or decrease, not up.'],
])('%j: %s', async (args, sentence) => {
  const { code, err } = await power(...args);
  expect(code).toBe(1);
  expect(err).toContain(sentence);
});
