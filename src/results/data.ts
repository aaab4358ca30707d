/** Makes a result as `--json` and `--csv` write it. */

import type { Against, MetricResult, Result } from './result.js';
import { momentOf } from './times.js';

/** What of a result is data for others: times as ISO 8601, a comparison as plain numbers. */
export function dataOf(result: Result): object {
  const { sinceMs, untilMs, metrics, segments, ...rest } = result;
  return {
    ...rest,
    since: momentOf(sinceMs),
    until: momentOf(untilMs),
    metrics: metrics.map(metricData),
    segments: segments.map((segment) => ({ ...segment, metrics: segment.metrics.map(metricData) })),
  };
}

const metricData = (metric: MetricResult): object => ({
  ...metric,
  windowMs: metric.windowMs ?? null,
  cap: metric.cap ?? null,
  over: metric.over ?? null,
  isCounted: metric.isCounted ?? false,
  quantile: metric.quantile ?? null,
  arms: metric.arms.map(({ against, ...arm }) => ({ ...arm, against: against && againstData(against) })),
});

/**
 * `lift`, `low` and `high` are shares of the control's value, null where they have no bounds; the difference has its
 * own unit.
 */
function againstData({ lift, difference, belief, shortages, guard, ...rest }: Against): object {
  const bounds = lift.is === 'bounded' ? lift : null;
  return {
    lift: lift.is === 'open' ? null : lift.value,
    low: lift.is === 'open' ? lift.low : (bounds?.low ?? null),
    high: bounds?.high ?? null,
    liftReason: lift.is === 'bounded' ? null : lift.reason,
    p: difference.is === 'known' ? difference.p : null,
    difference: difference.value,
    differenceLow: difference.is === 'known' ? difference.low : null,
    differenceHigh: difference.is === 'known' ? difference.high : null,
    differenceReason: difference.is === 'known' ? null : difference.reason,
    chanceAbove: belief?.chanceAbove ?? null,
    lossOfVariant: belief?.lossOfVariant ?? null,
    lossOfControl: belief?.lossOfControl ?? null,
    lossScale: belief?.scale ?? null,
    shortages,
    guard,
    ...rest,
  };
}

const COLUMNS = [
  'experiment',
  'phase',
  'segment',
  'value',
  'variant',
  'metric',
  'kind',
  'role',
  'goal',
  'subjects',
  'pending',
  'converted',
  'total',
  'uncappedTotal',
  'mean',
  'lift',
  'low',
  'high',
  'difference',
  'differenceLow',
  'differenceHigh',
  'p',
  'q',
  'confidence',
  'chanceAbove',
  'guard',
  'verdict',
] as const;

/** One row to experiment, phase, variant, metric and segment. */
export function csvOf(results: readonly Result[]): string {
  const rows = results.flatMap((result) =>
    [{ by: '', value: null as string | null, metrics: result.metrics }, ...result.segments].flatMap(
      ({ by, value, metrics }) =>
        metrics.flatMap((metric) =>
          metric.arms.map((arm) => {
            const against = arm.against ? (againstData(arm.against) as Readonly<Record<string, unknown>>) : {};
            const cells: Readonly<Record<string, unknown>> = {
              ...metric,
              ...arm,
              ...against,
              experiment: result.id,
              phase: result.phase,
              segment: by,
              value,
              metric: metric.key,
              guard: arm.against?.guard?.state,
              verdict: result.verdict.code,
            };
            return COLUMNS.map((column) => csvCell(cells[column])).join(',');
          }),
        ),
    ),
  );
  return `${[COLUMNS.join(','), ...rows].join('\n')}\n`;
}

/** In quotes where it has to be; what a spreadsheet would take for a formula begins with an apostrophe. */
function csvCell(value: unknown): string {
  if (value === null || value === undefined) return '';
  const text = String(value);
  const safe = typeof value === 'string' && /^[=+\-@＝＋－＠\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
