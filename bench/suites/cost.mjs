/** Measures (c, d) what the script costs on the main thread, with one experiment and with many of which five match. */

import { experimentsOf } from '../experiments.mjs';
import { partsOf } from '../parts.mjs';
import { inRounds } from '../rounds.mjs';
import { median, summarize } from '../stats.mjs';
import { publish, traced } from '../visit.mjs';

const COUNTS = [10, 100, 1000, 5000];
const QUICK_COUNTS = [1000];

export const cost = {
  name: 'cost',
  title: 'Main thread, one experiment',
  needs: ['browser'],
  run: (context) => measure(context, 'cost', [1], Math.ceil(context.args.runs * 0.6)),
};

export const scale = {
  name: 'scale',
  title: 'Main thread, many experiments',
  needs: ['browser'],
  run: (context) =>
    measure(context, 'scale', context.args.isQuick ? QUICK_COUNTS : COUNTS, Math.ceil(context.args.runs / 3)),
};

async function measure(context, suite, counts, runs) {
  const { browser, server, say } = context;
  const cells = [];
  for (const count of counts) {
    const experiments = experimentsOf(count);
    for (const contender of partsOf(context, suite).filter((one) => takes(one, count)))
      cells.push({
        ...(await publish(server, `${suite}-${count}-${contender.name}`, contender, experiments)),
        count,
      });
  }
  const measured = await inRounds(cells, Math.max(2, runs), (cell) => traced(browser, cell), say);
  const baseline = new Map(
    cells
      .filter(({ contender }) => contender.name === 'nothing')
      .map((cell) => [cell.count, median(measured.get(cell).map(({ totalMs }) => totalMs))]),
  );
  return {
    rows: cells.map((cell) => rowOf(cell, measured.get(cell), baseline.get(cell.count) ?? 0)),
  };
}

const takes = ({ maxExperiments = Number.POSITIVE_INFINITY, hasCount = () => true }, count) =>
  count <= maxExperiments && hasCount(count);

function rowOf({ contender, count }, runs, pageMs) {
  return {
    name: contender.name,
    title: contender.title,
    group: contender.group,
    count,
    runs: runs.length,
    failed: runs.filter(({ isApplied }) => !isApplied).length,
    scriptMs: summarize(runs.map(({ totalMs }) => totalMs - pageMs)),
    longestMs: summarize(runs.map(({ longestMs }) => longestMs)),
  };
}
