/**
 * Tests tabs that nobody looks at: what is loaded there counts once somebody does, what is left there still arrives.
 */

import { test as base, expect, experiment, manifestOf, withOps } from '../harness/index.js';
import { type Bare, bare, createRemote } from '../harness/remote.js';

const test = base.extend<Bare>(bare);
const feature = 'life';

test('a tab that is loaded in the background sends nothing before it is looked at, and exposes once then', async ({
  collector,
  open,
  publish,
  site,
}) => {
  const opener = createRemote(site, 'opener');
  const front = createRemote(site, 'front');
  const page = createRemote(site, 'page');
  site.answer('/opener', { body: `<!doctype html>${opener.script}` });
  site.answer('/front', { body: `<!doctype html>${front.script}` });
  const url = publish({
    feature,
    manifest: manifestOf(experiment('code', { js: '' }), {
      ...withOps('seen', { op: 'replaceText', selector: 'h1', value: 'VARIANT' }),
    }),
    before: page.script,
    attributes: { 'data-collect': collector.url },
  });
  await open(`${site.origin}/opener`);
  // the new tab lies over the one that opened it, which then goes to the page
  await opener.run("void open('/front')");
  await opener.until('document.visibilityState', 'hidden');
  await opener.leave(url);
  await page.until("[document.visibilityState, document.querySelector('h1').textContent].join()", 'hidden,VARIANT');
  // in the background timers run at most once a second: what was to be sent would have been
  await page.run("fx.track('early'), new Promise((resolve) => setTimeout(resolve, 1100))");
  expect(collector.requests).toHaveLength(0);
  await front.run('void setTimeout(close)');
  await page.until('document.visibilityState', 'visible');
  await page.run("fx.track('end')");
  await collector.until(() => collector.conversions().length === 2);
  expect(
    collector
      .exposures()
      .map((one) => one.experiment)
      .sort(),
  ).toEqual(['code', 'seen']);
  expect(await page.run('errors')).toEqual([]);
});

test('a tab that went into the background changes what comes there, and sends what happens there', async ({
  collector,
  open,
  publish,
  site,
}) => {
  const page = createRemote(site, 'page');
  const front = createRemote(site, 'front');
  site.answer('/front', { body: `<!doctype html>${front.script}` });
  const late = withOps('late', { op: 'replaceText', selector: '.late', value: 'VARIANT' });
  await open(
    publish({
      feature,
      manifest: manifestOf(
        { ...late, trigger: { kind: 'waitForSelector', selector: '.late' } },
        withOps('seen', { op: 'replaceText', selector: 'h1', value: 'VARIANT' }),
      ),
      before: page.script,
      attributes: { 'data-collect': collector.url },
    }),
  );
  await collector.until(() => collector.exposures().length === 1);
  await page.run("void open('/front')");
  await page.until('document.visibilityState', 'hidden');
  await page.run("void document.body.insertAdjacentHTML('beforeend', '<p class=late>CONTROL</p>')");
  await page.until("document.querySelector('.late').textContent", 'VARIANT');
  await page.run("fx.track('end')");
  await collector.until(() => collector.conversions().length === 1 && collector.exposures().length === 2);
  await page.until("Object.keys(localStorage).filter((key) => key.startsWith('_fx_e.')).length", 0);
  await front.run('void setTimeout(close)');
  await page.until('document.visibilityState', 'visible');
  await page.run("fx.track('over')");
  await collector.until(() => collector.conversions().length === 2);
  expect(collector.exposures().map((one) => one.experiment)).toEqual(['seen', 'late']);
  expect(await page.run('errors')).toEqual([]);
});
