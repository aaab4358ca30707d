/**
 * Shares what the parts of the calibration have in common: cases, rows, and counting how often intervals hold the
 * truth.
 */

import { seeded } from '../seeded.mjs';

/** How the subjects are divided, the control first. */
export const SPLITS = [
  { name: '50:50', shares: [0.5, 0.5] },
  { name: '80:20', shares: [0.8, 0.2] },
  { name: '95:5', shares: [0.95, 0.05] },
];
export const ONCE = { confidence: 0.95 };
export const LOOKS = 30;

/** All combinations, the last list first. */
export function grid(...lists) {
  return lists.reduce((sofar, list) => sofar.flatMap((head) => list.map((one) => [...head, one])), [[]]);
}

/** Every case is played now, with the seeds of docs/statistics.md. */
export const AFRESH = { otherSeeds: 0, rowsOf: (_, play) => play() };

/** No part has so many cases. */
const SEEDS = 100_000;

/** Plays all cases, or takes the rows of those that were played before (`rowsOf`). */
export function played({ rowsOf }, cases, play) {
  return cases.flatMap((one, at) => rowsOf(at, () => [play(one, at)].flat()));
}

/**
 * Simulates all cases, each once and with numbers of its own.
 *
 * @param runs how many, or a function of the case
 * @param simulate makes one row of a case, or several
 */
export function simulated(game, cases, runs, seed, simulate) {
  const first = seed + game.otherSeeds * SEEDS;
  return played(game, cases, (one, at) =>
    simulate(one, typeof runs === 'function' ? runs(one) : runs, seeded(first + at)),
  );
}

/**
 * Counts how often intervals hold the truth where a verdict is given.
 *
 * @param truth the difference and the lift that are there; one may be left out
 * @param draw makes the arms, the control first
 */
export function coverage(inference, { name, group }, runs, truth, draw) {
  const held = { difference: 0, lift: 0 };
  let told = 0;
  let certainty = null;
  for (let run = 0; run < runs; run++) {
    const [control, ...variants] = draw();
    // The same for all runs, whose arms have the same subjects, and the slowest part of it.
    certainty ??= { confidence: inference.compareAll(control, variants, ONCE).contrasts[0].confidence };
    const contrasts = variants.map((variant) => inference.compare(control, variant, certainty));
    const judged = contrasts.filter(({ shortages }) => !shortages.length);
    if (!judged.length) continue;
    told++;
    for (const key of Object.keys(truth)) if (judged.every((one) => holds(one[key], truth[key]))) held[key]++;
  }
  return Object.keys(truth).map((key) => ({
    name: `${name}: ${key}`,
    group: `interval of the ${key}: ${group}`,
    bound: 'at least',
    told: told / runs,
    ...rate(held[key], told, 0.95),
  }));
}

/** Whether an interval has a value in it. One without an end rules out nothing there. */
export function holds({ low = Number.NEGATIVE_INFINITY, high = Number.POSITIVE_INFINITY }, value) {
  return low <= value && value <= high;
}

export function rate(count, runs, promise) {
  // Without a verdict there is nothing that could be wrong.
  const [seen, error] = runs ? [count / runs, Math.sqrt((promise * (1 - promise)) / runs)] : [null, null];
  return { promise, seen, runs, error };
}

/** Subjects of each arm. */
export function sizesOf({ shares }, total) {
  const others = shares.slice(1).map((share) => Math.max(1, Math.round(total * share)));
  return [Math.round(total) - others.reduce((sum, one) => sum + one, 0), ...others];
}

export const percent = (share) => `${Number((share * 100).toFixed(4))}%`;
