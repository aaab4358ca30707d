/**
 * Plays experiments through the functions of src/results/inference, and counts how often they keep what they promise.
 */

import { AFRESH } from './cases.mjs';
import { family } from './family.mjs';
import { kindGuards, kinds } from './kinds.mjs';
import { revenueLooks, shareLooks, splits } from './looks.mjs';
import { power } from './power.mjs';
import { revenue } from './revenue.mjs';
import { guards, shares } from './shares.mjs';

export const PARTS = { shares, guards, revenue, kinds, kindGuards, family, shareLooks, revenueLooks, splits, power };

/**
 * Some parts of the calibration.
 *
 * @param inference what src/results/inference/index.ts exports, and what makes measures of pairs of numbers
 * @param isLong more runs and a finer grid
 * @param gameOf how the cases of a part are played: `rowsOf(at, play)` answers the rows of a case, `otherSeeds` is 0,
 *   1, 2 …
 * @returns rows of `{part, group, name, promise, bound, seen, error, runs, told}`: `told` is the share of runs with
 *   a verdict, `seen` is null where no run has one, and `runs` is 'all' where nothing is left to chance
 */
export function calibrate(inference, isLong, parts = Object.keys(PARTS), gameOf = () => AFRESH) {
  return parts.flatMap((part) => PARTS[part](inference, isLong, gameOf(part)).map((row) => ({ part, ...row })));
}

/** Whether a row keeps its promise, within three standard errors. */
export function keeps({ promise, bound, seen, error }) {
  if (seen === null) return true;
  const room = 3 * error + 1e-9;
  if (bound === 'at least') return seen >= promise - room;
  if (bound === 'at most') return seen <= promise + room;
  return Math.abs(seen - promise) <= room + (bound === 'within 3 points' ? 0.03 : 0);
}
