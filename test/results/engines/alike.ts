/** Compares counts: whole numbers exactly, what was added up in another order to the digits that arithmetic keeps. */

import { expect } from 'vitest';
import type { Counts } from '../../../src/results/index.js';

/** Of the largest number that was added up. */
const ROUNDING = 1e-9;

/** Fails where two engines say different things, and names the first place. */
export function expectAlike(found: Counts, wanted: Counts): void {
  const differences: string[] = [];
  compare(found, wanted, 'counts', differences);
  expect(differences.slice(0, 10)).toEqual([]);
}

/** Fields that are no whole numbers, with the power of the amounts that they grow with. */
const POWERS: Readonly<Record<string, number>> = {
  sum: 1,
  sumY: 1,
  mean: 1,
  meanY: 1,
  squares: 2,
  squaresY: 2,
  xy: 2,
  cubes: 3,
  cubesY: 3,
  xxy: 3,
  xyy: 3,
  error: 1,
};

function compare(found: unknown, wanted: unknown, place: string, differences: string[], scale = 1): void {
  if (Array.isArray(found) && Array.isArray(wanted)) {
    if (found.length !== wanted.length) differences.push(`${place}: ${found.length} in place of ${wanted.length}`);
    for (const [at, one] of wanted.entries())
      compare(found[at], one, `${place}[${at}${one?.day ?? one?.variant ?? ''}]`, differences, scale);
  } else if (typeof wanted === 'object' && wanted !== null && typeof found === 'object' && found !== null) {
    const fields = Object.entries(wanted).filter(
      ([name]) => place.endsWith('.uncapped') === false || !/Y$|^x|^sum/.test(name),
    );
    const largest = sizeOf(wanted as Readonly<Record<string, unknown>>) ?? scale;
    for (const [name, value] of fields)
      compare((found as Record<string, unknown>)[name], value, `${place}.${name}`, differences, largest);
  } else if (!isAlike(found, wanted, POWERS[place.split('.').at(-1) ?? ''], scale))
    differences.push(`${place}: ${String(found)} in place of ${String(wanted)}`);
}

/** About how large the amounts of a cell are. */
function sizeOf({
  subjects,
  mean,
  squares,
  meanY = 0,
  squaresY = 0,
}: Readonly<Record<string, unknown>>): number | null {
  if (typeof squares !== 'number' || !subjects) return null;
  const spread = Math.sqrt(Math.max(squares, Number(squaresY)));
  return Math.max(1, Math.abs(Number(mean)), Math.abs(Number(meanY)), spread);
}

function isAlike(found: unknown, wanted: unknown, power: number | undefined, scale: number): boolean {
  if (found === wanted || typeof found !== 'number' || typeof wanted !== 'number') return found === wanted;
  if (power === undefined) return false;
  return Math.abs(found - wanted) <= ROUNDING * Math.max(Math.abs(wanted), scale ** power);
}
