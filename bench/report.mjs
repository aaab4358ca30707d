/** Writes what was measured as a page. */

import { checkBudgets } from './budgets.mjs';
import { growthsOf } from './growths.mjs';
import { budgetTable, growthTable, table, tables } from './tables.mjs';

/** What stands above and below each table. */
const SECTIONS = {
  size: ['Bytes', 'What a browser loads before there is any experiment. Of hand-written scripts: all there is.'],
  view: [
    'Time to variant',
    'One experiment that everyone is in, first view unless it says second. The script comes from the same machine, a manifest, flags or a payload that is fetched 50 ms later. *Control painted*: in how many loads the variant came after the first paint, so that the original was to be seen.',
  ],
  cost: [
    'Main thread, one experiment',
    'From navigation until nothing was asked of the network for half a second: evaluating and compiling scripts, callbacks, promises and observers, in thread time, less those of the same page without any. *Exposure sent* waits for the request and its answer.',
  ],
  scale: ['Main thread, many experiments', 'The same with more experiments, of which five match the page.'],
  churn: [
    '5,000 nodes appended',
    'In 50 batches over a second, after the page was loaded. Hand-written scripts and PostHog make a change once and do not keep it.',
  ],
  rerender: [
    'An element rendered anew 100 times a second',
    'A React page gives the element a text of its own each time, a change gives it another. fx applies a change at most 10 times a second to an element, then gives up on it and says so (`conflict`): the page keeps its processor, the visitor the page.',
  ],
  memory: [
    'Memory after navigations',
    'A site of a single page, ten experiments, five of them on every second view; JavaScript heap after collecting garbage, less the page without any script.',
  ],
  decisions: [
    'Decisions in Node',
    'One experiment, a rule of three conditions, three variants, another subject each time, in time of the processor. Each is told the same in its own terms; each was seen to split into thirds.',
  ],
  visits: [
    'A request with 20 experiments',
    'A new subject each time, half of the experiments for people of one plan, in time of the processor, each in a process of its own. fx reads the request, finds the visitor and writes the cookies; the others are told who asks and store nothing.',
  ],
  react: [
    'React',
    'Bytes of what a site imports, in a build for production, brotli, without React. Two components that read one experiment, everything at hand: how often they are rendered.',
  ],
  commands: [
    'The command line',
    'Files with a rule, a regular expression, changes, css and js. The shortest of the runs.',
  ],
  results: [
    'Counting events',
    'Three experiments with four metrics each, over the events of a collector. Plain SQL takes first exposures and what came after them; it sets no clock right, and knows no phases, sign-ins and caps. [Scale](scale.md) has ten million.',
  ],
  collect: [
    'Events stored',
    'Posts on 64 connections to `fx serve`, each answered once its events are on disk; seconds of the processor are those of the server alone. *While Studio is used*: five pages a second are opened, which the same process makes.',
  ],
  studio: [
    'Studio',
    'A folder of 1,000 files of an experiment each, read at every request, as others write there, too; medians of requests that come one after another. Seconds of the processor are those of the server alone.',
  ],
  install: ['On a disk', 'What `npm i fx-tag` puts there.'],
};

const NOT_MEASURED = `- Amplitude's experiment tag is not on npm, and Mojito's library neither: build them and name the files in \`FX_BENCH_SCRIPT\`. So it is with variantlab's core, whose package the registry does not have.
- Statsig, LaunchDarkly, Optimizely Web, VWO and AB Tasty change pages through code that their servers make, which cannot be had.
- A real network, slow processors, other browsers than Chromium. Every script comes from the same machine: on a network a file costs its journey as well.
- Layout and painting: where a script makes the browser lay out a page again, that time is in the table only as far as the script waits for it.
- More than 1,000 experiments with PostHog, which takes seconds for each load.
- Growth of memory over days, and energy.`;

/** The tables alone. */
export function renderTables(result) {
  const blocks = Object.entries(result.suites).map(([name, suite]) => `${SECTIONS[name][0]}\n\n${tables[name](suite)}`);
  return `${[...blocks, ...growthBlock(result), `Budgets\n\n${budgetTable(checkBudgets(result.suites))}`].join('\n\n')}\n`;
}

/**
 * The page.
 *
 * @param {object} result of a run
 * @param {readonly {name: string, alt: string}[]} pictures
 * @param {string} notes written by hand: what made it faster
 */
export function renderPage(result, pictures, notes) {
  const picture = (name) =>
    pictures
      .filter((one) => one.name === `benchmark-${name}.svg`)
      .map(({ name: file, alt }) => `![${alt}](images/${file})`);
  const drawn = { view: 'variant', cost: 'cost', scale: 'scale' };
  const sections = Object.entries(result.suites).flatMap(([name, suite]) => [
    `### ${SECTIONS[name][0]}`,
    SECTIONS[name][1],
    ...(drawn[name] ? picture(drawn[name]) : []),
    tables[name](suite),
  ]);
  return `${[
    '# Benchmarks',
    '<!-- written by npm run bench: change bench/, or bench/notes.md, and run it again -->',
    'fx beside what people use today, measured by `npm run bench` on one machine in one run. Only ratios within a run say something: another machine has other milliseconds.',
    stateOf(result.machine),
    machineTable(result),
    '## Budgets',
    budgetTable(checkBudgets(result.suites)),
    '## In the browser, in Node, on the command line',
    ...sections,
    ...growthBlock(result, '### '),
    notes.trim(),
    '## How it is measured',
    METHOD,
    '## What was not measured',
    NOT_MEASURED,
    '## How to run it',
    HOW,
  ].join('\n\n')}\n`;
}

function growthBlock({ suites }, heading = '') {
  const growths = growthsOf(suites);
  if (!growths.length) return [];
  return [
    `${heading}Growth`,
    'The exponent with which the cost grows with the number of experiments, or files: 1 is in proportion, 2 is each looking at every other.',
    growthTable(growths),
  ];
}

/** Says of which fx the figures are, as the page is read long after the run. */
function stateOf({ date, commit, fx }) {
  const state = commit ? `at commit ${commit}` : `in ${fx}`;
  return `**The tables down to [What made it faster](#what-made-it-faster), bytes and budgets too, are of fx as it was ${state}, measured on ${date}.** What is told from there on is older, or names its day. A later tag weighs and takes something else: what its files weigh today is in [the table of the README](../README.md#what-it-weighs), which \`npm run size\` checks.`;
}

function machineTable({ machine, runs, isQuick, suites }) {
  const browser = Object.values(suites).find((suite) => suite.browser)?.browser;
  const { date, processor, memoryGb, system, node, load, fx, commit, packages } = machine;
  return table(
    ['', ''],
    [
      ['date', date],
      ['machine', `${processor}, ${memoryGb} GB, ${system}, load ${load.toFixed(1)} when it began`],
      ['browser', browser ?? 'not used'],
      ['Node', node],
      ['fx', commit ? `${fx}, ${commit}` : fx],
      ...Object.entries(packages),
      ['runs', `${runs} of each${isQuick ? ', --quick' : ''}`],
    ],
  ).replace('| --: |', '| --- |');
}

const METHOD = `- Each run has a fresh context: no cache, no cookies, no storage, a renderer of its own. *Second view* and *stored* had one view before.
- Contenders take turns, one of each to a round, each round beginning with another one; the first round is not counted.
- One page: 200 elements, the headline on top, sent in one piece. Each contender is told the same experiments in its own format; a run in which a change did not come is a failed run, never a fast one.
- When the variant was there is seen by a MutationObserver in the page, what it cost by a trace of another load without it. Thread time does not count while other programs run, so it is what is compared; times on the clock are as quiet as the machine was.
- The first paint is the \`paintTime\` of first-contentful-paint: when the browser had laid out and painted, before the screen showed it.
- Chromium runs with \`--disable-renderer-backgrounding\`, without \`navigator.webdriver\` and under the name of an ordinary Chrome: PostHog does nothing for robots.`;

const HOW = `\`\`\`sh
npm ci && npm run build
npm run bench                            # all, some ten minutes on a quiet machine; writes this page
npm run bench -- --quick                 # under two minutes, tables on the terminal
npm run bench -- --only cost,growthbook-inline
npm run bench -- --runs 30 --json out.json
npm run bench -- --resume                # goes on where a run was interrupted
FX_BENCH_SCRIPT=/path/mojito-{n}.js npm run bench -- --only cost,scale
\`\`\`

\`--list\` names suites and contenders. It ends with 1 where a must does not hold or was not checked, and names it; \`--allow-missing\` forgives the latter.
A script in \`FX_BENCH_SCRIPT\` has to change the headline \`h1\` of \`/shop/item\` to what \`bench/experiments.mjs\` says; \`{n}\` in its path is the number of experiments in it.`;
