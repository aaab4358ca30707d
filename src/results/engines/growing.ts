/** Grows the arms of a phase as members come. */

import { YIELDED } from '../counts.js';
import { DAY_MS } from '../question.js';
import { type Amount, type NamedMetric, NO_AMOUNT } from './amounts.js';
import { createMetricCells, type Grouping, type MetricCell, type MetricCells } from './cells.js';
import type { Dictionary } from './dictionary.js';
import type { Member } from './subjects.js';

/** One phase of an experiment. */
export interface GrowingPhase {
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
export type GrowingArms = Map<number, GrowingArm>;

/** Subjects of one variant, all of whom came with a stored assignment, or none. */
export interface GrowingArm {
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

/** Those of one day; in segments there is but one. */
export interface GrowingDay {
  subjects: number;
  readonly cells: readonly MetricCell[];
}

/** What stands for a phase that exposures do not name. */
export const NO_PHASE = '';

/** Who saw one variant alone. */
export type InArm = Member & { readonly variant: number };
export const isInArm = (member: Member): member is InArm => member.variant !== null;

/** Adds a member to an arm. */
export function addTo(
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
  const cells = upsert(arm.days, day, () => ({
    subjects: 0,
    cells: all.map((one) => one.create(of, isCarried)),
  }));
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

export const startPhase = (phase: string, metrics: readonly NamedMetric[]): GrowingPhase => ({
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
  whole: cells.map((one) => (one.isAdded ? null : one.create('arm', isCarried))),
  days: new Map(),
});

/** What a map holds under a key, made where it holds nothing. */
export function upsert<K, V>(map: Map<K, V>, key: K, create: () => V): V {
  const held = map.get(key);
  if (held !== undefined) return held;
  const created = create();
  map.set(key, created);
  return created;
}
