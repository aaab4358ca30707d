/** Checks that the back-forward cache takes a page with the tag, and gives it back as it was. */

import { test as base, expect, manifestOf } from '../harness/index.js';
import { type Bare, bare, createRemote } from '../harness/remote.js';

const test = base.extend<Bare>(bare);
const feature = 'life';
const AWAY = '/away';
/** Makes `isBack` tell whether the page was taken out of the cache. */
const noted = "<script>isBack = false; addEventListener('pageshow', (event) => (isBack = event.persisted))</script>";
/** A page that may not be stored is not kept either. */
const headers = { 'cache-control': 'private' };

test('a page that comes back from the back-forward cache is as it was, without a second exposure', async ({
  collector,
  open,
  publish,
  site,
}) => {
  const first = createRemote(site, 'first');
  const away = createRemote(site, 'away');
  site.answer(AWAY, { body: `<!doctype html>${away.script}` });
  await open(
    publish({ feature, headers, before: first.script + noted, attributes: { 'data-collect': collector.url } }),
  );
  await collector.until(() => collector.exposures().length > 0);
  await first.leave(AWAY);
  await away.run('void setTimeout(() => history.back())');
  await first.until('isBack', true);
  expect(await first.run("[document.querySelector('h1').textContent, fx.variant('seen')]")).toEqual([
    'VARIANT',
    'treatment',
  ]);
  // a later view, too, is one of the same load
  await first.run("history.pushState(null, '', '?view'), fx.track('end')");
  await collector.until(() => collector.conversions().length > 0);
  expect(collector.exposures()).toHaveLength(1);
  expect(await first.run('errors')).toEqual([]);
});

test('what a page could not send before it was left goes when it comes back, with its ids', async ({
  collector,
  open,
  publish,
  site,
}) => {
  const first = createRemote(site, 'first');
  const away = createRemote(site, 'away');
  site.answer(AWAY, { body: `<!doctype html>${away.script}` });
  collector.behave(503);
  const attributes = { 'data-collect': collector.url };
  await open(publish({ feature, headers, manifest: manifestOf(), before: first.script + noted, attributes }));
  await first.run("['one', 'two', 'three'].forEach((name) => fx.track(name))");
  await collector.until(() => collector.conversions().length === 3);
  await first.leave(AWAY);
  await away.run('1');
  collector.behave('accept');
  await away.run('void setTimeout(() => history.back())');
  await first.until('isBack', true);
  await first.until("Object.keys(localStorage).filter((key) => key.startsWith('_fx_e.')).length", 0);
  expect(collector.requests.at(-1)?.headers['sec-fetch-mode']).toBe('cors');
  expect(
    collector
      .conversions()
      .map(({ name }) => name)
      .sort(),
  ).toEqual(['one', 'three', 'two']);
});
