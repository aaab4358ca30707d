/** Plans a test: computes its subjects by variant and its whole weeks, and rehearses it. */

import { powerAt, simulatedPower, type TestDesign, totalFor } from '../results/index.js';

/** Who comes. */
export interface Traffic {
  /** In a day. */
  readonly visitors: number;
  /** The share of a day's visitors, after the first day, who came before: 0..1. */
  readonly returning: number;
}

/** One row of the answer. */
export interface PowerPlan {
  readonly lift: number;
  /** To each variant, the control first. */
  readonly arms: readonly number[];
  readonly total: number;
  /** Whole weeks; null without visitors, or where so many never come. */
  readonly days: number | null;
  /** How often the lift is seen by so many, as computed. */
  readonly power: number;
  /** The same, as counted in simulated tests. */
  readonly found: number;
}

const WEEK = 7;
const MOST_DAYS = 36_500;
/** Simulated tests: few where each is read many times. */
const RUNS = { once: 2000, looks: 300 };

/**
 * Plans a test for a lift.
 *
 * @returns null where no number of subjects shows it: a lift of 0, or one that a margin forbids
 */
export function powerPlanFor(
  lift: number,
  power: number,
  design: TestDesign,
  traffic: Traffic | null,
): PowerPlan | null {
  const total = totalFor(lift, power, design);
  if (total === null) return null;
  const runs = design.looks ? RUNS.looks : RUNS.once;
  return {
    lift,
    arms: design.shares.map((share) => Math.ceil(total * share)),
    total,
    days: traffic && daysFor(total, traffic),
    power: powerAt(total, lift, design),
    found: simulatedPower(total, lift, design, runs, fixedNumbers(total)),
  };
}

/** How many different subjects come in some days. */
export function subjectsIn(days: number, { visitors, returning }: Traffic): number {
  return Math.floor(visitors + visitors * (1 - returning) * (days - 1));
}

/** A week has all weekdays. */
function daysFor(total: number, traffic: Traffic): number | null {
  const fresh = traffic.visitors * (1 - traffic.returning);
  const days = total <= traffic.visitors ? 1 : 1 + (total - traffic.visitors) / fresh;
  return days > MOST_DAYS ? null : Math.ceil(days / WEEK - 1e-9) * WEEK;
}

/**
 * Numbers that look random, the same ones for a seed, so that the same question has the same answer (Mulberry32, Tommy
 * Ettinger).
 */
function fixedNumbers(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
