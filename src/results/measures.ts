/** Makes of counts what inference takes. */

import type { MetricCounts } from './counts.js';
import type { MeanArm, Measured, RatioArm } from './inference/index.js';
import type { PairMoments } from './pairs.js';
import type { CountedMetric } from './question.js';

/** What was measured of a metric in one arm. */
export function measure({ kind }: Pick<CountedMetric, 'kind'>, counts: MetricCounts, isAdjusted: boolean): Measured {
  const { numbers, converted, positive, quantile } = counts;
  const { subjects } = numbers;
  switch (kind) {
    case 'average':
    case 'ratio':
      return ratioArm(numbers, positive);
    case 'quantile': {
      const { value = 0, error = 0, beyond = 0, subjects: owners = 0 } = quantile ?? {};
      return { kind: 'quantile', subjects: owners, value, error, beyond };
    }
    default:
      break;
  }
  if (kind === 'conversion' && !isAdjusted) return { kind: 'share', subjects, converted };
  const after: MeanArm = {
    kind: 'mean',
    subjects,
    mean: meanOf(numbers),
    squares: numbers.squares,
    cubes: numbers.cubes,
    positive,
  };
  if (!isAdjusted) return after;
  const before = { subjects, mean: numbers.meanY, squares: numbers.squaresY, cubes: numbers.cubesY };
  return { kind: 'adjusted', after, before, products: numbers.xy };
}

/** From the sum where there is one: counts then have a mean without rounding on the way. */
const meanOf = ({ subjects, sum, mean }: PairMoments): number => (subjects ? sum / subjects : mean);

function ratioArm(numbers: PairMoments, positive: number): RatioArm {
  const { subjects, sum, sumY, squares, squaresY, xy, cubes, cubesY, xxy, xyy } = numbers;
  const value = sumY ? sum / sumY : 0;
  return {
    kind: 'ratio',
    subjects,
    meanOver: subjects ? sum / subjects : 0,
    meanUnder: subjects ? sumY / subjects : 0,
    squaresOver: squares,
    squaresUnder: squaresY,
    products: xy,
    cubes: cubes - 3 * value * xxy + 3 * value ** 2 * xyy - value ** 3 * cubesY,
    positive,
  };
}

/** What the metric comes to for a subject or an event; null where it is divided by nothing. */
export function levelOf({ kind }: Pick<CountedMetric, 'kind'>, { numbers, quantile }: MetricCounts): number | null {
  if (kind === 'quantile') return quantile?.events ? quantile.value : null;
  if (kind === 'average' || kind === 'ratio') return numbers.sumY ? numbers.sum / numbers.sumY : null;
  return numbers.subjects ? meanOf(numbers) : null;
}
