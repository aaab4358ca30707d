/** Finds with which exponent each cost grows: a step that looks at all for each shows as one near 2. */

import { growth } from './stats.mjs';

/** What two runs of the same may differ by. */
const NOISE = { script: 1, command: 50 };

/**
 * From ten experiments on: five of them match from there on, so that only those are more that do not.
 *
 * @param {Record<string, object>} suites
 * @returns {readonly {title: string, unit: string, exponent: number | null, risen: number, each: number}[]} `each`: one
 * more, in the unit
 */
export const growthsOf = ({ scale, commands }) => [
  ...grown((scale?.rows ?? []).filter(isUsable), 'title', scriptCost, NOISE.script, 1000, 'µs'),
  ...grown(commands?.rows ?? [], 'command', ({ cpuMs }) => cpuMs, NOISE.command, 1, 'ms').map((one) => ({
    ...one,
    title: `fx ${one.title}, a file`,
  })),
];

const isUsable = ({ failed, name }) => !failed && name !== 'nothing';
const scriptCost = ({ scriptMs }) => scriptMs.median;

function grown(rows, key, costOf, noise, factor, unit) {
  const titles = [...new Set(rows.map((row) => row[key]))];
  return titles.flatMap((title) => {
    const points = rows.filter((row) => row[key] === title).map((row) => ({ n: row.count, cost: costOf(row) }));
    if (points.length < 2) return [];
    const { each, ...rest } = growth(points, noise);
    return [{ ...rest, title, unit, each: each * factor }];
  });
}
