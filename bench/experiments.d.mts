/** The types of experiments.mjs. */

export interface Change {
  readonly selector: string;
  readonly text: string;
}
export interface Experiment {
  readonly id: string;
  readonly path: string;
  readonly changes: readonly Change[];
}

export const PATH: string;
export const CONTROL: string;
export const VARIANT: string;
export function experimentsOf(count: number): readonly Experiment[];
export function experimentWith(changes: readonly Change[]): readonly Experiment[];
export function expected(experiments: readonly Experiment[]): readonly Change[];
