/** Makes counts of what has grown: sums, quantiles and caps of each arm. */

import {
  type ArmCounts,
  addMetrics,
  type FailureCounts,
  type MetricCounts,
  NO_METRIC,
  type PhaseCounts,
} from '../counts.js';
import { groupBy } from '../group.js';
import type { MetricCell, MetricCells } from './cells.js';
import type { Dictionary } from './dictionary.js';
import { type GrowingArm, type GrowingArms, type GrowingDay, type GrowingPhase, NO_PHASE } from './growing.js';

/**
 * The counts of a phase.
 *
 * @param isLater whether an earlier phase may have stored assignments: in a first one those who have one are as others
 */
export function finishPhase(
  growing: GrowingPhase,
  isLater: boolean,
  by: readonly string[],
  texts: Dictionary,
): PhaseCounts {
  const { phase, sinceMs, untilMs, mixed, cells } = growing;
  for (const one of cells) one.finish(isLater);
  const segments = [...growing.segments].map(([key, arms]) => {
    const [at, value] = JSON.parse(key) as [number, string | null];
    return { at, by: by[at] as string, value, arms: armsOf(arms, cells, isLater, texts, false) };
  });
  return {
    phase: phase === NO_PHASE ? null : phase,
    sinceMs,
    untilMs,
    isLater,
    mixed,
    arms: armsOf(growing.arms, cells, isLater, texts, true),
    segments: segments.sort((a, b) => a.at - b.at || compareTexts(a.value, b.value)).map(({ at: _at, ...one }) => one),
  };
}

function armsOf(
  arms: GrowingArms,
  cells: readonly MetricCells[],
  isLater: boolean,
  texts: Dictionary,
  hasDays: boolean,
): ArmCounts[] {
  const sorted = [...arms.values()].sort(
    (a, b) => compareTexts(a.variant, b.variant) || Number(a.isCarried) - Number(b.isCarried),
  );
  const groups = isLater ? sorted.map((arm) => [arm]) : groupBy(sorted, ({ variant }) => variant).values();
  return [...groups].map((parts) => ({
    variant: (parts[0] as GrowingArm).variant,
    isCarried: isLater && (parts[0] as GrowingArm).isCarried,
    ...finishArm(parts, cells, texts, hasDays),
  }));
}

/** @param parts groups of the arm's subjects */
function finishArm(
  parts: readonly GrowingArm[],
  cells: readonly MetricCells[],
  texts: Dictionary,
  hasDays: boolean,
): Omit<ArmCounts, 'variant' | 'isCarried'> {
  const growing = groupBy(
    parts.flatMap(({ days }) => [...days]),
    ([day]) => day,
  );
  const days = [...growing].sort(([a], [b]) => a - b).map(([day, all]) => finishDay(day, all, cells));
  const metrics = cells.map((metric, at): MetricCounts => {
    const sum = days.reduce((all, { metrics }) => addMetrics(all, metrics[at] as MetricCounts), NO_METRIC);
    const whole = parts.flatMap(
      (part) => part.whole[at] ?? [...part.days.values()].map(({ cells }) => cells[at] as MetricCell),
    );
    return { ...sum, quantile: metric.quantileAmong(whole) };
  });
  const total = (numberOf: (part: GrowingArm) => number): number =>
    parts.reduce((all, part) => all + numberOf(part), 0);
  return {
    subjects: total(({ subjects }) => subjects),
    failed: total(({ failed }) => failed),
    failures: finishFailures(parts, texts),
    metrics,
    days: hasDays ? days : [],
  };
}

function finishDay(day: number, parts: readonly (readonly [number, GrowingDay])[], all: readonly MetricCells[]) {
  const metricAt = (at: number): MetricCounts =>
    parts.reduce(
      (sum, [, { subjects, cells }]) => addMetrics(sum, (cells[at] as MetricCell).counts(subjects)),
      NO_METRIC,
    );
  return {
    day,
    subjects: parts.reduce((sum, [, { subjects }]) => sum + subjects, 0),
    metrics: all.map((_, at) => metricAt(at)),
  };
}

function finishFailures(parts: readonly GrowingArm[], texts: Dictionary): FailureCounts[] {
  const counts = new Map<string, number>();
  for (const { failures } of parts)
    for (const [key, count] of failures) counts.set(key, (counts.get(key) ?? 0) + count);
  const kinds = [...counts].map(([key, subjects]) => {
    const [code = 0, selector = 0] = key.split(' ').map(Number);
    return { code: texts.textOf(code), selector: texts.textOf(selector) || null, subjects };
  });
  return kinds.sort(
    (a, b) => b.subjects - a.subjects || compareTexts(a.code, b.code) || compareTexts(a.selector, b.selector),
  );
}

export const byBegin = (a: PhaseCounts, b: PhaseCounts): number =>
  a.sinceMs - b.sinceMs || compareTexts(a.phase, b.phase);

/** By code units; what is missing comes first. */
export const compareTexts = (a: string | null, b: string | null): number =>
  a === b ? 0 : a === null ? -1 : b === null ? 1 : a < b ? -1 : 1;
