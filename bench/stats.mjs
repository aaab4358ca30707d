/** Computes medians, spread, and the exponent with which a cost grows. */

/**
 * The value below which a share of the sorted values lies, interpolated.
 *
 * @param {readonly number[]} values
 * @param {number} share 0..1
 * @returns {number} NaN where there is no value
 */
export function quantile(values, share) {
  if (!values.length) return Number.NaN;
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const low = Math.floor(at);
  const [from, to] = [sorted[low], sorted[Math.ceil(at)]];
  return from + (to - from) * (at - low);
}

export const median = (values) => quantile(values, 0.5);

/** What a table says of some runs. */
export function summarize(values) {
  return {
    count: values.length,
    median: median(values),
    low: quantile(values, 0.25),
    high: quantile(values, 0.75),
    min: quantile(values, 0),
    max: quantile(values, 1),
  };
}

/**
 * With which exponent a cost grows: the slope of the logarithms, after what is paid once was taken off.
 *
 * @param {readonly {n: number, cost: number}[]} points
 * @param {number} noise what two runs of the same may differ by, in the unit of the cost
 * @returns {{exponent: number | null, risen: number, each: number}} `risen`: how many sizes rise above the noise, null
 * where these are fewer than two; `each`: the cost of one more, from the smallest to the largest size
 */
export function growth(points, noise) {
  const sorted = [...points].sort((a, b) => a.n - b.n);
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (!first || !last || first === last) return { exponent: null, risen: 0, each: Number.NaN };
  const risen = sorted
    .filter(({ cost }) => cost - first.cost > noise)
    .map(({ n, cost }) => [Math.log(n - first.n), Math.log(cost - first.cost)]);
  return {
    exponent: risen.length < 2 ? null : slope(risen),
    risen: risen.length,
    each: (last.cost - first.cost) / (last.n - first.n),
  };
}

/** Least squares. */
function slope(points) {
  const mean = (index) => points.reduce((sum, point) => sum + point[index], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const covariance = points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0);
  return covariance / points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0);
}
