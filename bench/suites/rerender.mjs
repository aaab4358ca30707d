/**
 * Measures (f) a React page that renders an element anew 100 times a second, with a text of its own, against a change
 * of it.
 */

import { buildSync } from 'esbuild';
import { experimentWith } from '../experiments.mjs';
import { partsOf } from '../parts.mjs';
import { ROOT } from '../publish.mjs';
import { inRounds } from '../rounds.mjs';
import { median, summarize } from '../stats.mjs';
import { publish, traced } from '../visit.mjs';

const TEXT = 'Our best price';
const CHANGE = { selector: '#price', text: TEXT };
const SECONDS = 2;

const APP = `
import { createElement, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';

function Price() {
  const [tick, setTick] = useState(0);
  useEffect(() => { window.rerender = () => run(setTick); }, []);
  return createElement('p', { id: 'price' }, 'Price ' + tick);
}

const run = (setTick) => new Promise((resolve) => {
  const seen = { frames: 0, shown: 0 };
  const look = () => {
    seen.frames++;
    if (document.getElementById('price').innerText.trim() === ${JSON.stringify(TEXT)}) seen.shown++;
    frame = requestAnimationFrame(look);
  };
  let frame = requestAnimationFrame(look);
  let ticks = 0;
  const timer = setInterval(() => {
    setTick((tick) => tick + 1);
    if (++ticks < ${SECONDS * 100}) return;
    clearInterval(timer);
    cancelAnimationFrame(frame);
    resolve(seen);
  }, 10);
});

createRoot(document.getElementById('app')).render(createElement(Price));
`;

const appOf = () =>
  buildSync({
    stdin: { contents: APP, resolveDir: ROOT },
    bundle: true,
    minify: true,
    write: false,
    define: { 'process.env.NODE_ENV': '"production"' },
  }).outputFiles[0].text;

export const rerender = {
  name: 'rerender',
  title: 'An element rendered anew 100 times a second',
  needs: ['browser'],
  async run(context) {
    const { browser, server, args, say } = context;
    const body = `<div id="app"></div><script>${appOf().replaceAll('</script', '<\\/script')}</script>`;
    const cells = [];
    for (const contender of partsOf(context, 'rerender'))
      cells.push(
        await publish(server, `rerender-${contender.name}`, contender, experimentWith([CHANGE]), {
          body,
          shown: contender.isOnce ? [] : [CHANGE],
        }),
      );
    const act = (tab) => tab.evaluate('rerender()');
    const runs = args.isQuick ? 1 : Math.max(2, Math.ceil(args.runs / 5));
    const measured = await inRounds(cells, runs, (cell) => traced(browser, cell, act), say, 0);
    const idle = cells.find(({ contender }) => contender.isIdle);
    const pageMs = idle ? median(measured.get(idle).map(({ totalMs }) => totalMs)) : 0;
    return { pageMs, seconds: SECONDS, rows: cells.map((cell) => rowOf(cell, measured.get(cell), pageMs)) };
  },
};

function rowOf({ contender }, runs, pageMs) {
  return {
    name: contender.name,
    title: contender.title,
    group: contender.group,
    runs: runs.length,
    scriptMs: summarize(runs.map(({ totalMs }) => totalMs - pageMs)),
    shownShare: median(runs.map(({ value }) => value.shown / Math.max(1, value.frames))),
  };
}
