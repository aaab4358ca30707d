/** The types of calibration.mjs. */

import type * as Inference from '../src/results/inference/index.js';

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
  readonly runs: number;
  /** The share of runs in which a verdict is given. */
  readonly told: number;
}

type Part = (inference: typeof Inference, isLong: boolean) => readonly Omit<CalibrationRow, 'part'>[];

export const PARTS: Readonly<Record<string, Part>>;
export function calibrate(
  inference: typeof Inference,
  isLong: boolean,
  onPart?: (part: string) => void,
): CalibrationRow[];
export function keeps(row: Omit<CalibrationRow, 'part'>): boolean;
export function binomial(subjects: number, share: number): (random: () => number) => number;
