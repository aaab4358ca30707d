/** Computes Student's t distribution. */

import { incompleteBeta, logGamma } from './gamma.js';
import { normalAbove, normalTail } from './normal.js';

/** From here on t is normal as far as a double can tell of a p-value. */
const NORMAL_FROM = 1e10;

/** How likely t lies above a value. Abramowitz and Stegun, 26.7.1. */
export function studentTail(t: number, degrees: number): number {
  if (degrees >= NORMAL_FROM) return normalTail(t);
  const square = t * t;
  const tail = incompleteBeta(degrees / (degrees + square), degrees / 2, 0.5, square / (degrees + square)) / 2;
  return t >= 0 ? tail : 1 - tail;
}

/**
 * The t above which a share of the distribution lies: Newton's method on the logarithm of the tail, which is close to
 * straight, from the normal quantile.
 *
 * @param share above 0, at most 0.5
 */
export function studentAbove(share: number, degrees: number): number {
  let t = normalAbove(share);
  if (degrees >= NORMAL_FROM) return t;
  const scale = logGamma((degrees + 1) / 2) - logGamma(degrees / 2) - Math.log(degrees * Math.PI) / 2;
  for (let step = 0; step < 200; step++) {
    const tail = studentTail(t, degrees);
    const density = Math.exp(scale - ((degrees + 1) / 2) * Math.log1p((t * t) / degrees));
    const move = (tail / density) * Math.log(tail / share);
    t += move;
    if (Math.abs(move) <= 1e-14 * t) break;
  }
  return t;
}
