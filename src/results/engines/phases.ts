/** Adds members of phases up to `Counts`. */

import {
  type ArmCounts,
  addMetrics,
  type Counts,
  type DayCounts,
  type MetricCounts,
  NO_METRIC,
  type PhaseCounts,
  YIELDED,
} from '../counts.js';
import { DAY_MS, type ResultQuestion } from '../question.js';
import { type Amount, amountOf, type NamedMetric, NO_AMOUNT } from './amounts.js';
import { createMetricCells, type Grouping, type MetricCell, type MetricCells } from './cells.js';
import type { Dictionary } from './dictionary.js';
import type { Member } from './subjects.js';

/** What is asked of one experiment, with the numbers of its texts. */
export interface NamedExperiment {
  readonly id: string;
  readonly number: number;
  readonly metrics: readonly NamedMetric[];
}

/** Takes members, and has counts in the end. */
export interface Tally {
  /** What the subject did, by metric; null of whoever is in no arm. */
  add(member: Member): readonly (Amount | null)[] | null;
  counts(): Counts;
  close(): void;
}

interface GrowingPhase {
  readonly phase: string;
  sinceMs: number;
  untilMs: number;
  mixed: number;
  readonly cells: readonly MetricCells[];
  readonly arms: GrowingArms;
  /** By the place of the fact and its value, as JSON. */
  readonly segments: Map<string, GrowingArms>;
}

/** By twice the number of the variant, and one more for those who carried it over. */
type GrowingArms = Map<number, GrowingArm>;

interface GrowingArm {
  readonly variant: string;
  readonly isCarried: boolean;
  subjects: number;
  failed: number;
  /** By code and selector, as JSON. */
  readonly failures: Map<string, number>;
  /** For metrics that cannot be added up from days. */
  readonly whole: readonly (MetricCell | null)[];
  readonly days: Map<number, GrowingDay>;
}

interface GrowingDay {
  subjects: number;
  readonly cells: readonly MetricCell[];
}

/** What stands for a phase that exposures do not name. */
export const NO_PHASE = '';

/**
 * @param texts what the numbers of members stand for
 * @param horizonMs how far the events of an experiment reach
 */
export function createTally(
  { by }: ResultQuestion,
  experiments: readonly NamedExperiment[],
  texts: Dictionary,
  horizonMs: (experiment: number) => number,
): Tally {
  const asked = new Map(experiments.map((one) => [one.number, one]));
  const phases = new Map<number, Map<number, GrowingPhase>>();
  const phaseOf = ({ experiment, phase }: Member, metrics: readonly NamedMetric[]): GrowingPhase => {
    const own = upsert(phases, experiment, () => new Map<number, GrowingPhase>());
    return upsert(own, phase, () => startPhase(texts.textOf(phase), metrics));
  };
  return {
    add(member) {
      // Of experiments that were not asked for there are no members.
      const { metrics } = asked.get(member.experiment) as NamedExperiment;
      const phase = phaseOf(member, metrics);
      phase.sinceMs = Math.min(phase.sinceMs, member.firstMs);
      phase.untilMs = Math.max(phase.untilMs, member.firstMs);
      if (!isInArm(member)) {
        phase.mixed++;
        return null;
      }
      const reachedMs = horizonMs(member.experiment);
      const amounts = metrics.map((metric) => amountOf(metric, member, reachedMs));
      const facts = by.length ? (JSON.parse(texts.textOf(member.facts)) as readonly (string | null)[]) : [];
      addTo(phase.arms, phase, member, amounts, 'day', texts);
      for (const [at, value] of facts.entries()) {
        const arms = upsert(phase.segments, JSON.stringify([at, value]), () => new Map<number, GrowingArm>());
        addTo(arms, phase, member, amounts, 'segment', texts);
      }
      return amounts;
    },
    counts: () => ({
      experiments: experiments.map(({ id, number }) => ({
        id,
        phases: [...(phases.get(number)?.values() ?? [])].map((phase) => finishPhase(phase, by, texts)).sort(byBegin),
      })),
    }),
    close() {
      for (const own of phases.values()) for (const { cells } of own.values()) for (const one of cells) one.close();
    },
  };
}

/** Who saw one variant alone. */
type InArm = Member & { readonly variant: number };
const isInArm = (member: Member): member is InArm => member.variant !== null;

function addTo(
  arms: GrowingArms,
  { cells: all }: GrowingPhase,
  member: InArm,
  amounts: readonly (Amount | null)[],
  of: Grouping,
  texts: Dictionary,
): void {
  const { variant, isCarried, firstMs, failures } = member;
  const key = 2 * variant + Number(isCarried);
  const arm = upsert(arms, key, () => startArm(texts.textOf(variant), isCarried, of === 'day' ? all : []));
  arm.subjects++;
  if (failures.length) addFailures(arm, failures, texts);
  const day = of === 'day' ? Math.floor(firstMs / DAY_MS) : 0;
  const cells = upsert(arm.days, day, () => ({ subjects: 0, cells: all.map((one) => one.create(of)) }));
  cells.subjects++;
  for (let at = 0; at < amounts.length; at++) {
    const amount = amounts[at] ?? null;
    if (amount === NO_AMOUNT) continue;
    cells.cells[at]?.add(amount);
    arm.whole[at]?.add(amount);
  }
}

function addFailures(arm: GrowingArm, failures: Member['failures'], texts: Dictionary): void {
  if (failures.some(({ code }) => texts.textOf(code) !== YIELDED)) arm.failed++;
  for (const failure of new Set(failures.map(({ code, selector }) => `${code} ${selector}`)))
    arm.failures.set(failure, (arm.failures.get(failure) ?? 0) + 1);
}

const startPhase = (phase: string, metrics: readonly NamedMetric[]): GrowingPhase => ({
  phase,
  sinceMs: Number.POSITIVE_INFINITY,
  untilMs: Number.NEGATIVE_INFINITY,
  mixed: 0,
  cells: metrics.map(({ metric }) => createMetricCells(metric)),
  arms: new Map(),
  segments: new Map(),
});

const startArm = (variant: string, isCarried: boolean, cells: readonly MetricCells[]): GrowingArm => ({
  variant,
  isCarried,
  subjects: 0,
  failed: 0,
  failures: new Map(),
  whole: cells.map((one) => (one.isAdded ? null : one.create('arm'))),
  days: new Map(),
});

function finishPhase(growing: GrowingPhase, by: readonly string[], texts: Dictionary): PhaseCounts {
  const { phase, sinceMs, untilMs, mixed } = growing;
  for (const one of growing.cells) one.finish();
  const segments = [...growing.segments].map(([key, arms]) => {
    const [at, value] = JSON.parse(key) as [number, string | null];
    return { at, by: by[at] as string, value, arms: armsOf(arms, texts, false) };
  });
  return {
    phase: phase === NO_PHASE ? null : phase,
    sinceMs,
    untilMs,
    mixed,
    arms: armsOf(growing.arms, texts, true),
    segments: segments.sort((a, b) => a.at - b.at || compareTexts(a.value, b.value)).map(({ at: _at, ...one }) => one),
  };
}

const armsOf = (arms: GrowingArms, texts: Dictionary, hasDays: boolean): ArmCounts[] =>
  [...arms.values()]
    .map((arm) => finishArm(arm, texts, hasDays))
    .sort((a, b) => compareTexts(a.variant, b.variant) || Number(a.isCarried) - Number(b.isCarried));

function finishArm(arm: GrowingArm, texts: Dictionary, hasDays: boolean): ArmCounts {
  const { variant, isCarried, subjects, failed, failures, whole } = arm;
  const days = [...arm.days]
    .sort(([a], [b]) => a - b)
    .map(([day, { subjects, cells }]) => ({ day, subjects, metrics: cells.map((cell) => cell.counts(subjects)) }));
  // Whoever is in an arm came on a day.
  const first = days[0] as DayCounts;
  const metrics = first.metrics.map((_, at) => {
    const sum = days.reduce((all, { metrics }) => addMetrics(all, metrics[at] as MetricCounts), NO_METRIC);
    return { ...sum, quantile: whole[at]?.counts(subjects).quantile ?? sum.quantile };
  });
  const kinds = [...failures].map(([key, count]) => {
    const [code = 0, selector = 0] = key.split(' ').map(Number);
    return { code: texts.textOf(code), selector: texts.textOf(selector) || null, subjects: count };
  });
  kinds.sort((a, b) => b.subjects - a.subjects || compareTexts(a.code, b.code) || compareTexts(a.selector, b.selector));
  return { variant, isCarried, subjects, failed, failures: kinds, metrics, days: hasDays ? days : [] };
}

export const byBegin = (a: PhaseCounts, b: PhaseCounts): number =>
  a.sinceMs - b.sinceMs || compareTexts(a.phase, b.phase);

/** By code units; what is missing comes first. */
export const compareTexts = (a: string | null, b: string | null): number =>
  a === b ? 0 : a === null ? -1 : b === null ? 1 : a < b ? -1 : 1;

function upsert<K, V>(map: Map<K, V>, key: K, create: () => V): V {
  const held = map.get(key);
  if (held !== undefined) return held;
  const created = create();
  map.set(key, created);
  return created;
}
