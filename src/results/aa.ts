/** Splits the subjects of an experiment at random, many times, and counts how often its read-out finds a difference. */

import type { Manner } from './compared.js';
import { type ExperimentCounts, type MetricCounts, NO_METRIC } from './counts.js';
import { type Asked, type AskedMetric, choosePhase } from './design.js';
import { isRatio } from './engines/amounts.js';
import { cappedSample, type Sample, type SampledMetric, type Samples, withoutCarried } from './engines/samples.js';
import { contrastsOf } from './metricresult.js';
import { grown, push, startPairs } from './pairs.js';
import { unevenness } from './uneven.js';

/** What came of one experiment's splits. */
export interface AaResult {
  readonly id: string;
  readonly phase: string | null;
  readonly splits: number;
  readonly subjects: number;
  /** Subjects that were left out as there are too many. */
  readonly left: number;
  /** Of the two groups, as the experiment splits its control and its smallest other variant; they sum to 1. */
  readonly shares: readonly [number, number];
  readonly metrics: readonly AaMetric[];
  /** Keys of metrics that are not tried. */
  readonly untried: readonly string[];
}

/** How one metric fared. */
export interface AaMetric {
  readonly key: string;
  readonly name: string;
  /** Splits that had an answer. */
  readonly judged: number;
  /** Of those, in which a difference was found where none can be. */
  readonly found: number;
  /** How often that should be: `found / judged` of a read-out that keeps its promise. */
  readonly promised: number;
  /** `too-often` and `too-seldom`: so far from what was promised comes by chance once in a thousand times. */
  readonly state: 'as-promised' | 'too-often' | 'too-seldom' | 'unjudged';
  /** The share of p-values in each tenth from 0 to 1. */
  readonly tenths: readonly number[];
  /** How likely p-values so uneven are by chance; null where nobody can say. */
  readonly evenP: number | null;
  /** Why nobody can: they take too few values, or hold at every look, so that at one they are not even. */
  readonly noEvenP: 'few-values' | 'every-look' | null;
}

/** The groups of the splits. */
const FIRST = 'first';
const SECOND = 'second';
/** With fewer subjects there is no point in splitting them. */
const LEAST_SUBJECTS = 20;
/** With fewer values among p-values, as with few conversions, they cannot be even. */
const LEAST_VALUES = 100;
const ONCE_IN_A_THOUSAND = 3.29;

/** The subjects who are compared in the phase that is read, and what counts of them; undefined where there are none. */
export function sampleOf(
  samples: Samples,
  asked: Asked,
  counts: ExperimentCounts,
  phase: string | undefined,
): Sample | undefined {
  const chosen = choosePhase(asked, counts, phase);
  const sample = samples.of(asked.id).find((one) => one.phase === chosen.phase);
  return sample && cappedSample(chosen.counts?.isLater ? withoutCarried(sample) : sample, asked.metrics);
}

/** @returns null where there are too few subjects */
export function tryAgainstItself(asked: Asked, sample: Sample, splits: number, manner: Manner): AaResult | null {
  const { phase, hashes, left } = sample;
  if (hashes.length < LEAST_SUBJECTS) return null;
  const shares = sharesOf(asked);
  // A quantile needs every value of a group in order, for each split.
  const isTried = ({ kind }: AskedMetric): boolean => kind !== 'quantile';
  const tried = asked.metrics.flatMap((metric, at) => {
    const held = sample.metrics[at];
    return held && isTried(metric) ? [{ metric, held, ps: [] as number[] }] : [];
  });
  const group = new Uint8Array(hashes.length);
  for (let split = 0; split < splits; split++) {
    const sizes = splitInto(group, hashes, shares[0], split);
    for (const { metric, held, ps } of tried) {
      const p = pOf(metric, countsOf(held, isRatio(metric.kind), group, sizes), shares, manner);
      if (p !== null) ps.push(p);
    }
  }
  return {
    ...{ id: asked.id, phase, splits, subjects: hashes.length, left, shares },
    metrics: tried.map(({ metric, ps }) => judge(metric, ps, manner)),
    untried: asked.metrics.flatMap((metric) => (isTried(metric) ? [] : [metric.key])),
  };
}

/** The control and the smallest of the others: the more unequal two groups are, the harder it is to keep a promise. */
function sharesOf({ variants, control }: Asked): readonly [number, number] {
  const first = variants.find(({ key }) => key === control)?.share ?? 0;
  const others = variants.filter(({ key, share }) => key !== control && share > 0).map(({ share }) => share);
  const second = Math.min(...others);
  const all = first + second;
  return Number.isFinite(all) && first > 0 ? [first / all, second / all] : [0.5, 0.5];
}

/** Says of each subject in which group it is, and how large both are. The same split again has the same groups. */
function splitInto(
  group: Uint8Array,
  hashes: readonly number[],
  share: number,
  split: number,
): readonly [number, number] {
  const limit = share * 2 ** 32;
  const seed = Math.imul(split + 1, 0x9e3779b9);
  let second = 0;
  for (let at = 0; at < group.length; at++) {
    const own = mix((hashes[at] as number) ^ seed) < limit ? 0 : 1;
    group[at] = own;
    second += own;
  }
  return [group.length - second, second];
}

/**
 * The end of MurmurHash3: of numbers that differ in one bit, half of the bits differ. Twice, as the seed was only
 * added.
 */
function mix(number: number): number {
  let mixed = number;
  for (let round = 0; round < 2; round++) {
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    mixed ^= mixed >>> 16;
    mixed = (mixed + 0x6d2b79f5) | 0;
  }
  return mixed >>> 0;
}

function countsOf(
  { subjects, events, xs, ys }: SampledMetric,
  isPair: boolean,
  group: Uint8Array,
  sizes: readonly [number, number],
): MetricCounts[] {
  const pairs = [startPairs(), startPairs()] as const;
  const zeros = (): [number, number] => [0, 0];
  const [pending, converted, positive, acted] = [zeros(), zeros(), zeros(), zeros()];
  for (let at = 0; at < subjects.length; at++) {
    const own = group[subjects[at] as number] === 1 ? 1 : 0;
    const [count, x, y] = [events[at] as number, xs[at] as number, ys[at] as number];
    acted[own]++;
    if (count < 0) pending[own]++;
    else {
      if (count) converted[own]++;
      if ((isPair ? y : x) !== 0) positive[own]++;
      push(pairs[own], x, y);
    }
  }
  return ([0, 1] as const).map((own) => {
    pairs[own].zeros += sizes[own] - acted[own];
    return {
      ...NO_METRIC,
      pending: pending[own],
      converted: converted[own],
      positive: positive[own],
      numbers: grown(pairs[own]),
    };
  });
}

function pOf(
  metric: AskedMetric,
  counts: readonly MetricCounts[],
  [first, second]: readonly [number, number],
  manner: Manner,
): number | null {
  const groups = [
    { key: FIRST, name: FIRST, share: first },
    { key: SECOND, name: SECOND, share: second },
  ];
  const against = contrastsOf(metric, counts, groups, FIRST, manner).by.get(SECOND);
  return against?.difference.is === 'known' ? against.difference.p : null;
}

function judge({ key, name }: AskedMetric, ps: readonly number[], { certainty }: Manner): AaMetric {
  const promised = 1 - certainty.confidence;
  const found = ps.filter((p) => p < promised).length;
  const tenths = Array.from(
    { length: 10 },
    (_, tenth) => ps.filter((p) => Math.min(9, Math.floor(p * 10)) === tenth).length,
  );
  const isForOneLook = certainty.tunedFor === undefined;
  const noEvenP = isForOneLook ? (new Set(ps).size < LEAST_VALUES ? 'few-values' : null) : 'every-look';
  return {
    key,
    name,
    judged: ps.length,
    found,
    promised,
    state: stateOf(found, ps.length, promised, isForOneLook),
    tenths: tenths.map((some) => (ps.length ? some / ps.length : 0)),
    evenP: noEvenP === null ? unevenness(ps) : null,
    noEvenP,
  };
}

/** With fewer differences that are to be found, chance hides what was promised. */
export const LEAST_PROMISED = 5;

/** What holds at every look finds less at one: that is what it promises. */
function stateOf(found: number, judged: number, promised: number, isForOneLook: boolean): AaMetric['state'] {
  if (judged * promised < LEAST_PROMISED) return 'unjudged';
  const off = (found - judged * promised) / Math.sqrt(judged * promised * (1 - promised));
  if (off > ONCE_IN_A_THOUSAND) return 'too-often';
  return isForOneLook && off < -ONCE_IN_A_THOUSAND ? 'too-seldom' : 'as-promised';
}
