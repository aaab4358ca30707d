/** Computes the gamma function and its kin, of which all distributions here are made. */

const PRECISION = 1e-16;
const STEPS = 100_000;
/** Keeps a continued fraction from dividing by zero. */
const TINY = 1e-300;

/** Of Stirling's series: Abramowitz and Stegun, 6.1.41. */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156] as const;

/** ln Γ(x) for x > 0: Stirling's series from 10 on, and the recurrence below. */
export function logGamma(x: number): number {
  let product = 1;
  let at = x;
  for (; at < 10; at++) product *= at;
  const tail = STIRLING.reduce((sum, factor, index) => sum + factor / at ** (2 * index + 1), 0);
  return (at - 0.5) * Math.log(at) - at + Math.log(2 * Math.PI) / 2 + tail - Math.log(product);
}

/** ln B(a, b) for a, b > 0. */
export const logBeta = (a: number, b: number): number => logGamma(a) + logGamma(b) - logGamma(a + b);

/**
 * The regularised upper incomplete gamma function Q(a, x), a > 0, x >= 0: computed as the tail itself, so that small
 * probabilities keep their digits. Series and continued fraction (modified Lentz) as in Abramowitz and Stegun, 6.5.29
 * and 6.5.31.
 */
export function upperGamma(a: number, x: number): number {
  if (x <= 0) return 1;
  const scale = Math.exp(a * Math.log(x) - x - logGamma(a));
  return x < a + 1 ? 1 - scale * gammaSeries(a, x) : scale * gammaFraction(a, x);
}

function gammaSeries(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let step = 1; step < STEPS && term > sum * PRECISION; step++) {
    term *= x / (a + step);
    sum += term;
  }
  return sum;
}

function gammaFraction(a: number, x: number): number {
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
    if (Math.abs(d * c - 1) < PRECISION * 4) break;
  }
  return result;
}

/**
 * The regularised incomplete beta function I_x(a, b), a, b > 0: continued fraction 26.5.8 of Abramowitz and Stegun by
 * the modified method of Lentz, on the side where it converges fast.
 *
 * @param x 0..1
 * @param rest 1 − x, given apart so that it keeps its digits where x is close to 1
 */
export function incompleteBeta(x: number, a: number, b: number, rest = 1 - x): number {
  if (x <= 0) return 0;
  if (rest <= 0) return 1;
  const scale = Math.exp(a * Math.log(x) + b * Math.log(rest) - logBeta(a, b));
  return x < (a + 1) / (a + b + 2) ? (scale * betaFraction(x, a, b)) / a : 1 - (scale * betaFraction(rest, b, a)) / b;
}

function betaFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / nonZero(1 - ((a + b) * x) / (a + 1));
  let result = d;
  for (let step = 1; step < STEPS; step++) {
    const even = (step * (b - step) * x) / ((a + 2 * step - 1) * (a + 2 * step));
    d = 1 / nonZero(1 + even * d);
    c = nonZero(1 + even / c);
    result *= d * c;
    const odd = (-(a + step) * (a + b + step) * x) / ((a + 2 * step) * (a + 2 * step + 1));
    d = 1 / nonZero(1 + odd * d);
    c = nonZero(1 + odd / c);
    result *= d * c;
    if (Math.abs(d * c - 1) < PRECISION * 4) break;
  }
  return result;
}

/* v8 ignore next -- @preserve no arguments are known that come to zero; the method asks for it all the same */
const nonZero = (value: number): number => (Math.abs(value) < TINY ? TINY : value);
