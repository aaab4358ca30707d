/** Turns percentages into ten-thousandths that sum to all, by largest remainder: 33.33 three times is all, too. */

const WHOLE = 10_000;
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
  const exact = percentages.map((one) => (one / sum) * WHOLE);
  const weights = exact.map((one) => Math.floor(one + 1e-9));
  const missing = WHOLE - weights.reduce((all, one) => all + one, 0);
  const order = exact
    .map((one, at) => ({ at, rest: one - Math.floor(one + 1e-9) }))
    .sort((a, b) => b.rest - a.rest || a.at - b.at);
  for (const { at } of order.slice(0, missing)) weights[at] = (weights[at] ?? 0) + 1;
  return weights;
}
