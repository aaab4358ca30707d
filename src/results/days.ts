/** Tells what happened day by day. */

import type { Arms, Manner, PhaseVariant } from './compared.js';
import { addMetrics, type DayCounts, type MetricCounts, NO_METRIC } from './counts.js';
import type { Asked } from './design.js';
import { contrastsOf } from './metricresult.js';
import { DAY_MS } from './question.js';
import type { Against, DayResult } from './result.js';
import { dayOf } from './times.js';

/** Of each day in its order what came then, in the order of the variants. */
export function byDay(variants: readonly PhaseVariant[], arms: Arms): Map<number, (DayCounts | null)[]> {
  const days = new Map<number, (DayCounts | null)[]>();
  for (const [at, { key }] of variants.entries())
    for (const one of arms.get(key)?.days ?? []) {
      const own = days.get(one.day) ?? variants.map(() => null);
      own[at] = one;
      days.set(one.day, own);
    }
  return new Map([...days].sort(([a], [b]) => a - b));
}

/** Subjects at which an interval for every look is narrowest, where none was asked for. */
const TUNED_FOR = 5000;
/** The most days that are told, the last ones: anybody can post any time. */
const MOST_DAYS = 400;

/** New subjects of each day, and the lift of all who came until then. */
export function daysOf(
  asked: Asked,
  variants: readonly PhaseVariant[],
  control: string,
  arms: Arms,
  manner: Manner,
): DayResult[] {
  const place = asked.metrics.findIndex(({ role, kind }) => role === 'primary' && kind !== 'quantile');
  const metric = asked.metrics[place];
  const certainty = { ...manner.certainty, tunedFor: manner.certainty.tunedFor ?? TUNED_FOR };
  const sums = variants.map(() => NO_METRIC);
  const all = [...byDay(variants, arms)];
  return all.flatMap(([day, own], index): DayResult[] => {
    for (const [at, one] of own.entries())
      sums[at] = addMetrics(sums[at] as MetricCounts, one?.metrics[place] ?? NO_METRIC);
    if (index < all.length - MOST_DAYS) return [];
    const by = metric
      ? contrastsOf(metric, sums, variants, control, { ...manner, certainty }).by
      : new Map<string, Against>();
    return [
      {
        day: dayOf(day * DAY_MS),
        subjects: own.map((one) => one?.subjects ?? 0),
        lifts: [...by].map(([variant, { lift }]) => ({ variant, lift })),
      },
    ];
  });
}
