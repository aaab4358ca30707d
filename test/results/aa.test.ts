/** Splits subjects at random: the read-out finds in them what it promises to find where nothing is, and no more. */

import { expect, test } from 'vitest';
import { sampleOf, tryAgainstItself } from '../../src/results/aa.js';
import { aaWords } from '../../src/results/aawords.js';
import { createSamples } from '../../src/results/engines/samples.js';
import { type Asked, countFiles, type Manner } from '../../src/results/index.js';
import { unevenness } from '../../src/results/uneven.js';
import { asked, conversion, exposure, fileOf, type Line, metric } from './made.js';

const MANNER: Manner = { certainty: { confidence: 0.95 }, isAdjusted: false };

async function tryLines(lines: readonly Line[], about: Asked, splits: number, manner: Manner = MANNER, most?: number) {
  const samples = createSamples([about], most);
  const { counts } = await countFiles(
    { experiments: [about], by: [], isStitched: true },
    [fileOf(lines)],
    undefined,
    samples,
  );
  const sample = sampleOf(samples, about, counts.experiments[0] ?? { id: '', phases: [] }, manner.phase);
  return sample ? tryAgainstItself(about, sample, splits, manner) : null;
}

/** So many subjects, of whom the first ones buy for so much. */
const buyers = (subjects: number, values: readonly number[]): Line[] =>
  Array.from({ length: subjects }, (_, at) => {
    const seen = exposure(`s${at}`, at % 2 ? 'control' : 'treatment', at % 100);
    return at < values.length ? [seen, conversion(`s${at}`, (at % 100) + 1, { value: values[at] ?? 0 })] : [seen];
  }).flat();

/** ln n!, added up. */
function factorials(most: number): number[] {
  const all = [0];
  for (let n = 1; n <= most; n++) all.push((all[n - 1] ?? 0) + Math.log(n));
  return all;
}

/**
 * How often the score test says p < 0.05 where each subject falls into the first group with this chance: exactly, all
 * cases added up.
 */
function exactRate(subjects: number, did: number, share: number): number {
  const ln = factorials(subjects);
  const chance = (count: number, of: number): number =>
    Math.exp(
      (ln[of] ?? 0) -
        (ln[count] ?? 0) -
        (ln[of - count] ?? 0) +
        count * Math.log(share) +
        (of - count) * Math.log(1 - share),
    );
  let rate = 0;
  for (let a = 0; a <= did; a++)
    for (let b = 0; b <= subjects - did; b++) {
      const [first, second] = [a + b, subjects - a - b];
      const pooled = did / subjects;
      const z = (a / first - (did - a) / second) / Math.sqrt(pooled * (1 - pooled) * (1 / first + 1 / second));
      if (Math.abs(z) > 1.959963984540054) rate += chance(a, did) * chance(b, subjects - did);
    }
  return rate;
}

test.each([
  [400, 80, 0.5],
  [400, 40, 0.8],
  [600, 300, 0.9],
])(
  'of %i subjects of whom %i converted, %f in a group, a difference is found as often as is worked out',
  async (subjects, did, share) => {
    const lines = buyers(
      subjects,
      Array.from({ length: did }, () => 1),
    );
    const found = await tryLines(lines, asked({}, { control: share, treatment: 1 - share }), 1_500);
    expect(found).toMatchObject({ subjects, splits: 1_500, left: 0, untried: [] });
    expect(found?.shares[0]).toBeCloseTo(share, 12);
    const [orders] = found?.metrics ?? [];
    const exact = exactRate(subjects, did, share);
    const error = Math.sqrt((exact * (1 - exact)) / 1_500);
    expect(orders?.judged).toBe(1_500);
    expect(Math.abs((orders?.found ?? 0) / 1_500 - exact) / error).toBeLessThan(3);
  },
);

/** Half of all buy for amounts that are nearly normal; or a few for amounts of which one is most of the total. */
const tame = Array.from({ length: 500 }, (_, at) => 50 + ((at * 7919) % 101) / 4);
const wild = Array.from({ length: 30 }, (_, at) => (at === 0 ? 1e6 : 10 + at));
const REVENUE = metric({ key: 'revenue', kind: 'sum' });

test('amounts that are alike keep the promise, and their p-values are spread evenly', async () => {
  const found = await tryLines(buyers(1_000, tame), asked({ metrics: [REVENUE] }), 800);
  expect(found?.metrics[0]).toMatchObject({ state: 'as-promised', promised: expect.closeTo(0.05, 10) });
  expect(found?.metrics[0]?.evenP).toBeGreaterThan(0.01);
  expect(found?.metrics[0]?.tenths.every((share) => Math.abs(share - 0.1) < 0.04)).toBe(true);
});

test('one amount that is most of the total is found out, and a cap mends it', async () => {
  const plain = await tryLines(buyers(1_000, wild), asked({ metrics: [REVENUE] }), 400);
  expect(plain?.metrics[0]?.state).not.toBe('as-promised');
  expect(plain?.metrics[0]?.evenP === null || (plain?.metrics[0]?.evenP ?? 1) < 0.001).toBe(true);
  const capped = { ...REVENUE, cap: { quantile: 0.9 } };
  const mended = await tryLines(buyers(1_000, wild), asked({ metrics: [capped] }), 400);
  expect(mended?.metrics[0]?.state).toBe('as-promised');
});

test('the same events give the same answer, in whichever order they come', async () => {
  const lines = buyers(300, tame.slice(0, 60));
  const about = asked({ metrics: [metric(), REVENUE] });
  expect(await tryLines([...lines].reverse(), about, 100)).toEqual(await tryLines(lines, about, 100));
});

test('a difference that the experiment made is gone once its subjects are split anew', async () => {
  const lines = Array.from({ length: 1_000 }, (_, at) => {
    const isTreated = at % 2 === 1;
    const seen = exposure(`s${at}`, isTreated ? 'treatment' : 'control', 1);
    return isTreated && at % 4 === 1 ? [seen, conversion(`s${at}`, 2)] : [seen];
  }).flat();
  expect((await tryLines(lines, asked(), 400))?.metrics[0]?.state).toBe('as-promised');
});

test('an interval for every look finds less at one, and is not blamed for it', async () => {
  const sequential: Manner = { ...MANNER, certainty: { confidence: 0.95, tunedFor: 5000 } };
  const [orders] = (await tryLines(buyers(1_000, tame), asked(), 400, sequential))?.metrics ?? [];
  expect(orders).toMatchObject({ state: 'as-promised', evenP: null, noEvenP: 'every-look' });
  expect(orders?.found).toBeLessThan(12);
});

test('the spread of p-values is told, or why it cannot be, where there is something to say', async () => {
  const textOf = async (about: Asked, values: readonly number[], splits: number, manner?: Manner) => {
    const found = await tryLines(buyers(1_000, values), about, splits, manner);
    return found && aaWords(found).metrics[0]?.text;
  };
  const revenue = asked({ metrics: [REVENUE] });
  const sequential: Manner = { ...MANNER, certainty: { confidence: 0.95, tunedFor: 5000 } };
  expect(await textOf(revenue, tame, 400)).toMatch(/promised\. Its p-values are spread evenly \(p [\d.]+\)\.$/);
  expect(await textOf(asked(), [1, 1, 1, 1], 100)).toMatch(
    / Its p-values take too few values to judge their spread\.$/,
  );
  expect(await textOf(revenue, tame, 400, sequential)).toMatch(
    /^A difference in [\d.]+% of 400 splits, where 5% are promised\.$/,
  );
});

test('splits that are too few are told from splits without an answer', async () => {
  const lines = buyers(1_000, tame);
  const few = await tryLines(lines, asked({ metrics: [REVENUE] }), 50);
  expect(few && aaWords(few).metrics[0]?.text).toBe('50 splits are too few to judge by: ask for more with --aa 1000.');
  const unsure: Manner = { ...MANNER, certainty: { confidence: 0.999 } };
  const rare = await tryLines(lines, asked({ metrics: [REVENUE] }), 400, unsure);
  expect(rare && aaWords(rare).metrics[0]?.text).toBe(
    '400 splits are too few to judge by: ask for more with --aa 5000.',
  );
});

test('too few subjects, metrics without an answer and quantiles are told apart', async () => {
  expect(await tryLines(buyers(19, [1]), asked(), 100)).toBeNull();
  expect(await tryLines([], asked(), 100)).toBeNull();
  const silent = await tryLines(
    buyers(100, []),
    asked({ metrics: [REVENUE, metric({ key: 'p95', kind: 'quantile' })] }),
    100,
  );
  expect(silent?.metrics).toEqual([expect.objectContaining({ key: 'revenue', judged: 0, state: 'unjudged' })]);
  expect(silent?.untried).toEqual(['p95']);
  const words = silent && aaWords(silent);
  expect(words?.metrics[0]?.text).toBe('No split has an answer: too few to judge by.');
  expect(words?.asides).toEqual(['p95 is a quantile, which is not tried.']);
});

test('of more subjects than are kept the rest is told', async () => {
  const found = await tryLines(buyers(300, tame.slice(0, 100)), asked(), 200, MANNER, 250);
  expect(found).toMatchObject({ subjects: 250, left: 50 });
  expect(found && aaWords(found).asides).toEqual(['50 subjects more are left out, chosen by a hash of their ids.']);
});

/** scipy 1.17, kstest against the uniform distribution, and kstwobign. */
test.each([
  ['squares', Array.from({ length: 200 }, (_, at) => ((at + 1) / 200) ** 2), 1.6840667400683394e-11, 0.5],
  ['nine tenths', Array.from({ length: 200 }, (_, at) => ((at + 0.5) / 200) * 0.9), 0.028372947341789967, 0.01],
])(
  'numbers that are not even are told by Kolmogorov and Smirnov as scipy tells them: %s',
  (_, numbers, p, relative) => {
    expect(Math.abs(unevenness(numbers) / p - 1)).toBeLessThan(relative);
  },
);

test('numbers that are even, and none at all, say nothing against that', () => {
  expect(unevenness(Array.from({ length: 1_000 }, (_, at) => (at + 0.5) / 1_000))).toBe(1);
  expect(unevenness([])).toBe(1);
});

test('subjects whose exposures name no phase are split, too', async () => {
  const lines = Array.from({ length: 40 }, (_, at) =>
    exposure(`s${at}`, at % 2 ? 'control' : 'treatment', at, { phase: undefined }),
  );
  expect(await tryLines(lines, asked({ phase: null }), 1)).toMatchObject({ phase: null, subjects: 40 });
});
