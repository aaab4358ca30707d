/** Tells whether numbers between 0 and 1 are spread evenly, as p-values are where there is nothing to find. */

/**
 * The p-value of Kolmogorov's and Smirnov's test against the even distribution, with Stephens' correction for few
 * numbers (Journal of the Royal Statistical Society B 32, 1970).
 *
 * @returns how likely numbers so uneven are by chance, 0..1; 1 of none
 */
export function unevenness(numbers: readonly number[]): number {
  const count = numbers.length;
  if (!count) return 1;
  const sorted = [...numbers].sort((a, b) => a - b);
  const distance = sorted.reduce(
    (most, number, at) => Math.max(most, (at + 1) / count - number, number - at / count),
    0,
  );
  const root = Math.sqrt(count);
  return tail((root + 0.12 + 0.11 / root) * distance);
}

/**
 * How likely Kolmogorov's statistic is to be as large. The series for small ones is another one: this one does not end
 * there.
 */
function tail(statistic: number): number {
  if (statistic < 0.2) return 1;
  let sum = 0;
  for (let term = 1; term <= 100; term++) {
    const next = 2 * (term % 2 ? 1 : -1) * Math.exp(-2 * term * term * statistic * statistic);
    sum += next;
    if (Math.abs(next) < 1e-12) break;
  }
  return Math.min(1, Math.max(0, sum));
}
