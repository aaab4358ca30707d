/** Tests the verdicts on the budgets of the contract. */

import { expect, test } from 'vitest';
import { checkBudgets, complaints } from '../../bench/budgets.mjs';
import { type Measured, suitesWith } from './results.js';

test('a run in which all is good passes every must and reaches every aim', () => {
  const budgets = checkBudgets(suitesWith());
  expect(budgets.filter(({ verdict }) => verdict !== 'pass')).toEqual([]);
  expect(budgets.filter(({ reachesAim }) => !reachesAim)).toEqual([]);
  expect(complaints(budgets, false)).toEqual([]);
});

test.each<[string, Partial<Measured>, string]>([
  ['plain', { plainBytes: 7001 }, '7,001 B'],
  ['typical', { typicalBytes: 10_301 }, '10,301 B'],
  ['size', { tagBytes: 15501 }, '15,501 B'],
  ['one', { one: 3.9 }, '2.60 × (3.9 against 1.5 ms)'],
  ['many', { many: 21 }, '3.00 × (21.0 against 7.0 ms)'],
  ['late', { late: 1 }, 'fx-container: 1 late, 0 without, of 100'],
  ['churn', { waiting: 17 }, '1.70 × (17.0 against 10.0 ms); 0.5 ms with 20 changes applied'],
  ['decisions', { rate: 6e5 }, '0.9 × Amplitude'],
  ['visit', { visitUs: 25.1 }, '25.1 µs, best 25.1'],
  ['react', { reactBytes: 1201 }, '1,201 B, 2 against 2, 0 errors'],
  ['react', { renders: 3 }, '1,190 B, 3 against 2, 0 errors'],
  ['validate', { wallMs: 6000, cpuMs: 5500 }, '6.0 s, 5.5 s of the processor'],
  ['disk', { diskBytes: 41e6 }, '41.0 MB'],
  ['stored', { stored: 49_999 }, '49,999, 0 not stored'],
  ['posts', { posts: 1999, postCpuMs: 0.6 }, '1,999, 0 not stored'],
  ['list', { listMs: 201, listCpuMs: 201 }, '201 ms, 201 of the processor; its bytes from memory 0.5 ms'],
])('%s fails alone, and the complaint names it with what was measured', (id, worse, value) => {
  const budgets = checkBudgets(suitesWith(worse));
  expect(budgets.filter(({ verdict }) => verdict !== 'pass').map((budget) => budget.id)).toEqual([id]);
  const [line, ...others] = complaints(budgets, true);
  expect(others).toEqual([]);
  expect(line).toContain(value);
  expect(line).toContain('must be');
});

test('what was not measured is named as not checked, unless that is allowed', () => {
  const { churn, cost, ...rest } = suitesWith();
  const budgets = checkBudgets(rest);
  expect(budgets.filter(({ verdict }) => verdict === 'missing').map(({ id }) => id)).toEqual(['one', 'churn']);
  expect(complaints(budgets, false)).toHaveLength(2);
  expect(complaints(budgets, false)[0]).toContain('not checked (not measured)');
  expect(complaints(budgets, true)).toEqual([]);
  expect([churn, cost]).toHaveLength(2);
});

test('too few loads do not show that a variant is never late, but one late load shows that it is', () => {
  const verdict = (worse: Partial<Measured>) =>
    checkBudgets(suitesWith(worse)).find(({ id }) => id === 'late')?.verdict;
  expect(verdict({ loads: 99 })).toBe('missing');
  expect(verdict({ loads: 3, late: 1 })).toBe('fail');
});

test('a command that waited for a busy machine is not checked, rather than blamed', () => {
  const budget = checkBudgets(suitesWith({ wallMs: 9000, cpuMs: 3000 })).find(({ id }) => id === 'validate');
  expect(budget).toMatchObject({ verdict: 'missing', value: '9.0 s, 3.0 s of the processor: the machine was busy' });
});

test('a server that waited for a busy machine is not checked either, unless its own work does not fit into the time', () => {
  const budget = checkBudgets(suitesWith({ posts: 1200, postCpuMs: 0.2 })).find(({ id }) => id === 'posts');
  expect(budget).toMatchObject({ verdict: 'missing', value: '1,200, 0 not stored: the machine was busy' });
});

test('a page that waited for a busy machine is not checked either', () => {
  const budget = checkBudgets(suitesWith({ listMs: 900, listCpuMs: 60 })).find(({ id }) => id === 'list');
  expect(budget).toMatchObject({ verdict: 'missing', value: expect.stringContaining(': the machine was busy') });
});

test('a contender whose changes did not come is no measure', () => {
  const suites = suitesWith();
  const cost = suites.cost as { rows: { name: string; failed: number }[] };
  for (const row of cost.rows) if (row.name === 'external') row.failed = 1;
  expect(checkBudgets(suites).find(({ id }) => id === 'one')?.verdict).toBe('missing');
});

test.each([
  ['fx-container', ['size', 'many', 'late', 'churn']],
  ['fx-plain', ['plain', 'one']],
  ['fx-typical', ['typical']],
  ['observer', ['churn']],
  ['external', ['one', 'many']],
])('without %s among the contenders %j are not checked', (name, unchecked) => {
  type Named = { name: string }[] | undefined;
  const suites = suitesWith() as Record<string, { rows?: Named; bundles?: Named }>;
  for (const suite of Object.values(suites)) {
    suite.rows = suite.rows?.filter((row) => row.name !== name);
    suite.bundles = suite.bundles?.filter((bundle) => bundle.name !== name);
  }
  const budgets = checkBudgets(suites);
  expect(budgets.filter(({ verdict }) => verdict === 'missing').map(({ id }) => id)).toEqual(unchecked);
  expect(complaints(budgets, true)).toEqual([]);
});

test('nothing measured is nothing passed', () => {
  expect(checkBudgets({}).map(({ verdict }) => verdict)).toEqual(Array(16).fill('missing'));
});
