/** The types of stats.mjs. */

export interface Summary {
  readonly count: number;
  readonly median: number;
  readonly low: number;
  readonly high: number;
  readonly min: number;
  readonly max: number;
}

/** The value below which a share of the values lies, interpolated; NaN where there is none. */
export function quantile(values: readonly number[], share: number): number;
export function median(values: readonly number[]): number;
export function summarize(values: readonly number[]): Summary;

/** With which exponent a cost grows, after what is paid once was taken off; null where it is below the noise. */
export function growth(
  points: readonly { readonly n: number; readonly cost: number }[],
  noise: number,
): { readonly exponent: number | null; readonly risen: number; readonly each: number };
