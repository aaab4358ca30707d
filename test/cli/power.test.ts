/** Tests `fx power`: how many subjects and days, or what so many show. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { setup } from '../../src/cli/commands/power.js';
import { DAY_MS } from '../../src/results/question.js';
import { run } from './fx.js';

const power = (...args: string[]) => run(setup, args);

test('a baseline and a lift give subjects, and visitors a day whole weeks', async () => {
  const { code, out, err } = await power('--baseline', '5%', '--lift', '10%', '--visitors', '3000');
  expect(code).toBe(0);
  // By hand for large arms: (1.959964 + 0.841621)² × (0.0475 + 0.051975) / 0.005² = 31,231.
  expect(out).toMatch(
    /^lift {2}share {10}to a variant {2}in all 2 {2}simulated {2}whole weeks\n\+10% {2}5.00% → 5.50% {8}31,218 {4}62,436 {8}(79|80|81)% {12}3\n$/,
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
])('a test planned by %j shows its lift as often as promised', async (args) => {
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

test('--json gives the same plan as data', async () => {
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
  [['--baseline', '5'], '--baseline must be from 0.001% to 99.9%, not 5: write 5% or 0.05.'],
  [['--baseline', '5%', '--visitors', '3.000'], ', not 3.000: write 3000.'],
  [['--baseline', '120%'], '--baseline must be from 0.001% to 99.9%, not 120%.'],
  [['--baseline', '50%', '--lift', '120%'], '--lift must be from 0.01% to 100%, not 120%.'],
  [['--baseline', '50%', '--lift', '99.9999%'], '--lift must be from -100% to 99.999%, not 0.999999.'],
  [['--baseline', '5%', '--days', '7'], '--days needs --visitors'],
  [['--baseline', '5%', '--returning', '7%'], '--returning needs --visitors'],
  [['--baseline', '5%', '--margin', '7%', '--visitors', '9', '--days', '7'], '--days says which lift is seen'],
  [['--baseline', '99%'], '99.00% leaves no room for a lift of 2%: name one with --lift.'],
  [['--baseline', '5%', '--variants', '1'], '--variants must be a number from 2 to 100, not 1.'],
  [['--baseline', '5%', '--weights', '80'], '--weights must be two numbers or more, such as 80:20, not 80.'],
  [['--baseline', '5%', '--weights', '1:0'], '--weights must be two numbers or more, such as 80:20, not 1:0.'],
  [['--lift', '5%'], 'Name either --baseline, or --mean and --sd'],
  [['--mean', '5'], 'Name either --baseline, or --mean and --sd'],
  [['--mean', '0', '--sd', '1'], '--mean must be a number above 0, not 0.'],
  [['--baseline', '5%', '--margin', '2%', '--goal', 'up'], '--goal must be increase or decrease, not up.'],
])('fx power %j is answered by %s', async (args, sentence) => {
  const { code, err } = await power(...args);
  expect(code).toBe(1);
  expect(err).toContain(sentence);
});

describe('with --events', () => {
  const directory = mkdtempSync(join(tmpdir(), 'fx-cli-power-'));
  const file = join(directory, 'events.ndjson');
  const from = (...args: string[]) => power(directory, '--events', file, ...args);

  afterAll(() => rmSync(directory, { recursive: true }));
  beforeAll(() => {
    const metrics = `
  - { key: orders, name: Orders, kind: conversion, eventName: order, isPrimary: true }
  - { key: revenue, name: Revenue, kind: sum, eventName: order }
  - { key: value, name: Value, kind: average, eventName: order }
  - { key: never, name: Never, kind: conversion, eventName: never }
  - { key: all, name: All, kind: conversion, eventName: open }
  - { key: one, name: One, kind: count, eventName: open }
  - { key: loss, name: Loss, kind: sum, eventName: loss }
  - { key: slow, name: Slow, kind: quantile, quantile: 0.9, eventName: order }`;
    const variants = 'variants:\n  - { key: control, name: Now }\n  - { key: new, name: New }\n';
    writeFileSync(join(directory, 'a.yaml'), `id: a\nname: A\n${variants}metrics:${metrics}\n`);
    writeFileSync(join(directory, 'b.yaml'), `id: b\nname: B\n${variants}`);
    const at = (subject: number) => Date.UTC(2026, 10, 2) + (subject * 10 * DAY_MS) / 399;
    const of = (type: string, subject: number, after: number, more: object) => ({
      id: `${type} ${subject} ${after}`,
      type,
      subject: `s${subject}`,
      at: at(subject) + after,
      ...more,
    });
    const lines = Array.from({ length: 400 }, (_, subject) => {
      const variant = subject % 2 ? 'new' : 'control';
      const open = of('conversion', subject, 2, { name: 'open', value: 1 });
      const loss = of('conversion', subject, 3, { name: 'loss', value: -1 - (subject % 3) });
      const order = of('conversion', subject, 1, { name: 'order', value: subject % 20 ? 10 : 30 });
      return [
        of('exposure', subject, 0, { experiment: 'a', variant, reason: 'assigned' }),
        open,
        loss,
        // Of the control one in five: 20 bring 10 and 20 bring 30. Of the variant everybody.
        ...(variant === 'new' || subject % 10 === 0 ? [order] : []),
      ];
    });
    writeFileSync(
      file,
      lines
        .flat()
        .map((line) => JSON.stringify(line))
        .join('\n'),
    );
  });

  test('the control says the share, and all variants the visitors of a day', async () => {
    const { out, err } = await from('--experiment', 'a', '--lift', '50%');
    expect(err).toContain(
      'a, orders: 20.0% convert (95% interval 15.0% to 26.1%), from 200 subjects of control; 40 new subjects a day.\n',
    );
    expect(out).toMatch(/\n\+50% {2}20\.00% → 30\.00% .* \d\n$/);
    const named = await power('--baseline', '20%', '--visitors', '40', '--lift', '50%');
    expect(out).toBe(named.out);
    expect((await from('--experiment', 'a', '--lift', '50%', '--visitors', '4000')).out).toMatch(/ 1\n$/);
    expect((await from('--experiment', 'a', '--days', '14')).out).toMatch(
      /^14 days with 40 visitors each show a lift of /,
    );
  });

  test('a sum says its mean and deviation, an average those of its ratio', async () => {
    const data = async (metric: string) =>
      JSON.parse((await from('--experiment', 'a', '--metric', metric, '--json')).out) as object;
    // By hand: mean (20 × 10 + 20 × 30) / 200 = 4; squares 20 × 100 + 20 × 900 − 200 × 16 = 16,800.
    expect(await data('revenue')).toMatchObject({
      kind: 'mean',
      mean: 4,
      deviation: expect.closeTo(Math.sqrt(16_800 / 199), 9),
      visitors: 40,
      events: { experiment: 'a', metric: 'revenue', control: 'control', subjects: 200 },
    });
    // By hand: 20 a purchase; of 40 who bought each is 10 away from that, so √(40 × 100 / 199) / 0.2.
    expect(await data('value')).toMatchObject({ mean: 20, deviation: expect.closeTo(Math.sqrt(4000 / 199) / 0.2, 9) });
  });

  test.each([
    [[], '--events needs --experiment: whose control shows what subjects do today. There are a, b.'],
    [['--experiment', 'c'], 'c'],
    [['--experiment', 'b'], 'b has no metrics'],
    [['--experiment', 'a', '--metric', 'x'], 'a has no metric x: it has orders, revenue'],
    [['--experiment', 'a', '--metric', 'never'], 'never: nothing came of 200 subjects of control'],
    [['--experiment', 'a', '--metric', 'all'], 'all: all 200 subjects of control converted'],
    [['--experiment', 'a', '--metric', 'one'], 'one: 200 subjects of control have the same number'],
    [['--experiment', 'a', '--metric', 'loss'], 'loss: the mean of control is below zero'],
    [['--experiment', 'a', '--metric', 'slow'], 'slow is a quantile'],
    [['--experiment', 'a', '--baseline', '5%'], 'leave out --baseline, --mean and --sd'],
  ])('fx power %j is answered by %s', async (args, sentence) => {
    const { code, err } = await from(...args);
    expect(code).toBe(1);
    expect(err).toContain(sentence);
  });

  test('few subjects are refused, with how many they are and how little they say', async () => {
    const few = join(directory, 'few.ndjson');
    const lines = readFileSync(file, 'utf8').split('\n');
    // Five of the control, of whom the first ordered.
    writeFileSync(few, lines.filter((line) => /"subject":"s[02468]"/.test(line)).join('\n'));
    const { code, err, out } = await power(directory, '--events', few, '--experiment', 'a');
    expect([code, out]).toEqual([1, '']);
    // By hand, after Wilson: one of five is 3.6% to 62.4%.
    expect(err).toContain(
      'orders: 5 subjects of control are too few to plan with: 20.0% convert (95% interval 3.6% to 62.4%). Name --baseline, or --mean and --sd, or wait until 100 are there.',
    );
  });

  test('events of nobody, and what is said of no events, are refused', async () => {
    const empty = join(directory, 'empty.ndjson');
    writeFileSync(empty, '');
    expect((await power(directory, '--events', empty, '--experiment', 'a')).err).toContain('Nobody saw control of a');
    expect((await power('--baseline', '5%', '--experiment', 'a')).err).toContain('say what --events is read for');
    expect((await power(directory, '--baseline', '5%')).err).toContain('say what --events is read for');
  });
});
