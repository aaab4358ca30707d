/** Adds up two numbers per subject, so that variances and what they have in common keep their digits. */

import { type Moments, NO_MOMENTS } from './inference/index.js';

/** Two numbers to a subject: x as in `Moments`, y beside it, and what they have in common. */
export interface PairMoments extends Moments {
  /** All x added up, and all y. */
  readonly sum: number;
  readonly sumY: number;
  readonly meanY: number;
  readonly squaresY: number;
  readonly cubesY: number;
  /** Sums of products of x − mean of x and y − mean of y. */
  readonly xy: number;
  readonly xxy: number;
  readonly xyy: number;
}

export const NO_PAIRS: PairMoments = {
  ...NO_MOMENTS,
  sum: 0,
  sumY: 0,
  meanY: 0,
  squaresY: 0,
  cubesY: 0,
  xy: 0,
  xxy: 0,
  xyy: 0,
};

/** So many times one pair. */
export const equalPairs = (subjects: number, mean: number, meanY: number): PairMoments => ({
  ...NO_PAIRS,
  subjects,
  sum: subjects * mean,
  sumY: subjects * meanY,
  mean,
  meanY,
});

/**
 * The moments of two groups together: those of each about the common mean, added up (Chan, Golub and LeVeque, 1979;
 * Pébay, 2008).
 * One pair is a group, too, and so are thousands of zeros.
 */
export function mergePairs(a: PairMoments, b: PairMoments): PairMoments {
  if (!a.subjects) return b;
  if (!b.subjects) return a;
  const mean = commonMean(a.subjects, a.mean, b.subjects, b.mean);
  const meanY = commonMean(a.subjects, a.meanY, b.subjects, b.meanY);
  const [first, second] = [shiftPair(a, mean, meanY), shiftPair(b, mean, meanY)];
  return {
    subjects: a.subjects + b.subjects,
    sum: a.sum + b.sum,
    sumY: a.sumY + b.sumY,
    mean,
    meanY,
    squares: first.squares + second.squares,
    cubes: first.cubes + second.cubes,
    squaresY: first.squaresY + second.squaresY,
    cubesY: first.cubesY + second.cubesY,
    xy: first.xy + second.xy,
    xxy: first.xxy + second.xxy,
    xyy: first.xyy + second.xyy,
  };
}

/** Beginning at the larger group's, so that equal means stay what they are. */
const commonMean = (countA: number, meanA: number, countB: number, meanB: number): number =>
  countA >= countB
    ? meanA + ((meanB - meanA) * countB) / (countA + countB)
    : meanB + ((meanA - meanB) * countA) / (countA + countB);

/** Sums of powers about another point than the mean. */
function shift({ subjects, mean, squares, cubes }: Moments, point: number): Pick<Moments, 'squares' | 'cubes'> {
  const d = mean - point;
  return { squares: squares + subjects * d * d, cubes: cubes + 3 * d * squares + subjects * d * d * d };
}

function shiftPair(
  group: PairMoments,
  pointX: number,
  pointY: number,
): Omit<PairMoments, 'subjects' | 'sum' | 'sumY' | 'mean' | 'meanY'> {
  const { subjects, mean, squares, meanY, squaresY, cubesY, xy, xxy, xyy } = group;
  const [d, e] = [mean - pointX, meanY - pointY];
  const y = shift({ subjects, mean: meanY, squares: squaresY, cubes: cubesY }, pointY);
  return {
    ...shift(group, pointX),
    squaresY: y.squares,
    cubesY: y.cubes,
    xy: xy + subjects * d * e,
    xxy: xxy + 2 * d * xy + e * squares + subjects * d * d * e,
    xyy: xyy + 2 * e * xy + d * squaresY + subjects * d * e * e,
  };
}

/** Moments that grow, a pair at a time. Pairs of zeros, which most subjects have, are only counted. */
export interface GrowingPairs {
  zeros: number;
  rest: Mutable<PairMoments>;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export const startPairs = (): GrowingPairs => ({ zeros: 0, rest: { ...NO_PAIRS } });

/** Adds so many equal pairs, in place. */
export function push(growing: GrowingPairs, x: number, y: number): void {
  if (x === 0 && y === 0) {
    growing.zeros++;
    return;
  }
  const { rest } = growing;
  const before = rest.subjects;
  const count = before + 1;
  const [dx, dy] = [x - rest.mean, y - rest.meanY];
  const [ex, ey] = [dx / count, dy / count];
  rest.subjects = count;
  rest.sum += x;
  rest.sumY += y;
  rest.mean += ex;
  rest.meanY += ey;
  // of the group before, moved to the new means, and of the new pair about them
  const [fx, fy] = [dx - ex, dy - ey];
  rest.cubes += -3 * ex * rest.squares - before * ex * ex * ex + fx * fx * fx;
  rest.cubesY += -3 * ey * rest.squaresY - before * ey * ey * ey + fy * fy * fy;
  rest.xxy += -2 * ex * rest.xy - ey * rest.squares - before * ex * ex * ey + fx * fx * fy;
  rest.xyy += -2 * ey * rest.xy - ex * rest.squaresY - before * ex * ey * ey + fx * fy * fy;
  rest.squares += before * ex * ex + fx * fx;
  rest.squaresY += before * ey * ey + fy * fy;
  rest.xy += before * ex * ey + fx * fy;
}

/** What has grown so far. */
export const grown = ({ zeros, rest }: GrowingPairs): PairMoments =>
  mergePairs(zeros ? equalPairs(zeros, 0, 0) : NO_PAIRS, { ...rest });
