/** The types of index.mjs. */

import type { NO_METRIC } from '../../src/results/counts.js';
import type * as Inference from '../../src/results/inference/index.js';
import type { measure } from '../../src/results/measures.js';
import type { grown, push, startPairs } from '../../src/results/pairs.js';

/** What is put to the test. */
export type Tested = typeof Inference & {
  readonly measure: typeof measure;
  readonly NO_METRIC: typeof NO_METRIC;
  readonly startPairs: typeof startPairs;
  readonly push: typeof push;
  readonly grown: typeof grown;
};

/** One case of the simulation. */
export interface CalibrationRow {
  readonly part: string;
  /** What belongs together in the table. */
  readonly group: string;
  readonly name: string;
  readonly promise: number;
  readonly bound: 'at least' | 'at most' | 'within 3 points';
  /** null where no run has a verdict. */
  readonly seen: number | null;
  /** Standard error of `seen`. */
  readonly error: number | null;
  /** `all`: every outcome was looked at. */
  readonly runs: number | 'all';
  /** The share of runs in which a verdict is given. */
  readonly told: number;
}

/** How the cases of a part are played. */
export interface Game {
  /** 0 for the seeds of docs/statistics.md, 1, 2 … for others. */
  readonly otherSeeds: number;
  readonly rowsOf: <Row>(at: number, play: () => readonly Row[]) => readonly Row[];
}

type Part = (inference: Tested, isLong: boolean, game?: Game) => readonly Omit<CalibrationRow, 'part'>[];

export const PARTS: Readonly<Record<string, Part>>;
export function calibrate(
  inference: Tested,
  isLong: boolean,
  parts?: readonly string[],
  gameOf?: (part: string) => Game,
): CalibrationRow[];
export function keeps(row: Omit<CalibrationRow, 'part'>): boolean;
