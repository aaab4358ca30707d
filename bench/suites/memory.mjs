/** Measures (g) what is still held after 1,000 navigations of a site of a single page. */

import { experimentsOf, PATH } from '../experiments.mjs';
import { MAIN } from '../page.mjs';
import { partsOf } from '../parts.mjs';
import { inRounds } from '../rounds.mjs';
import { median, summarize } from '../stats.mjs';
import { applied, inTab, publish } from '../visit.mjs';

const NAVIGATIONS = 1000;
const QUICK_NAVIGATIONS = 200;
const WARM_UP = 50;

/** Every second view is one on which five experiments match; the page puts its own elements there each time. */
const bodyOf = (onNavigate) => `<script>
window.wander = async (count) => {
  const main = document.querySelector('main');
  const item = ${JSON.stringify(MAIN)};
  for (let k = 1; k <= count; k++) {
    const isItem = k % 2 === 0;
    history.pushState({}, '', isItem ? ${JSON.stringify(PATH)} : '/shop/other');
    main.innerHTML = isItem ? item : '<h1>Another page</h1>';
    ${onNavigate}
    for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => setTimeout(resolve, 3));
  }
};
</script>`;

export const memory = {
  name: 'memory',
  title: 'Memory after navigations',
  needs: ['browser'],
  async run(context) {
    const { browser, server, args, say } = context;
    const navigations = args.isQuick ? QUICK_NAVIGATIONS : NAVIGATIONS;
    const cells = [];
    for (const contender of partsOf(context, 'memory'))
      cells.push(
        await publish(server, `memory-${contender.name}`, contender, experimentsOf(10), {
          body: bodyOf(contender.onNavigate ?? ''),
        }),
      );
    const runs = Math.max(1, Math.round(args.runs / 8));
    const measured = await inRounds(cells, runs, (cell) => held(browser, cell, navigations), say, 0);
    const idle = cells.find(({ contender }) => contender.isIdle);
    const of = (cell, key) => median(measured.get(cell).map((run) => run[key]));
    const less = (key) => (idle ? of(idle, key) : 0);
    return {
      navigations,
      rows: cells.map((cell) => ({
        name: cell.contender.name,
        title: cell.contender.title,
        group: cell.contender.group,
        runs: runs,
        failed: measured.get(cell).filter(({ isApplied }) => !isApplied).length,
        heldBytes: of(cell, 'bytes') - less('bytes'),
        grownBytes: summarize(measured.get(cell).map(({ grown }) => grown - less('grown'))),
        nodes: of(cell, 'nodes') - less('nodes'),
        listeners: of(cell, 'listeners') - less('listeners'),
      })),
    };
  },
};

/** What the page holds at the end, and how much more that is than after some navigations. */
const held = (browser, cell, navigations) =>
  inTab(browser, async (tab) => {
    await tab.go(cell.url);
    await applied(tab, cell.shown);
    await tab.evaluate(`wander(${WARM_UP})`);
    const before = await heap(tab);
    await tab.evaluate(`wander(${navigations})`);
    const isApplied = await applied(tab, cell.shown);
    const after = await heap(tab);
    return { isApplied, ...after, grown: after.bytes - before.bytes };
  });

async function heap(tab) {
  // what a finalizer lets go of is gone at the second
  for (let k = 0; k < 2; k++) await tab.send('HeapProfiler.collectGarbage');
  const [{ usedSize }, { nodes, jsEventListeners }] = await Promise.all([
    tab.send('Runtime.getHeapUsage'),
    tab.send('Memory.getDOMCounters'),
  ]);
  return { bytes: usedSize, nodes, listeners: jsEventListeners };
}
