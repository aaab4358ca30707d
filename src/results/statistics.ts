/** Chi-squared tests: how likely a difference at least this large is by chance. */

/** Below this a split that is right would be seen once in a thousand experiments. */
export const SPLIT_ALARM = 0.001;

/** What a test says. */
export interface ChiSquared {
  readonly statistic: number;
  readonly degrees: number;
  /** 0..1. */
  readonly p: number;
}

/**
 * Pearson's test of counts against shares.
 *
 * @param observed a count for each cell
 * @param expected a share for each cell, which sum to 1; cells of share 0 are left out
 * @returns null where there are fewer than two cells, or nothing was counted
 */
export function chiSquared(observed: readonly number[], expected: readonly number[]): ChiSquared | null {
  const cells = observed.map((count, at) => [count, expected[at] ?? 0] as const).filter(([, share]) => share > 0);
  const total = cells.reduce((sum, [count]) => sum + count, 0);
  if (cells.length < 2 || !total) return null;
  const statistic = cells.reduce((sum, [count, share]) => sum + (count - total * share) ** 2 / (total * share), 0);
  const degrees = cells.length - 1;
  return { statistic, degrees, p: upperGamma(degrees / 2, statistic / 2) };
}

const PRECISION = 1e-15;
const STEPS = 10_000;
/** Keeps a continued fraction from dividing by zero. */
const TINY = 1e-300;

/**
 * The regularised upper incomplete gamma function Q(a, x), a > 0, x >= 0: computed as the tail itself, so that small
 * probabilities keep their digits. Series and continued fraction (modified Lentz) as in Abramowitz and Stegun, 6.5.29
 * and 6.5.31.
 */
export function upperGamma(a: number, x: number): number {
  if (x <= 0) return 1;
  const scale = Math.exp(a * Math.log(x) - x - logGamma(a));
  return x < a + 1 ? 1 - scale * series(a, x) : scale * fraction(a, x);
}

function series(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let step = 1; step < STEPS && term > sum * PRECISION; step++) {
    term *= x / (a + step);
    sum += term;
  }
  return sum;
}

function fraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1 / TINY;
  let d = 1 / b;
  let result = d;
  for (let step = 1; step < STEPS; step++) {
    const an = -step * (step - a);
    b += 2;
    d = 1 / nonZero(an * d + b);
    c = nonZero(b + an / c);
    result *= d * c;
    if (Math.abs(d * c - 1) < PRECISION) break;
  }
  return result;
}

const nonZero = (value: number): number => (Math.abs(value) < TINY ? TINY : value);

/** Of Stirling's series. */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156] as const;

/** ln Γ(x) for x > 0: Stirling's series from 10 on, and the recurrence below. */
export function logGamma(x: number): number {
  let shift = 0;
  let at = x;
  for (; at < 10; at++) shift += Math.log(at);
  const tail = STIRLING.reduce((sum, factor, index) => sum + factor / at ** (2 * index + 1), 0);
  return (at - 0.5) * Math.log(at) - at + Math.log(2 * Math.PI) / 2 + tail - shift;
}
