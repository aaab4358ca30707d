/**
 * Measures (e) what it costs while the page appends 5,000 nodes: with 20 selectors that wait, and with 20 changes to
 * keep.
 */

import { experimentWith } from '../experiments.mjs';
import { OFFERS } from '../page.mjs';
import { partsOf } from '../parts.mjs';
import { inRounds } from '../rounds.mjs';
import { median, summarize } from '../stats.mjs';
import { publish, traced } from '../visit.mjs';

const WAITING = Array.from({ length: 20 }, (_, k) => ({
  selector: `main div.never-${k} > span.label`,
  text: 'Never shown',
}));
const KEPT = Array.from({ length: OFFERS }, (_, k) => ({ selector: `#offer-${k}`, text: `Offer ${k}, changed` }));

const MODES = {
  waiting: { title: '20 selectors waiting', experiments: experimentWith(WAITING), shown: [] },
  kept: { title: '20 changes applied', experiments: experimentWith(KEPT), shown: KEPT },
};

const BODY = `<script>
window.churn = () => new Promise((resolve) => {
  const host = document.getElementById('churn');
  let batch = 0;
  const timer = setInterval(() => {
    for (let k = 0; k < 100; k++) {
      const row = document.createElement('div');
      row.className = 'row';
      row.textContent = 'Row ' + batch + ' ' + k;
      host.append(row);
    }
    if (++batch < 50) return;
    clearInterval(timer);
    setTimeout(resolve, 100);
  }, 20);
});
</script>`;

export const churn = {
  name: 'churn',
  title: '5,000 nodes appended',
  needs: ['browser'],
  async run(context) {
    const { browser, server, args, say } = context;
    const cells = [];
    for (const [mode, { experiments, shown }] of Object.entries(MODES))
      for (const contender of partsOf(context, 'churn'))
        cells.push({
          ...(await publish(server, `${mode}-${contender.name}`, contender, experiments, { body: BODY, shown })),
          mode,
        });
    const append = (tab) => tab.evaluate('churn()');
    const runs = args.isQuick ? 1 : Math.max(2, Math.ceil(args.runs / 4));
    const measured = await inRounds(cells, runs, (cell) => traced(browser, cell, append), say, 0);
    const page = median(
      cells.filter(({ contender }) => contender.isIdle).flatMap((cell) => measured.get(cell).map((run) => run.totalMs)),
    );
    return { pageMs: page, rows: cells.map((cell) => rowOf(cell, measured.get(cell), page)) };
  },
};

function rowOf({ contender, mode }, runs, pageMs) {
  return {
    name: contender.name,
    title: contender.title,
    group: contender.group,
    mode,
    modeTitle: MODES[mode].title,
    runs: runs.length,
    failed: runs.filter(({ isApplied }) => !isApplied).length,
    scriptMs: summarize(runs.map(({ totalMs }) => totalMs - (pageMs || 0))),
    longestMs: summarize(runs.map(({ longestMs }) => longestMs)),
  };
}
