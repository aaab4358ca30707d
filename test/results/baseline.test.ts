/** Tests what a test is planned with: what subjects of the control do today, and why that may be nothing. */

import { describe, expect, test } from 'vitest';
import { type Asked, baselineOf } from '../../src/results/index.js';
import { asked, metric } from './made.js';
import { arm, brought, counted, cycle, did } from './madecounts.js';

const ask = (fields: Partial<Asked['metrics'][number]>, control: Parameters<typeof arm>[1], more: object = {}) => {
  const about = asked({ metrics: [metric(fields)] });
  const [first] = about.metrics;
  if (!first) throw new Error('a metric');
  return baselineOf(about, counted([arm('control', control, more), arm('treatment', [did(150, 1000)])]), first);
};

describe('what subjects of the control do', () => {
  test('is their share with Wilson’s interval, and all variants say how many come in a day', () => {
    expect(ask({}, [did(100, 1000)])).toEqual({
      ok: true,
      outcome: { kind: 'share', baseline: 0.1 },
      control: 'control',
      subjects: 1000,
      visitors: 200,
      // 0.1015307 ± 0.0186213, the roots of (p − 0.1)² = 1.959964² p(1 − p) / 1000.
      range: [expect.closeTo(0.0829094, 7), expect.closeTo(0.120152, 6)],
    });
  });

  test('is a mean with its deviation, of a sum', () => {
    // By hand: half of them 1 and half 3, so √(1000 / 999) about 2.
    const found = ask({ kind: 'sum' }, [brought(cycle(1000, [1, 3]))]);
    expect(found).toMatchObject({ ok: true, outcome: { kind: 'mean', mean: 2 } });
    expect(found.ok && found.outcome.kind === 'mean' && found.outcome.deviation).toBeCloseTo(Math.sqrt(1000 / 999), 12);
  });

  test('is the deviation of a subject’s part in it, of a ratio', () => {
    const pairs = cycle(1000, [
      [1, 1],
      [3, 1],
    ] as const);
    const ratio = ask({ kind: 'ratio', over: { eventName: 'visit', isValue: false } }, [brought(pairs, true)]);
    expect(ratio.ok && ratio.outcome).toMatchObject({ kind: 'mean', mean: 2 });
    expect(ratio.ok && ratio.outcome.kind === 'mean' && ratio.outcome.deviation).toBeCloseTo(Math.sqrt(1000 / 999), 12);
  });

  test('comes to one in a day at the least, however long an experiment runs', () => {
    const about = asked();
    const arms = [arm('control', [did(10, 100)]), arm('treatment', [did(10, 100)])];
    const long = { untilMs: Date.UTC(2027, 10, 2) };
    expect(baselineOf(about, counted(arms, long), metric())).toMatchObject({ ok: true, visitors: 1 });
  });
});

test.each([
  ['nobody is in the control', {}, [], 'none'],
  ['fewer than 100 subjects tell of it', {}, [did(10, 99)], 'few'],
  ['nobody converted', {}, [did(0, 1000)], 'nothing'],
  ['everybody converted', {}, [did(1000, 1000)], 'all'],
  ['nothing was brought', { kind: 'sum' }, [brought(cycle(1000, [0]))], 'nothing'],
  ['more was taken than brought', { kind: 'sum' }, [brought(cycle(1000, [-1, -3]))], 'below-zero'],
  ['all brought the same', { kind: 'sum' }, [brought(cycle(1000, [2]))], 'no-variance'],
  ['it is a quantile', { kind: 'quantile', quantile: 0.9 }, [did(100, 1000)], 'quantile'],
] as const)('there is nothing to plan with where %s', (_, fields, control, code) => {
  expect(ask(fields as never, control)).toMatchObject({ ok: false, code, control: 'control' });
});

test('an experiment that nobody saw has nothing to plan with', () => {
  expect(baselineOf(asked(), { id: 'cta', phases: [] }, metric())).toMatchObject({
    ok: false,
    code: 'none',
    subjects: 0,
  });
});
