/** Finds where a function crosses zero. */

/**
 * A root between two ends at which the signs differ: inverse quadratic steps where they are safe, halving where they
 * are not (Chandrupatla, Advances in Engineering Software 28, 1997).
 *
 * @returns the end whose value is closer to zero, where the signs are the same
 */
export function rootOf(valueAt: (at: number) => number, from: number, to: number): number {
  let [a, b] = [to, from];
  let [valueA, valueB] = [valueAt(a), valueAt(b)];
  if (Math.sign(valueA) * Math.sign(valueB) > 0) return Math.abs(valueA) < Math.abs(valueB) ? a : b;
  let [c, valueC] = [a, valueA];
  let step = 0.5;
  for (let count = 0; count < 200; count++) {
    const at = a + step * (b - a);
    const value = valueAt(at);
    if (Math.sign(value) === Math.sign(valueA)) [c, valueC] = [a, valueA];
    else [c, b, valueC, valueB] = [b, a, valueB, valueA];
    [a, valueA] = [at, value];
    const isANearer = Math.abs(valueA) < Math.abs(valueB);
    const best = isANearer ? a : b;
    const least = (2 * Number.EPSILON * Math.abs(best) + 1e-17) / Math.abs(b - a);
    if (least > 0.5 || valueA === 0 || valueB === 0) return valueB === 0 ? b : valueA === 0 ? a : best;
    step = Math.min(1 - least, Math.max(least, nextStep([a, b, c], [valueA, valueB, valueC])));
  }
  return a;
}

/** Where to look next, as a share of the way from a to b. */
function nextStep(
  [a, b, c]: readonly [number, number, number],
  [valueA, valueB, valueC]: readonly [number, number, number],
): number {
  const xi = (a - b) / (c - b);
  const phi = (valueA - valueB) / (valueC - valueB);
  const isSafe = phi ** 2 < xi && (1 - phi) ** 2 < 1 - xi;
  if (!isSafe) return 0.5;
  return (
    (valueA / (valueB - valueA)) * (valueC / (valueB - valueC)) +
    (((c - a) / (b - a)) * (valueA / (valueC - valueA)) * valueB) / (valueC - valueB)
  );
}
