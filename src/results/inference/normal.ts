/** Computes the normal distribution. */

import { upperGamma } from './gamma.js';

/** How likely a normal number lies above z. Small probabilities keep their digits. */
export function normalTail(z: number): number {
  const tail = upperGamma(0.5, (z * z) / 2) / 2;
  return z >= 0 ? tail : 1 - tail;
}

/** Its density at z. */
export const normalDensity = (z: number): number => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);

type Coefficients = readonly number[];
/** Numerators and denominators of three rational functions: the middle, the tails, the far tails. */
const MIDDLE: readonly [Coefficients, Coefficients] = [
  [
    3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987, 67265.7709270087,
    33430.57558358813, 2509.0809287301227,
  ],
  [
    1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271,
    28729.085735721943, 5226.495278852546,
  ],
];
const OUTER: readonly [Coefficients, Coefficients] = [
  [
    1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684,
    0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
  ],
  [
    1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
    0.0005475938084995345, 1.0507500716444169e-9,
  ],
];
const FAR: readonly [Coefficients, Coefficients] = [
  [
    6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124,
    0.0012426609473880784, 0.000027115555687434876, 2.0103343992922881e-7,
  ],
  [
    1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133, 0.000018463183175100548,
    1.421511758316446e-7, 2.0442631033899397e-15,
  ],
];

/**
 * The z above which a share of the distribution lies: 0.025 gives 1.96. Wichura's algorithm AS 241 (PPND16, Applied
 * Statistics 37, 1988), which is good to about 16 digits.
 *
 * @returns ±Infinity for a share of 0 or 1
 */
export function normalAbove(share: number): number {
  const centre = 0.5 - share;
  if (Math.abs(centre) <= 0.425) return centre * rational(MIDDLE, 0.180625 - centre * centre);
  const smaller = Math.min(share, 1 - share);
  if (smaller <= 0) return centre > 0 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  const root = Math.sqrt(-Math.log(smaller));
  const z = root <= 5 ? rational(OUTER, root - 1.6) : rational(FAR, root - 5);
  return centre > 0 ? z : -z;
}

function rational([over, under]: readonly [Coefficients, Coefficients], at: number): number {
  return polynomial(over, at) / polynomial(under, at);
}

const polynomial = (coefficients: Coefficients, at: number): number =>
  coefficients.reduceRight((sum, factor) => sum * at + factor, 0);
