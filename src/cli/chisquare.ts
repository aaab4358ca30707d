/** Pearson's chi-squared test: how likely chance alone is to take counts this far from what was expected. */

/** What the test says. */
export interface ChiSquared {
  readonly statistic: number;
  /** Degrees of freedom: cells that can hold anything, less one. */
  readonly degrees: number;
  /** 0..1; 1 where there is nothing to compare. */
  readonly p: number;
}

/**
 * Compares counts with the shares that they should have. Cells of share 0 are left out; a count in one of them cannot be,
 * so p is 0.
 *
 * @param observed counts
 * @param shares of the whole, in the same order; they need not sum to 1
 */
export function chiSquared(observed: readonly number[], shares: readonly number[]): ChiSquared {
  const total = sum(observed);
  const whole = sum(shares);
  const degrees = Math.max(0, shares.filter((share) => share > 0).length - 1);
  if (observed.some((count, at) => count > 0 && !((shares[at] ?? 0) > 0)))
    return { statistic: Infinity, degrees, p: 0 };
  if (total === 0 || degrees === 0) return { statistic: 0, degrees, p: 1 };
  const statistic = sum(
    shares.map((share, at) => {
      const expected = (total * share) / whole;
      return expected > 0 ? ((observed[at] ?? 0) - expected) ** 2 / expected : 0;
    }),
  );
  return { statistic, degrees, p: upperGamma(degrees / 2, statistic / 2) };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/**
 * The regularised upper incomplete gamma function Q(a, x), by series below a + 1 and by continued fraction above, where
 * the tail itself is computed: 1 - P would keep no digit of a small one.
 *
 * See DLMF 8.7.1 and 8.9.2, evaluated by Lentz's method.
 *
 * @param a over 0
 * @param x from 0
 */
export function upperGamma(a: number, x: number): number {
  if (x <= 0) return 1;
  const scale = Math.exp(a * Math.log(x) - x - logGamma(a));
  return x < a + 1 ? 1 - scale * series(a, x) : scale * fraction(a, x);
}

const STEPS = 10_000;
const PRECISION = 1e-15;

function series(a: number, x: number): number {
  let term = 1 / a;
  let total = term;
  for (let step = 1; step < STEPS && term > total * PRECISION; step++) {
    term *= x / (a + step);
    total += term;
  }
  return total;
}

function fraction(a: number, x: number): number {
  const tiny = 1e-300;
  let b = x + 1 - a;
  let c = 1 / tiny;
  let d = 1 / b;
  let value = d;
  for (let step = 1; step < STEPS; step++) {
    const factor = step * (a - step);
    b += 2;
    d = 1 / (factor * d + b || tiny);
    c = b + factor / c || tiny;
    value *= c * d;
    if (Math.abs(c * d - 1) < PRECISION) break;
  }
  return value;
}

/** Coefficients of Lanczos' approximation, g = 7, n = 9. */
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
] as const;

/** The logarithm of the gamma function, for numbers from 0.5. */
function logGamma(number: number): number {
  const z = number - 1;
  const base = z + 7.5;
  const total = sum(LANCZOS.map((coefficient, at) => (at ? coefficient / (z + at) : coefficient)));
  return Math.log(2 * Math.PI) / 2 + (z + 0.5) * Math.log(base) - base + Math.log(total);
}
