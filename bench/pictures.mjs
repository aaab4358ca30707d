/** Draws the pictures of the page: when the variant was there, what one experiment costs, what many cost. */

import { bars, curves } from './chart.mjs';

/**
 * @param {Record<string, object>} suites
 * @returns {readonly {name: string, alt: string, svg: string}[]} none for what was not measured
 */
export const picturesOf = ({ view, cost, scale }) => [
  ...(view ? [timeToVariant(view)] : []),
  ...(cost ? [mainThread(cost)] : []),
  ...(cost && scale ? [manyExperiments(cost, scale)] : []),
];

function timeToVariant({ rows }) {
  const shown = rows.filter(({ variantMs }) => variantMs.count);
  return {
    name: 'benchmark-variant.svg',
    alt: 'When the variant is in the document, against the first paint',
    svg: bars({
      title: 'When the variant is in the document',
      note: 'Milliseconds since the navigation began, median. The line is the first paint: a bar that passes it flickers.',
      unit: 'ms',
      rows: shown.map(({ title, group, variantMs, paintMs }) => ({
        title,
        group,
        value: variantMs.median,
        mark: paintMs.median,
      })),
    }),
  };
}

function mainThread({ rows }) {
  return {
    name: 'benchmark-cost.svg',
    alt: 'What the script costs on the main thread with one experiment',
    svg: bars({
      title: 'Script on the main thread, one experiment',
      note: 'Milliseconds of thread time from navigation to rest, median, less those of the page itself.',
      unit: 'ms',
      rows: rows
        .filter(({ name }) => name !== 'nothing')
        .map(({ title, group, scriptMs }) => ({ title, group, value: scriptMs.median })),
    }),
  };
}

const DRAWN = ['external', 'fx-container', 'growthbook-inline', 'posthog'];

function manyExperiments(cost, scale) {
  const rows = [...cost.rows, ...scale.rows].filter(({ failed }) => !failed);
  const lines = [...new Set(scale.rows.map(({ name }) => name))]
    .filter((name) => DRAWN.includes(name) || rows.some((row) => row.name === name && isForeign(row)))
    .map((name) => {
      const own = rows.filter((row) => row.name === name).sort((a, b) => a.count - b.count);
      return {
        title: own[0]?.title ?? name,
        group: own[0]?.group ?? 'peer',
        points: own.map(({ count, scriptMs }) => ({ n: count, value: scriptMs.median })),
      };
    })
    .filter(({ points }) => points.length);
  return {
    name: 'benchmark-scale.svg',
    alt: 'What the script costs on the main thread, by the number of experiments',
    svg: curves({
      title: 'Script on the main thread, by number of experiments',
      note: 'Milliseconds of thread time, median; five of the experiments match the page. Both scales are logarithmic.',
      unit: 'ms',
      lines,
    }),
  };
}

/** A script that was named in the environment. */
const isForeign = ({ group, name }) => group === 'peer' && !/^(growthbook|posthog)/.test(name);
