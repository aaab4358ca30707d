/** From counts to a result: what each variant did, how sure that is, and what to do now. */

import {
  type ArmCounts,
  addMetrics,
  type DayCounts,
  type ExperimentCounts,
  type MetricCounts,
  NO_METRIC,
} from './counts.js';
import { type Asked, type AskedMetric, choosePhase, comparedIn } from './design.js';
import {
  type Certainty,
  chiSquared,
  compare,
  compareAll,
  equalityP,
  falseDiscoveryRates,
  guardOf,
  type Measured,
  splitAlways,
  splitAtOnce,
} from './inference/index.js';
import { levelOf, measure } from './measures.js';
import { DAY_MS } from './question.js';
import type { Against, Arm, DayResult, MetricArm, MetricResult, Result, SegmentResult, Split } from './result.js';
import { dayOf } from './times.js';
import { verdictOn } from './verdict.js';

/** How it is read. */
export interface Manner {
  readonly certainty: Certainty;
  /** Whether what subjects did before is taken into account. */
  readonly isAdjusted: boolean;
  /** A phase in place of the published one. */
  readonly phase?: string | undefined;
}

type Arms = ReadonlyMap<string, readonly ArmCounts[]>;

/** The result of an experiment within one phase. */
export function readOut(asked: Asked, counts: ExperimentCounts, manner: Manner): Result {
  const chosen = choosePhase(asked, counts, manner.phase);
  const { shares, control } = chosen;
  const { arms, carried } = comparedIn(chosen.counts?.arms ?? [], chosen.isLater);
  const variants = variantsOf(asked, shares);
  const told = variants.map((variant) => armOf(variant, arms.get(variant.key) ?? []));
  const subjects = sum(told.map((arm) => arm.subjects));
  const seen = subjects ? chosen.counts : null;
  const base: Omit<Result, 'verdict'> = {
    id: asked.id,
    phase: chosen.phase,
    phases: counts.phases.map(({ phase, arms: all }) => ({ phase, subjects: sum(all.map((arm) => arm.subjects)) })),
    control,
    subjects,
    sinceMs: seen?.sinceMs ?? null,
    untilMs: seen?.untilMs ?? null,
    arms: told,
    split: splitOf(variants, arms, manner.certainty),
    isOwnDesign: chosen.isOwnDesign,
    isFilePhase: chosen.phase === asked.phase,
    mixed: chosen.counts?.mixed ?? 0,
    carried,
    strangers: sum([...arms].map(([key, all]) => (shares.has(key) ? 0 : sum(all.map((arm) => arm.subjects))))),
    failuresP: equalityP(told.map((arm) => ({ subjects: arm.subjects, had: arm.failed }))),
    metrics: withRates(asked.metrics.map((metric, at) => metricOf(metric, at, variants, control, arms, manner))),
    segments: (chosen.counts?.segments ?? []).map((one) =>
      segmentOf(asked, one, comparedIn(one.arms, chosen.isLater).arms, variants, control, manner),
    ),
    days: daysOf(asked, variants, control, arms, manner),
    planned: asked.plan && { subjects: asked.plan.subjects, share: subjects / asked.plan.subjects },
  };
  return { ...base, verdict: verdictOn(base, asked, manner.certainty) };
}

interface Variant {
  readonly key: string;
  readonly name: string;
  readonly share: number;
}

/** Those of the phase in the order of the file; what the file has no more comes last. */
function variantsOf({ variants }: Asked, shares: ReadonlyMap<string, number>): Variant[] {
  const known = variants.filter(({ key }) => shares.has(key));
  const gone = [...shares.keys()].filter((key) => !known.some((one) => one.key === key));
  return [...known, ...gone.map((key) => ({ key, name: key, share: 0 }))].map((one) => ({
    ...one,
    share: shares.get(one.key) ?? 0,
  }));
}

function armOf({ key, name, share }: Variant, counts: readonly ArmCounts[]): Arm {
  const failures = new Map<string, Arm['failures'][number]>();
  for (const failure of counts.flatMap((arm) => arm.failures)) {
    const id = JSON.stringify([failure.code, failure.selector]);
    failures.set(id, { ...failure, subjects: failure.subjects + (failures.get(id)?.subjects ?? 0) });
  }
  return {
    variant: key,
    name,
    subjects: sum(counts.map((arm) => arm.subjects)),
    expectedShare: share,
    failed: sum(counts.map((arm) => arm.failed)),
    failures: [...failures.values()].sort((a, b) => b.subjects - a.subjects),
  };
}

function splitOf(variants: readonly Variant[], arms: Arms, { tunedFor }: Certainty): Split | null {
  const subjectsIn = (key: string): number => sum((arms.get(key) ?? []).map((arm) => arm.subjects));
  const cells = variants.map(({ key, share }) => ({ share, subjects: subjectsIn(key) }));
  if (!cells.some(({ subjects }) => subjects)) return null;
  const [counts, expected] = [cells.map(({ subjects }) => subjects), cells.map(({ share }) => share)];
  const { statistic = null, degrees = null } = chiSquared(counts, expected) ?? {};
  if (tunedFor === undefined) return { ...splitAtOnce(cells), statistic, degrees };
  const looks: number[][] = [];
  for (const own of byDay(variants, arms).values())
    looks.push(own.map((all, at) => (looks.at(-1)?.[at] ?? 0) + sum(all.map((one) => one.subjects))));
  return { ...splitAlways(looks.length ? looks : [counts], expected), statistic, degrees };
}

function metricOf(
  metric: AskedMetric,
  at: number,
  variants: readonly Variant[],
  control: string,
  arms: Arms,
  manner: Manner,
): MetricResult {
  const counts = variants.map(({ key }) => add((arms.get(key) ?? []).map((arm) => arm.metrics[at] ?? NO_METRIC)));
  const against = contrastsOf(metric, counts, variants, control, manner);
  return {
    ...metric,
    isPrimary: metric.role === 'primary',
    method: metric.role === 'primary' ? against.method : null,
    arms: variants.map(({ key, name }, place) => ({
      variant: key,
      name,
      ...figuresOf(metric, counts[place] ?? NO_METRIC),
      against: against.by.get(key) ?? null,
    })),
  };
}

const add = (all: readonly MetricCounts[]): MetricCounts => all.reduce(addMetrics, NO_METRIC);

function figuresOf(metric: AskedMetric, counts: MetricCounts): Omit<MetricArm, 'variant' | 'name' | 'against'> {
  const { pending, converted, numbers, uncapped, quantile } = counts;
  return {
    subjects: numbers.subjects,
    pending,
    converted,
    total: metric.kind === 'quantile' ? (quantile?.events ?? 0) : numbers.sum,
    uncappedTotal: uncapped && uncapped.mean * uncapped.subjects,
    mean: levelOf(metric, counts),
  };
}

function contrastsOf(
  metric: AskedMetric,
  counts: readonly MetricCounts[],
  variants: readonly Variant[],
  control: string,
  { certainty, isAdjusted }: Manner,
) {
  const canAdjust = isAdjusted && ['conversion', 'count', 'sum'].includes(metric.kind);
  const measured = (isWith: boolean): Measured[] => counts.map((one) => measure(metric, one, isWith));
  const [all, plain] = [measured(canAdjust), measured(false)];
  const base = variants.findIndex(({ key }) => key === control);
  const first = all[base];
  const others = variants.flatMap(({ key }, at) => (at === base ? [] : [{ key, at }]));
  const by = new Map<string, Against>();
  if (!first) return { method: null, by };
  const rest = others.flatMap(({ at }) => all[at] ?? []);
  const family = metric.role === 'primary' ? compareAll(first, rest, certainty) : null;
  for (const [place, { key, at }] of others.entries()) {
    const own = all[at] ?? first;
    const contrast = family?.contrasts[place] ?? compare(first, own, certainty);
    const [before, after] = [plain[base] ?? first, plain[at] ?? first];
    const guard = metric.role === 'guardrail' ? guardOf(first, own, metric, certainty) : null;
    const shrunk = canAdjust ? ratioOfWidths(compare(first, own, certainty), compare(before, after, certainty)) : null;
    by.set(key, { ...contrast, q: null, guard, shrunk });
  }
  return { method: family?.method ?? null, by };
}

function ratioOfWidths(a: ReturnType<typeof compare>, b: ReturnType<typeof compare>): number | null {
  if (a.difference.is === 'unknown' || b.difference.is === 'unknown') return null;
  const width = b.difference.high - b.difference.low;
  return width > 0 ? (a.difference.high - a.difference.low) / width : null;
}

/** Of secondary metrics the rate of false discoveries, all of them and all variants together. */
function withRates(metrics: readonly MetricResult[]): MetricResult[] {
  const known = metrics.flatMap(({ key, role, arms }) =>
    role === 'secondary'
      ? arms.flatMap(({ variant, against }) =>
          against?.difference.is === 'known' ? [{ id: `${key} ${variant}`, p: against.difference.p }] : [],
        )
      : [],
  );
  const rates = falseDiscoveryRates(known.map(({ p }) => p));
  const byId = new Map(known.map(({ id }, at) => [id, rates[at] ?? null]));
  return metrics.map((metric) => ({
    ...metric,
    arms: metric.arms.map((arm) => ({
      ...arm,
      against: arm.against && { ...arm.against, q: byId.get(`${metric.key} ${arm.variant}`) ?? null },
    })),
  }));
}

function segmentOf(
  asked: Asked,
  { by, value }: { readonly by: string; readonly value: string | null },
  arms: Arms,
  variants: readonly Variant[],
  control: string,
  manner: Manner,
): SegmentResult {
  const subjects = sum(variants.flatMap(({ key }) => (arms.get(key) ?? []).map((arm) => arm.subjects)));
  return {
    by,
    value,
    subjects,
    split: splitOf(variants, arms, { confidence: manner.certainty.confidence }),
    metrics: asked.metrics.map((metric, at) => metricOf(metric, at, variants, control, arms, manner)),
  };
}

/** Of each day in its order what came then, in the order of the variants. */
function byDay(variants: readonly Variant[], arms: Arms): Map<number, DayCounts[][]> {
  const days = new Map<number, DayCounts[][]>();
  for (const [at, { key }] of variants.entries())
    for (const one of (arms.get(key) ?? []).flatMap((arm) => arm.days)) {
      const own = days.get(one.day) ?? variants.map(() => []);
      own[at]?.push(one);
      days.set(one.day, own);
    }
  return new Map([...days].sort(([a], [b]) => a - b));
}

/** Subjects at which an interval for every look is narrowest, where none was asked for. */
const TUNED_FOR = 5000;
/** The most days that are told, the last ones: anybody can post any time. */
const MOST_DAYS = 400;

function daysOf(asked: Asked, variants: readonly Variant[], control: string, arms: Arms, manner: Manner): DayResult[] {
  const place = asked.metrics.findIndex(({ role, kind }) => role === 'primary' && kind !== 'quantile');
  const metric = asked.metrics[place];
  const certainty = { ...manner.certainty, tunedFor: manner.certainty.tunedFor ?? TUNED_FOR };
  const sums = variants.map(() => NO_METRIC);
  const all = [...byDay(variants, arms)];
  return all.flatMap(([day, own], index): DayResult[] => {
    for (const [at, some] of own.entries())
      sums[at] = add([sums[at] ?? NO_METRIC, ...some.map(({ metrics }) => metrics[place] ?? NO_METRIC)]);
    if (index < all.length - MOST_DAYS) return [];
    const by = metric
      ? contrastsOf(metric, sums, variants, control, { ...manner, certainty }).by
      : new Map<string, Against>();
    return [
      {
        day: dayOf(day * DAY_MS),
        subjects: own.map((some) => sum(some.map((one) => one.subjects))),
        lifts: [...by].map(([variant, { lift }]) => ({ variant, lift })),
      },
    ];
  });
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
