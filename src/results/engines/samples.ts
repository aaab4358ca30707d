/** Keeps what each subject did, so that the subjects can be split in other ways than they were. */

import type { CountedExperiment, CountedMetric } from '../question.js';
import type { Amount } from './amounts.js';
import { hashText } from './buckets.js';
import { placeOf } from './order.js';

/** The subjects of one phase of an experiment, whichever variant they saw. */
export interface Sample {
  readonly phase: string | null;
  /** To a subject. */
  readonly hashes: readonly number[];
  /** Whether the subject came with the assignment of an earlier phase. */
  readonly isCarried: readonly boolean[];
  /** In the order of the experiment's metrics, without their caps. */
  readonly metrics: readonly SampledMetric[];
  /** Subjects beyond those that are kept. */
  readonly left: number;
}

/** What was done of one metric, by those who did anything, or whose window is not over. */
export interface SampledMetric {
  /** Places of subjects in the lists of the sample. */
  readonly subjects: readonly number[];
  /** -1 where the window is not over. */
  readonly events: readonly number[];
  readonly xs: readonly number[];
  readonly ys: readonly number[];
}

/** Subjects of one phase that are kept. Which ones depends on hashes of their names, not on what they did. */
const MOST = 500_000;

/** In which phase of which experiment a subject was. */
interface SamplePlace {
  readonly experiment: string;
  readonly phase: string | null;
}

/** Takes subjects as they are counted. */
export interface Samples {
  add(where: SamplePlace, subject: string, isCarried: boolean, amounts: readonly (Amount | null)[]): void;
  /** The phases of an experiment. */
  of(experiment: string): readonly Sample[];
}

interface GrowingSample {
  readonly phase: string | null;
  readonly hashes: number[];
  readonly isCarried: boolean[];
  readonly metrics: readonly GrowingMetric[];
  left: number;
}

type GrowingMetric = { readonly [K in keyof SampledMetric]: number[] };

export function createSamples(experiments: readonly CountedExperiment[], most = MOST): Samples {
  const samples = new Map(experiments.map(({ id }) => [id, new Map<string | null, GrowingSample>()]));
  return {
    add({ experiment, phase }, subject, isCarried, amounts) {
      const own = samples.get(experiment);
      const sample = own?.get(phase) ?? startSample(phase, amounts.length);
      own?.set(phase, sample);
      if (sample.hashes.length >= most) {
        sample.left++;
        return;
      }
      const place = sample.hashes.push(hashText(subject)) - 1;
      sample.isCarried.push(isCarried);
      for (const [at, amount] of amounts.entries()) keep(sample.metrics[at], place, amount);
    },
    of: (id) => [...(samples.get(id)?.values() ?? [])],
  };
}

const startSample = (phase: string | null, metrics: number): GrowingSample => ({
  phase,
  hashes: [],
  isCarried: [],
  metrics: Array.from({ length: metrics }, () => ({ subjects: [], events: [], xs: [], ys: [] })),
  left: 0,
});

function keep(metric: GrowingMetric | undefined, place: number, amount: Amount | null): void {
  if (!metric || (amount && !amount.events && amount.x === 0 && amount.y === 0)) return;
  metric.subjects.push(place);
  metric.events.push(amount ? amount.events : -1);
  metric.xs.push(amount?.x ?? 0);
  metric.ys.push(amount?.y ?? 0);
}

/** The cap is that of all subjects together, so that it is the same however they are split. */
export const cappedSample = (sample: Sample, metrics: readonly CountedMetric[]): Sample => ({
  ...sample,
  metrics: sample.metrics.map((one, at) => capped(one, metrics[at])),
});

function capped(metric: SampledMetric, asked: CountedMetric | undefined): SampledMetric {
  if (!asked?.cap) return metric;
  const least = 'value' in asked.cap ? asked.cap.value : quantileOf(metric.xs, asked.cap.quantile);
  const cut = (all: readonly number[]): number[] => all.map((one) => Math.min(one, least));
  return { ...metric, xs: cut(metric.xs), ys: cut(metric.ys) };
}

function quantileOf(all: readonly number[], quantile: number): number {
  const sorted = Float64Array.from(all.filter((one) => one > 0)).sort();
  return sorted[placeOf(quantile, sorted.length)] ?? Number.POSITIVE_INFINITY;
}

/** Those alone whom the phase itself has split. */
export function withoutCarried(sample: Sample): Sample {
  const places: number[] = [];
  let next = 0;
  for (const isCarried of sample.isCarried) places.push(isCarried ? -1 : next++);
  const placeOfKept = (place: number): number => places[place] as number;
  return {
    ...sample,
    hashes: sample.hashes.filter((_, at) => placeOfKept(at) >= 0),
    isCarried: sample.isCarried.filter((one) => !one),
    metrics: sample.metrics.map(({ subjects, ...lists }) => {
      const pick = (all: readonly number[]): number[] =>
        all.filter((_, at) => placeOfKept(subjects[at] as number) >= 0);
      return {
        subjects: pick(subjects).map(placeOfKept),
        events: pick(lists.events),
        xs: pick(lists.xs),
        ys: pick(lists.ys),
      };
    }),
  };
}
