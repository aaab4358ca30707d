/** Reads what of a page's script ran on its main thread, from a trace of the browser. */

/** What counts as script: running, compiling, callbacks, promises and observers. */
const KINDS = new Set(['EvaluateScript', 'v8.compile', 'FunctionCall', 'RunMicrotasks']);

const CATEGORIES = 'devtools.timeline,v8,v8.execute';

/**
 * Records until the returned function is called, which gives the events.
 *
 * @param {object} browser
 * @returns {Promise<() => Promise<object[]>>}
 */
export async function record(browser) {
  const events = [];
  const off = browser.on('Tracing.dataCollected', undefined, ({ value }) => {
    for (const event of value) events.push(event);
  });
  await browser.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: CATEGORIES.split(','), excludedCategories: ['*'] },
  });
  return async () => {
    const complete = new Promise((resolve) => {
      const done = browser.on('Tracing.tracingComplete', undefined, () => {
        done();
        resolve();
      });
    });
    await browser.send('Tracing.end');
    await complete;
    off();
    return events;
  };
}

/**
 * The thread time of a page's script on its main thread. What lies inside of another such event is counted once.
 *
 * @param {readonly object[]} events of a trace; `ts`, `dur` and `tdur` are microseconds
 * @param {string} mark begins the URL of the page whose thread it is
 * @returns {{totalMs: number, longestMs: number, byKind: Record<string, number>}}
 */
export function scriptTime(events, mark) {
  const thread = threadOf(events, mark);
  const own = events
    .filter((event) => event.ph === 'X' && KINDS.has(event.name) && `${event.pid} ${event.tid}` === thread)
    .sort((a, b) => a.ts - b.ts || b.dur - a.dur);
  const byKind = {};
  let [endsAt, totalUs, longestUs] = [-1, 0, 0];
  for (const { name, ts, dur, tdur = 0 } of own) {
    if (ts < endsAt) continue;
    endsAt = ts + dur;
    totalUs += tdur;
    longestUs = Math.max(longestUs, tdur);
    byKind[name] = (byKind[name] ?? 0) + tdur / 1000;
  }
  return { totalMs: totalUs / 1000, longestMs: longestUs / 1000, byKind };
}

/** The thread that parsed the page, else one that ran its script. */
function threadOf(events, mark) {
  const isOf = ({ args }) => {
    const { url = '', documentLoaderURL = '' } = { ...args?.beginData, ...args?.data };
    return url.startsWith(mark) || documentLoaderURL.startsWith(mark);
  };
  const of = (name) => events.find((event) => event.name === name && isOf(event));
  const found = of('ParseHTML') ?? of('EvaluateScript') ?? of('FunctionCall') ?? of('navigationStart');
  return found ? `${found.pid} ${found.tid}` : '';
}
