/** Tests what engines keep while they count: lists on the disk, buckets, texts, facts, and the subjects of a sample. */

import { describe, expect, test } from 'vitest';
import { addMetrics, NO_METRIC } from '../../../src/results/counts.js';
import { placeBrowser } from '../../../src/results/engines/browsers.js';
import { createBuckets } from '../../../src/results/engines/buckets.js';
import { createDictionary, TOO_MANY } from '../../../src/results/engines/dictionary.js';
import { compareFacts, factsOf } from '../../../src/results/engines/facts.js';
import { byBegin } from '../../../src/results/engines/finished.js';
import { countRow, gatherCounts } from '../../../src/results/engines/gathered.js';
import { createNumbers } from '../../../src/results/engines/numbers.js';
import { atPlace } from '../../../src/results/engines/order.js';
import { createClusters, quantileAmong } from '../../../src/results/engines/quantile.js';
import type { Row } from '../../../src/results/engines/rows.js';
import { cappedSample, createSamples, withoutCarried } from '../../../src/results/engines/samples.js';
import { DIALECTS } from '../../../src/results/engines/sql/dialects.js';
import { literalRows, textList } from '../../../src/results/engines/sql/statement.js';

describe('a list of numbers', () => {
  test('is the same on the disk as in memory, and its file goes with it', () => {
    const [kept, spilled] = [createNumbers(), createNumbers(0)];
    const count = 3 * 6 * 8192 + 5;
    for (let at = 0; at < count; at++) for (const list of [kept, spilled]) list.add(at / 7);
    const all = (list: typeof kept): number[] => [...list.chunks()].flatMap((chunk) => [...chunk]);
    expect([spilled.length, kept.length]).toEqual([count, count]);
    expect(all(spilled)).toEqual(all(kept));
    kept.close();
    spilled.close();
    expect(() => all(spilled)).toThrow(/ENOENT/);
  });

  test.each([
    ['numbers on both sides of zero', [3, -2, -0, 0, 1e-300, -1e300, 7, 3]],
    ['numbers that differ in their last bits', [1, 1 + 2 ** -52, 1 + 2 ** -51, 1 + 2 ** -40, 1 + 2 ** -30]],
  ])('gives at each place what sorting gives: %s', (_, numbers) => {
    const sorted = Float64Array.from(numbers).sort();
    const found = numbers.map((_number, place) => atPlace(() => [Float64Array.from(numbers)], place));
    expect(found.map((one) => one + 0)).toEqual([...sorted].map((one) => one + 0));
  });
});

test('buckets give back on the disk what they give back in memory, in the order in which it was written', () => {
  const [kept, spilled] = [createBuckets(), createBuckets(0)];
  const write = (buckets: typeof kept, bucket: number, text: string): void => {
    const pen = buckets.pen(bucket, text.length);
    pen.at += pen.bytes.write(text, pen.at);
  };
  for (let at = 0; at < 20_000; at++)
    for (const buckets of [kept, spilled]) write(buckets, at % 3, `row ${at} of a bucket, `);
  for (const bucket of [0, 1, 2, 3]) expect(spilled.take(bucket).equals(kept.take(bucket))).toBe(true);
  expect(spilled.take(0)).toHaveLength(0);
  kept.close();
  spilled.close();
});

test('texts beyond the most that are kept are one and the same', () => {
  const { numberOf, textOf } = createDictionary(2);
  expect(['a', 'b', 'c', 'a', 'd'].map((text) => textOf(numberOf(text)))).toEqual(['a', 'b', TOO_MANY, 'a', TOO_MANY]);
  expect(textOf(99)).toBe(TOO_MANY);
});

test('facts that an exposure does not say are null, and come before all that it says', () => {
  const facts = factsOf({ device: 'mobile', segments: { plan: 'pro' } } as never, ['device', 'language', 'isNew', 'x']);
  expect(facts).toEqual(['mobile', null, null, null]);
  expect(factsOf({ language: 'de', isNew: false, segments: { x: '1' } } as never, ['language', 'isNew', 'x'])).toEqual([
    ...['de', 'false', '1'],
  ]);
  const order = (a: (string | null)[], b: (string | null)[]): number =>
    Math.sign(compareFacts(JSON.stringify(a), JSON.stringify(b)));
  expect([order(['a'], ['a']), order([null], ['']), order(['a', 'b'], ['a', 'a'])]).toEqual([0, -1, 1]);
});

test('phases that began at one moment are in the order of their names, one without a name first', () => {
  const phase = (name: string | null, sinceMs: number) => ({ phase: name, sinceMs }) as never;
  expect([
    byBegin(phase('b', 1), phase('a', 2)),
    byBegin(phase('b', 1), phase('a', 1)),
    byBegin(phase(null, 1), phase('a', 1)),
  ]).toEqual([-1, 1, -1]);
});

test('a subject without values is none of a quantile, and without any there is no quantile', () => {
  const clusters = createClusters();
  clusters.add([]);
  expect(quantileAmong([clusters], 0.5)).toEqual({ events: 0, subjects: 0, value: 0, error: 0, beyond: 0 });
  clusters.add([3, 5]);
  expect(quantileAmong([clusters], 0.5)).toMatchObject({ events: 2, subjects: 1, value: 3 });
  clusters.close();
});

test('totals without a cap are kept, whichever of two groups has them', () => {
  const some = { ...NO_METRIC, uncapped: { subjects: 2, mean: 3, squares: 4, cubes: 5 } };
  expect(addMetrics(some, NO_METRIC).uncapped).toEqual(some.uncapped);
  expect(addMetrics(NO_METRIC, some).uncapped).toEqual(some.uncapped);
  expect(addMetrics(NO_METRIC, NO_METRIC).uncapped).toBeNull();
});

describe('a sample of subjects', () => {
  const amount = (x: number, y = 0) => ({ events: 1, x, y, values: [] });
  const metric = { key: 'm', name: 'M', kind: 'sum', eventName: 'e' } as const;
  const samplesOf = () => createSamples([{ id: 'a', metrics: [metric] }], 4);
  const where = { experiment: 'a', phase: 'p' };

  test('keeps what they did, cut by the cap, and -1 where a window is not over', () => {
    const cut = (cap?: object) => {
      const samples = samplesOf();
      for (const [at, one] of [amount(1, 9), null, amount(5), amount(0)].entries())
        samples.add(where, `s${at}`, false, [one]);
      samples.add(where, 'beyond', false, [amount(2)]);
      return samples.of('a').map((sample) => cappedSample(sample, [{ ...metric, cap } as never]));
    };
    expect(cut()).toMatchObject([
      { left: 1, metrics: [{ events: [1, -1, 1, 1], xs: [1, 0, 5, 0], ys: [9, 0, 0, 0] }] },
    ]);
    expect(cut({ value: 2 })).toMatchObject([{ metrics: [{ xs: [1, 0, 2, 0], ys: [2, 0, 0, 0] }] }]);
    expect(cut({ quantile: 0.5 })).toMatchObject([{ metrics: [{ xs: [1, 0, 1, 0], ys: [1, 0, 0, 0] }] }]);
  });

  test('of which nobody has an amount above zero has no cap, and an unknown experiment has no sample', () => {
    const samples = samplesOf();
    samples.add(where, 's', false, [amount(0, 7)]);
    const capped = samples.of('a').map((sample) => cappedSample(sample, [{ ...metric, cap: { quantile: 0.5 } }]));
    expect(capped).toMatchObject([{ metrics: [{ ys: [7] }] }]);
    expect(samples.of('none')).toEqual([]);
  });

  test('without those whom an earlier phase had split has the others at their new places', () => {
    const samples = samplesOf();
    for (const [at, isCarried] of [true, false, true, false].entries())
      samples.add(where, `s${at}`, isCarried, [amount(at)]);
    const [sample] = samples.of('a').map(withoutCarried);
    expect(sample).toMatchObject({ isCarried: [false, false], metrics: [{ subjects: [0, 1], xs: [1, 3] }] });
    expect(sample?.hashes).toHaveLength(2);
  });
});

test('a statement about nothing is one that no row answers', () => {
  expect(textList(DIALECTS.sqlite, [])).toBe("('')");
  expect(textList(DIALECTS.sqlite, ['a', 'a'])).toBe("('a')");
  expect(literalRows(['x'], [], ['1'])).toBe('SELECT * FROM (SELECT 1 AS x) AS nothing WHERE 1 = 0');
  expect(literalRows(['x'], [['1'], ['2']], ['0'])).toBe('SELECT 1 AS x\nUNION ALL SELECT 2 AS x');
});

test('of a browser with thousands of events each that came again is counted once more, however many share an id', () => {
  const row = (id: number, subject = 'b'): Row => ({
    ...{ is: 'conversion', browser: 'b', subject, timeMs: 1, skewMs: Number.NaN, name: 1, value: 1, id },
  });
  const clock: Row = { is: 'clock', browser: 'b', subject: 'b', timeMs: 1, skewMs: 3 };
  const rows = [
    ...Array.from({ length: 40 }, (_, at) => row(at % 2)),
    row(7),
    row(7, 'host'),
    row(8),
    row(8),
    clock,
    clock,
  ];
  // 20 of each of two ids, of which one is first, and one more of the last.
  expect(placeBrowser('b', rows, false).repeated).toBe(19 + 19 + 1);
  const many = Array.from({ length: 60 }, (_, at) => row(1, at % 2 ? 'b' : 'host'));
  expect(placeBrowser('b', many, false).repeated).toBe(58);
});

test('a fact that no row of a database has makes no segment', () => {
  const question = { experiments: [{ id: 'a', metrics: [] }], by: ['device', 'plan'], isStitched: true };
  const base = { experiment: 'a', phase: 'p', since_ms: 1, until_ms: 2, subjects: 3, variant: 'b' };
  const rows = [
    { ...base, kind: 'phase' },
    { ...base, kind: 'arm', segment: 'plan', segment_value: '=pro' },
  ];
  expect(gatherCounts(question, rows.map(countRow)).experiments[0]?.phases[0]?.segments).toMatchObject([
    { by: 'plan', arms: [{ variant: 'b', subjects: 3 }] },
  ]);
});
