/** Makes counts by hand, so that a read-out is tested without events. */

import { type ArmCounts, type ExperimentCounts, type MetricCounts, NO_METRIC } from '../../src/results/counts.js';
import { type Manner, type Result, readOut } from '../../src/results/index.js';
import { equalPairs, grown, mergePairs, push, startPairs } from '../../src/results/pairs.js';
import { asked } from './made.js';

const SINCE = Date.UTC(2026, 10, 2);
const TEN_DAYS = 10 * 86_400_000;

/** So many of these subjects converted. */
export const did = (converted: number, subjects: number): MetricCounts => ({
  ...NO_METRIC,
  converted,
  positive: converted,
  numbers: mergePairs(equalPairs(converted, 1, 0), equalPairs(subjects - converted, 0, 0)),
});

/** A number to a subject, or two of them: its own and the one of before, or what stands above and below. */
export function brought(pairs: readonly (number | readonly [number, number])[], isBelow = false): MetricCounts {
  const growing = startPairs();
  const both = pairs.map((one) => (typeof one === 'number' ? ([one, 0] as const) : one));
  for (const [x, y] of both) push(growing, x, y);
  const positive = both.filter((pair) => pair[isBelow ? 1 : 0] !== 0).length;
  return { ...NO_METRIC, converted: positive, positive, numbers: grown(growing) };
}

/** These numbers again and again. */
export const cycle = <T>(subjects: number, values: readonly T[]): T[] =>
  Array.from({ length: subjects }, (_, at) => values[at % values.length]).filter((one): one is T => one !== undefined);

export const arm = (variant: string, metrics: readonly MetricCounts[], more: Partial<ArmCounts> = {}): ArmCounts => ({
  variant,
  isCarried: false,
  subjects: (metrics[0]?.numbers.subjects ?? 0) + (metrics[0]?.pending ?? 0),
  failed: 0,
  failures: [],
  metrics,
  days: [],
  ...more,
});

export const counted = (arms: readonly ArmCounts[], more: object = {}): ExperimentCounts => ({
  id: 'cta',
  phases: [
    { phase: 'p1', sinceMs: SINCE, untilMs: SINCE + TEN_DAYS, isLater: false, mixed: 0, arms, segments: [], ...more },
  ],
});

export const MANNER: Manner = { certainty: { confidence: 0.95 }, isAdjusted: false };

/** What comes of metrics of the control and of others. */
export const readArms = (
  arms: Readonly<Record<string, readonly MetricCounts[]>>,
  about = asked(),
  manner: Partial<Manner> = {},
): Result =>
  readOut(about, counted(Object.entries(arms).map(([key, metrics]) => arm(key, metrics))), { ...MANNER, ...manner });
