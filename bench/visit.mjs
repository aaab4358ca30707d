/** Visits a page: once to see when the variant was there, once to see what it cost. */

import { expected, PATH, VARIANT } from './experiments.mjs';
import { isShown, pageOf, probe } from './page.mjs';
import { record, scriptTime } from './trace.mjs';

/** After that a contender is taken for one that does not apply its variant. */
const PATIENCE_MS = 10_000;
const POLL_MS = 25;
const KEEPING_MS = 250;
/** Nothing was asked of the network for half a second. */
const QUIET = 'networkIdle';

/** Asks for the page with the probe. */
const TIMED = '?timed';

const PAINT = `(() => {
  const paint = performance.getEntriesByName('first-contentful-paint')[0];
  return document.readyState === 'complete' && paint ? { ...seen, paintMs: paint.paintTime ?? paint.startTime } : null;
})()`;

/**
 * Puts the page of a contender on a site of its own, with and without the probe.
 *
 * @param {object} server
 * @param {string} name of the site
 * @param {object} contender
 * @param {readonly object[]} experiments
 * @param {{body?: string, shown?: readonly object[]}} [more] HTML at the end of the page; the changes that can be made
 */
export async function publish(server, name, contender, experiments, { body = '', shown = expected(experiments) } = {}) {
  const site = server.site(name);
  const { head = '', routes = {}, changes = [] } = await contender.install({ experiments, origin: site.origin });
  for (const [path, answer] of Object.entries(routes)) site.put(path, answer);
  const page = (extra) => ({ type: 'text/html', body: pageOf({ head, body, changes, probe: extra }) });
  site.put(PATH, page(''));
  site.put(PATH + TIMED, page(probe(VARIANT)));
  return {
    name,
    contender,
    site,
    url: site.origin + PATH,
    timedUrl: site.origin + PATH + TIMED,
    shown: contender.isIdle || contender.changesNothing ? null : isShown(shown),
  };
}

/** Whether a contender made its changes in time. */
export async function applied(tab, shown) {
  if (!shown) return true;
  const endsAt = performance.now() + PATIENCE_MS;
  while (!(await tab.evaluate(shown))) {
    if (performance.now() > endsAt) return false;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return true;
}

/**
 * When the variant was there, milliseconds since the navigation began.
 *
 * @returns {Promise<{isApplied: boolean, parsedMs: number, variantMs?: number, paintMs: number}>}
 */
export const timed = (browser, cell) =>
  inTab(browser, async (tab) => {
    if (cell.contender.isRevisit) await firstVisit(tab, cell, cell.timedUrl);
    await tab.go(cell.timedUrl);
    const isApplied = await applied(tab, cell.shown);
    let seen = null;
    while (!seen) seen = await tab.evaluate(PAINT);
    return { isApplied, ...seen };
  });

/**
 * What its script cost on the main thread. Nothing of the bench runs in the page meanwhile, but one look at the end.
 *
 * @param {(tab: object) => Promise<unknown>} [during] what is measured, in place of the load of the page
 */
export const traced = (browser, cell, during) =>
  inTab(browser, async (tab) => {
    if (cell.contender.isRevisit) await firstVisit(tab, cell, cell.url);
    let stop = during ? null : await record(browser);
    const sent = cell.contender.sendsTo && cell.site.until(cell.contender.sendsTo);
    await tab.go(cell.url, QUIET);
    await sent;
    const isApplied = await applied(tab, cell.shown);
    let value;
    if (during) {
      stop = await record(browser);
      value = await during(tab);
    }
    return { isApplied, value, ...scriptTime(await stop(), cell.site.origin) };
  });

/** Does something in a tab that nobody has used. */
export async function inTab(browser, act) {
  const tab = await browser.openTab();
  try {
    return await act(tab);
  } finally {
    await tab.close();
  }
}

/** What a page keeps for the next, it keeps soon after its changes were made. */
async function firstVisit(tab, cell, url) {
  await tab.go(url);
  await applied(tab, cell.shown);
  await new Promise((resolve) => setTimeout(resolve, KEEPING_MS));
  await tab.go('about:blank');
}
