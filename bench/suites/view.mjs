/**
 * Measures (b) when the variant is in the document, when the page is painted first, and whether that showed the
 * control.
 */

import { experimentsOf } from '../experiments.mjs';
import { partsOf } from '../parts.mjs';
import { inRounds } from '../rounds.mjs';
import { summarize } from '../stats.mjs';
import { publish, timed } from '../visit.mjs';

/** What the budget asks of those who have everything at hand. */
const LOADS = 100;

export const view = {
  name: 'view',
  title: 'Time to variant',
  needs: ['browser'],
  async run(context) {
    const { browser, server, args, say } = context;
    const cells = [];
    for (const contender of partsOf(context, 'view')) {
      const cell = await publish(server, `view-${contender.name}`, contender, experimentsOf(1));
      const runs = contender.isAtHand && !args.isQuick ? Math.max(LOADS, args.runs) : args.runs;
      cells.push({ ...cell, runs });
    }
    const measured = await inRounds(cells, args.runs, (cell) => timed(browser, cell), say);
    return { rows: cells.map((cell) => rowOf(cell, measured.get(cell))) };
  },
};

function rowOf({ contender }, runs) {
  const shown = runs.filter(({ variantMs }) => variantMs !== undefined);
  return {
    name: contender.name,
    title: contender.title,
    group: contender.group,
    isAtHand: !!contender.isAtHand,
    runs: runs.length,
    failed: contender.isIdle ? 0 : runs.length - shown.length,
    variantMs: summarize(shown.map(({ variantMs }) => variantMs)),
    afterParsingMs: summarize(shown.map(({ variantMs, parsedMs }) => variantMs - parsedMs)),
    paintMs: summarize(runs.map(({ paintMs }) => paintMs)),
    afterPaintMs: summarize(shown.map(({ variantMs, paintMs }) => variantMs - paintMs)),
    late: shown.filter(({ variantMs, paintMs }) => variantMs > paintMs).length,
  };
}
