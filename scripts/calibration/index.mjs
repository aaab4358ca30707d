/**
 * Plays experiments through the functions of src/results/inference, and counts how often they keep what they promise.
 */

import { family } from './family.mjs';
import { revenueLooks, shareLooks, splits } from './looks.mjs';
import { kindGuards, kinds, revenue } from './means.mjs';
import { power } from './power.mjs';
import { guards, shares } from './shares.mjs';

export const PARTS = { shares, guards, revenue, kinds, kindGuards, family, shareLooks, revenueLooks, splits, power };

/**
 * All parts of the calibration.
 *
 * @param inference what src/results/inference/index.ts exports, and what makes measures of pairs of numbers
 * @param isLong more runs and a finer grid
 * @returns rows of `{part, group, name, promise, bound, seen, error, runs, told}`: `told` is the share of runs with
 *   a verdict, `seen` is null where no run has one, and `runs` is 'all' where nothing is left to chance
 */
export function calibrate(inference, isLong, onPart) {
  const rows = [];
  for (const [part, run] of Object.entries(PARTS)) {
    onPart?.(part);
    rows.push(...run(inference, isLong).map((row) => ({ part, ...row })));
  }
  return rows;
}

/** Whether a row keeps its promise, within three standard errors. */
export function keeps({ promise, bound, seen, error }) {
  if (seen === null) return true;
  const room = 3 * error + 1e-9;
  if (bound === 'at least') return seen >= promise - room;
  if (bound === 'at most') return seen <= promise + room;
  return Math.abs(seen - promise) <= room + (bound === 'within 3 points' ? 0.03 : 0);
}
