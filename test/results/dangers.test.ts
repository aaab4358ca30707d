/** Checks what stops an experiment at once, and what is too little for that. */

import { expect, test } from 'vitest';
import { dangerText, readOut, watchOver } from '../../src/results/index.js';
import { asked, countsOf, crowd, failure, type Line, metric } from './made.js';

const guarded = asked({
  metrics: [metric(), metric({ key: 'leaves', eventName: 'leave', role: 'guardrail', goal: 'decrease', margin: 0.1 })],
});
const watch = async (lines: readonly Line[], about = guarded) => watchOver(about, await countsOf(lines, about));

/** So many subjects in whom a variant fails, two times each. */
const failures = (variant: string, subjects: number): Line[] =>
  Array.from({ length: subjects }, (_, at) => [
    failure(`${variant}-${at}`, variant, 1),
    failure(`${variant}-${at}`, variant, 2, { code: 'threw' }),
  ]).flat();

const even = [...crowd('control', 3000, 300), ...crowd('treatment', 3000, 300)];

test('a sound experiment has no danger, and neither has one that nobody saw', async () => {
  expect(await watch(even)).toEqual([]);
  expect(await watch([])).toEqual([]);
});

test('a split that chance does not explain is a danger, one that it may explain is none', async () => {
  const [danger, ...rest] = await watch([...crowd('control', 3000, 0), ...crowd('treatment', 2400, 0)]);
  expect([danger, rest]).toEqual([{ code: 'split', p: expect.any(Number), unexpected: [] }, []]);
  expect(danger && dangerText(danger)).toBe('The split is off: chance does not explain it (p < 0.0001).');
  expect(await watch([...crowd('control', 3000, 0), ...crowd('treatment', 2800, 0)])).toEqual([]);
});

test('many subjects in a variant that nobody should see are a danger; a few posted ones are none', async () => {
  const closed = asked({}, { control: 0.5, treatment: 0.5, gone: 0 });
  expect(await watch([...even, ...crowd('gone', 15, 0)], closed)).toEqual([]);
  const [danger] = await watch([...even, ...crowd('gone', 100, 0)], closed);
  expect(danger).toMatchObject({ code: 'split', unexpected: ['gone'] });
  expect(danger && dangerText(danger)).toBe('The split is off: nobody should see gone.');
});

test('of a phase whose shares nobody knows the split is no danger', async () => {
  const other = [...crowd('control', 3000, 0), ...crowd('treatment', 2400, 0)];
  expect(await watch(other, asked({ phase: 'p2' }))).toEqual([]);
  const design = { phase: 'p1', shares: { control: 0.5, treatment: 0.5 }, control: 'control' };
  expect(await watch(other, asked({ phase: 'p2', designs: [design] }))).toMatchObject([{ code: 'split' }]);
});

test('what the page says of its own is no failure, however much of it one arm meets, and is told of that arm', async () => {
  const told = Array.from({ length: 200 }, (_, at) => failure(`treatment-${at}`, 'treatment', 1, { code: 'yielded' }));
  expect(await watch([...even, ...told])).toEqual([]);
  const counts = await countsOf([...even, ...told], guarded);
  const arms = counts.phases.flatMap((phase) => phase.arms);
  expect(arms.map(({ variant, failed, failures }) => [variant, failed, failures])).toEqual([
    ['control', 0, []],
    ['treatment', 0, [{ code: 'yielded', selector: null, subjects: 200 }]],
  ]);
});

test('failures that differ are a danger from 20 subjects on, each counted once', async () => {
  expect(await watch([...even, ...failures('treatment', 19)])).toEqual([]);
  const [danger] = await watch([...even, ...failures('treatment', 20)]);
  expect(danger).toEqual({ code: 'failures', p: expect.any(Number), variant: 'treatment', subjects: 20 });
  expect(danger && dangerText(danger)).toBe(
    'treatment fails more often than the others, for 20 visitors so far (p < 0.0001).',
  );
});

test('failures that all variants have alike are no danger', async () => {
  expect(await watch([...even, ...failures('treatment', 60), ...failures('control', 55)])).toEqual([]);
});

const leaving = (control: number, treatment: number): Line[] => [
  ...crowd('control', 3000, control, { event: { name: 'leave' } }),
  ...crowd('treatment', 3000, treatment, { event: { name: 'leave' } }),
];

test('a guardrail that is worse than its margin for certain is a danger', async () => {
  const [danger, ...rest] = await watch(leaving(300, 600));
  expect([danger, rest]).toEqual([{ code: 'guardrail', variant: 'treatment', metric: 'leaves', margin: 0.1 }, []]);
  expect(danger && dangerText(danger)).toBe(
    'With treatment, leaves is worse by more than the 10.0% that its margin allows.',
  );
});

test('a guardrail that one look finds worse is no danger yet: it is read every minute', async () => {
  const counts = await countsOf(leaving(300, 390), guarded);
  const once = readOut(guarded, counts, { certainty: { confidence: 0.95 }, isAdjusted: false });
  expect(once.metrics[1]?.arms[1]?.against?.guard?.state).toBe('worse');
  expect(watchOver(guarded, counts)).toEqual([]);
});

test('a guardrail that is only shown for few subjects is no danger', async () => {
  const few = [
    ...crowd('control', 90, 1, { event: { name: 'leave' } }),
    ...crowd('treatment', 90, 80, { event: { name: 'leave' } }),
  ];
  expect(await watch(few)).toEqual([]);
});

test('a p-value that may be told is told', () => {
  const danger = { code: 'failures', p: 0.0042, variant: 'b', subjects: 20 } as const;
  expect(dangerText(danger)).toMatch(/for 20 visitors so far \(p = 0\.0042\)\.$/);
});
