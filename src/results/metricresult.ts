/** Computes what a metric came to, and how sure that is. */

import type { Arms, Manner, PhaseVariant } from './compared.js';
import { type MetricCounts, NO_METRIC } from './counts.js';
import type { AskedMetric } from './design.js';
import { compare, compareAll, falseDiscoveryRates, guardOf, type Measured } from './inference/index.js';
import { levelOf, measure } from './measures.js';
import type { Against, MetricArm, MetricResult } from './result.js';

/** What a metric came to in each variant, and against the control. */
export function metricOf(
  metric: AskedMetric,
  at: number,
  variants: readonly PhaseVariant[],
  control: string,
  arms: Arms,
  manner: Manner,
): MetricResult {
  const counts = variants.map(({ key }) => arms.get(key)?.metrics[at] ?? NO_METRIC);
  const against = contrastsOf(metric, counts, variants, control, manner);
  return {
    ...metric,
    isPrimary: metric.role === 'primary',
    method: metric.role === 'primary' ? against.method : null,
    arms: variants.map(({ key, name }, place) => ({
      variant: key,
      name,
      ...figuresOf(metric, counts[place] as MetricCounts),
      against: against.by.get(key) ?? null,
    })),
  };
}

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

/** Each variant against the control. */
export function contrastsOf(
  metric: AskedMetric,
  counts: readonly MetricCounts[],
  variants: readonly PhaseVariant[],
  control: string,
  { certainty, isAdjusted }: Manner,
) {
  const canAdjust = isAdjusted && ['conversion', 'count', 'sum'].includes(metric.kind);
  const measured = (isWith: boolean): Measured[] => counts.map((one) => measure(metric, one, isWith));
  const [all, plain] = [measured(canAdjust), measured(false)];
  const base = variants.findIndex(({ key }) => key === control);
  const first = all[base];
  const others = variants.flatMap(({ key, share }, at) => (at === base ? [] : [{ key, at, share }]));
  const by = new Map<string, Against>();
  if (!first) return { method: null, by };
  // A closed variant that nobody saw is in no comparison, so it makes no other interval wider.
  const open = others.filter(({ at, share }) => share > 0 || counts[at]?.numbers.subjects);
  const family =
    metric.role === 'primary'
      ? compareAll(
          first,
          open.map(({ at }) => all[at] as Measured),
          certainty,
        )
      : null;
  for (const { key, at } of others) {
    const own = all[at] as Measured;
    const place = open.findIndex((one) => one.at === at);
    const contrast = family?.contrasts[place] ?? compare(first, own, certainty);
    const [before, after] = [plain[base] as Measured, plain[at] as Measured];
    const guard = metric.role === 'guardrail' ? guardOf(first, own, metric, certainty) : null;
    const shrunk = canAdjust ? ratioOfWidths(compare(first, own, certainty), compare(before, after, certainty)) : null;
    by.set(key, { ...contrast, q: null, guard, shrunk });
  }
  return { method: family?.method ?? null, by };
}

function ratioOfWidths(a: ReturnType<typeof compare>, b: ReturnType<typeof compare>): number | null {
  if (a.difference.is === 'unknown' || b.difference.is === 'unknown') return null;
  // No difference that is known has an interval without a width.
  return (a.difference.high - a.difference.low) / (b.difference.high - b.difference.low);
}

/** Of secondary metrics the rate of false discoveries, all of them and all variants together. */
export function withRates(metrics: readonly MetricResult[]): MetricResult[] {
  const known = metrics.flatMap(({ key, role, arms }) =>
    role === 'secondary'
      ? arms.flatMap(({ variant, against }) =>
          against?.difference.is === 'known' ? [{ id: `${key} ${variant}`, p: against.difference.p }] : [],
        )
      : [],
  );
  const rates = falseDiscoveryRates(known.map(({ p }) => p));
  const byId = new Map(known.map(({ id }, at) => [id, rates[at] as number]));
  return metrics.map((metric) => ({
    ...metric,
    arms: metric.arms.map((arm) => ({
      ...arm,
      against: arm.against && { ...arm.against, q: byId.get(`${metric.key} ${arm.variant}`) ?? null },
    })),
  }));
}
