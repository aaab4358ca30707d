/** Turns percentages into weights, where they sum to all: 33.33 three times is all, too. */

import { toWeights } from '../../authoring/index.js';

/** Percentages with two places can miss 100 by so much each, as 33.33 does. */
const ROUNDED = 0.01;

/**
 * The weights for percentages; null where they do not sum to 100.
 *
 * @param percentages 0 to 100 each
 */
export function weightsFor(percentages: readonly number[]): number[] | null {
  const sum = percentages.reduce((all, one) => all + one, 0);
  const slack = ROUNDED * percentages.length + 1e-9;
  if (percentages.some((one) => !(one >= 0 && one <= 100)) || !(Math.abs(sum - 100) < slack)) return null;
  return toWeights(percentages);
}
