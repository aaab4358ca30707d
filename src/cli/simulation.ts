/** Lets many made-up visitors through the real core and counts who would get what. */

import { type Context, type Experiment, expectedShares, type Holdout, matches, prepare } from '../core/index.js';
import { type ChiSquared, chiSquared } from '../results/index.js';

/** One variant's visitors. Shares are of all visitors, 0..1. */
export interface VariantCount {
  readonly key: string;
  readonly assigned: number;
  readonly assignedShare: number;
  readonly assignedExpected: number;
  /** With the recipe, and so the exposure. */
  readonly shown: number;
  readonly shownShare: number;
  readonly shownExpected: number;
}

/** One experiment's visitors. */
export interface ExperimentCount {
  readonly id: string;
  /** For whom the rule is true. */
  readonly eligible: number;
  readonly variants: readonly VariantCount[];
  /** Of shown and not shown visitors, among the eligible, against what the file says. */
  readonly test: ChiSquared | null;
}

/** Two experiments that meet. */
export interface SimulatedOverlap {
  readonly a: string;
  readonly b: string;
  /** Visitors in both. */
  readonly both: number;
  readonly share: number;
  /** What it would be if one said nothing about the other. */
  readonly expected: number;
}

/** What became of all visitors. */
export interface Simulation {
  readonly subjects: number;
  readonly experiments: readonly ExperimentCount[];
  readonly overlaps: readonly SimulatedOverlap[];
}

/**
 * Runs every experiment for `visitor-0` and on; contexts take turns. Status and dates are left aside.
 *
 * @param holdoutsOf the holdouts that concern an experiment
 * @param pause awaited between experiments, so that a terminal can show that work goes on
 */
export async function simulate(
  given: readonly Experiment[],
  subjects: number,
  contexts: readonly Context[],
  holdoutsOf: (experiment: Experiment) => readonly Holdout[],
  pause: () => Promise<unknown>,
): Promise<Simulation> {
  const members = new Map<string, Uint32Array>();
  const experiments: ExperimentCount[] = [];
  for (const experiment of given) {
    const member = new Uint32Array(Math.ceil(subjects / 32));
    members.set(experiment.id, member);
    experiments.push(countOne(experiment, subjects, contexts, holdoutsOf(experiment), member));
    await pause();
  }
  return { subjects, experiments, overlaps: countOverlaps(members, subjects) };
}

function countOne(
  given: Experiment,
  subjects: number,
  contexts: readonly Context[],
  holdouts: readonly Holdout[],
  member: Uint32Array,
): ExperimentCount {
  const { status: _status, startAt: _startAt, endAt: _endAt, ...experiment } = given;
  const decide = prepare(experiment);
  const rule = experiment.audience?.rule;
  const isEligible = contexts.map((context) => rule === undefined || matches(rule, context));
  const assigned = new Map<string, number>();
  const shown = new Map<string, number>();
  let eligible = 0;
  for (let index = 0; index < subjects; index++) {
    const turn = index % contexts.length;
    if (isEligible[turn]) eligible++;
    const { variant, recipe } = decide({ subject: `visitor-${index}`, context: contexts[turn] ?? {}, holdouts });
    if (variant === null) continue;
    member[index >> 5] = (member[index >> 5] ?? 0) | (1 << (index & 31));
    assigned.set(variant, (assigned.get(variant) ?? 0) + 1);
    if (recipe) shown.set(variant, (shown.get(variant) ?? 0) + 1);
  }
  const expected = expectedShares(experiment, holdouts);
  const variants = expected.map(({ key, assigned: assignedRate, shown: shownRate }) => {
    const [assignedCount, shownCount] = [assigned.get(key) ?? 0, shown.get(key) ?? 0];
    return {
      key,
      assigned: assignedCount,
      assignedShare: assignedCount / subjects,
      assignedExpected: (assignedRate * eligible) / subjects,
      shown: shownCount,
      shownShare: shownCount / subjects,
      shownExpected: (shownRate * eligible) / subjects,
    };
  });
  const counts = variants.map((variant) => variant.shown);
  const rates = expected.map((one) => one.shown);
  const rest = Math.max(0, 1 - sum(rates));
  const test = chiSquared([...counts, eligible - sum(counts)], [...rates, rest < 1e-9 ? 0 : rest]);
  return { id: given.id, eligible, variants, test };
}

function countOverlaps(members: ReadonlyMap<string, Uint32Array>, subjects: number): SimulatedOverlap[] {
  const all = [...members];
  const sizes = all.map(([, bits]) => countBits(bits));
  return all.flatMap(([a, bits], first) =>
    all.slice(first + 1).map(([b, others], offset) => {
      const both = countBits(bits, others);
      const expected = ((sizes[first] ?? 0) * (sizes[first + 1 + offset] ?? 0)) / subjects ** 2;
      return { a, b, both, share: both / subjects, expected };
    }),
  );
}

function countBits(bits: Uint32Array, mask?: Uint32Array): number {
  let count = 0;
  for (let at = 0; at < bits.length; at++) {
    let word = (bits[at] ?? 0) & (mask ? (mask[at] ?? 0) : -1);
    word -= (word >>> 1) & 0x55555555;
    word = (word & 0x33333333) + ((word >>> 2) & 0x33333333);
    count += Math.imul((word + (word >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }
  return count;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
