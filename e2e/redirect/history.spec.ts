/**
 * Tests redirects on pages that the browser keeps or renders ahead: nobody is sent from what nobody looks at, and none
 * comes back to a hidden page.
 */

import type { Experiment } from '../../src/core/index.js';
import { test as base, expect, manifestOf, type Site } from '../harness/index.js';
import { type Bare, bare, createRemote, type Remote } from '../harness/remote.js';

const test = base.extend<Bare>(bare);
const feature = 'redirect';
const [HOME, SOURCE, TARGET, AWAY] = ['/home', '/pricing', '/pricing-b', '/away'] as const;
/** A page that may not be stored is not kept either. */
const headers = { 'cache-control': 'private' };
const noted = "<script>isBack = false; addEventListener('pageshow', (event) => (isBack = event.persisted))</script>";
const SEEN = "[location.pathname, getComputedStyle(document.documentElement).visibility].join(' ')";

const split = (weight: number): Experiment => ({
  id: 'price',
  name: 'Another page of prices',
  trigger: { kind: 'urlMatch', pattern: `^${SOURCE}$`, regex: true },
  variants: [
    { key: 'control', name: 'Control', weight: 10_000 - weight },
    { key: 'treatment', name: 'Treatment', weight, redirect: TARGET },
  ],
});

/** A page that another one renders ahead, with the site's other pages. */
const renderAhead = (site: Site, url: string): Remote => {
  const referrer = createRemote(site, 'referrer');
  const rules = JSON.stringify({ prerender: [{ urls: [url], eagerness: 'immediate' }] });
  site.answer('/from', {
    body: `<!doctype html>${referrer.script}<script type="speculationrules">${rules}</script>`,
  });
  return referrer;
};

test('who is sent away goes back to the page before, which the browser had kept', async ({
  collector,
  open,
  publish,
  site,
}) => {
  const [home, there] = [createRemote(site, 'home'), createRemote(site, 'there')];
  const attributes = { 'data-collect': collector.url };
  const manifest = manifestOf(split(10_000));
  publish({ feature, headers, path: SOURCE, manifest, attributes });
  publish({ feature, headers, path: TARGET, manifest, attributes, before: there.script });
  await open(publish({ feature, headers, path: HOME, manifest, attributes, before: home.script + noted }));
  await home.leave(SOURCE);
  expect(await there.run("[location.pathname, fx.variant('price')].join(' ')")).toBe(`${TARGET} treatment`);
  await there.run('void setTimeout(() => history.back())');
  await home.until('isBack', true);
  expect(await home.run(SEEN)).toBe(`${HOME} visible`);
  await home.run("fx.track('end')");
  await collector.until(() => collector.conversions().length > 0);
  expect(collector.exposures().map(({ variant }) => variant)).toEqual(['treatment']);
});

test('who comes back from the target to the page that a router left for the source sees it', async ({
  open,
  publish,
  site,
}) => {
  const [home, there] = [createRemote(site, 'home'), createRemote(site, 'there')];
  const manifest = manifestOf(split(10_000));
  publish({ feature, headers, path: SOURCE, manifest });
  publish({ feature, headers, path: TARGET, manifest, before: there.script });
  await open(publish({ feature, headers, path: HOME, manifest, before: home.script }));
  await home.run(`void setTimeout(() => history.pushState(null, '', '${SOURCE}'))`);
  expect(await there.run('location.pathname')).toBe(TARGET);
  await there.run('void setTimeout(() => history.back())');
  await home.until(SEEN, `${HOME} visible`);
});

test('a source that was kept by the browser is seen, by who stays there and without a second exposure', async ({
  collector,
  open,
  publish,
  site,
}) => {
  const [here, away] = [createRemote(site, 'here'), createRemote(site, 'away')];
  site.answer(AWAY, { body: `<!doctype html>${away.script}` });
  const attributes = { 'data-collect': collector.url };
  const manifest = manifestOf(split(0));
  await open(publish({ feature, headers, path: SOURCE, manifest, attributes, before: here.script + noted }));
  await collector.until(() => collector.exposures().length > 0);
  await here.leave(AWAY);
  await away.run('void setTimeout(() => history.back())');
  await here.until('isBack', true);
  expect(await here.run(SEEN)).toBe(`${SOURCE} visible`);
  await here.run("fx.track('end')");
  await collector.until(() => collector.conversions().length > 0);
  expect(collector.exposures().map(({ variant }) => variant)).toEqual(['control']);
});

test('a source that is rendered ahead sends nobody away, and does once somebody looks at it', async ({
  collector,
  open,
  publish,
  site,
}) => {
  const referrer = renderAhead(site, SOURCE);
  const [here, there] = [createRemote(site, 'here'), createRemote(site, 'there')];
  const attributes = { 'data-collect': collector.url };
  const manifest = manifestOf(split(10_000));
  publish({ feature, path: SOURCE, manifest, attributes, before: here.script });
  publish({ feature, path: TARGET, manifest, attributes, before: there.script });
  await open(`${site.origin}/from`);
  expect(await here.run(`[document.prerendering, ${SEEN}].join(' ')`)).toBe(`true ${SOURCE} visible`);
  expect(site.requests).not.toContain(`GET ${TARGET}`);
  expect(await referrer.run('[document.cookie, sessionStorage.length].join()')).toBe(',0');
  expect(collector.requests).toHaveLength(0);
  await referrer.leave(SOURCE);
  expect(await there.run("[location.pathname, fx.variant('price')].join(' ')")).toBe(`${TARGET} treatment`);
  await there.run("fx.track('end')");
  await collector.until(() => collector.conversions().length > 0);
  expect(collector.exposures()).toEqual([expect.objectContaining({ variant: 'treatment', path: SOURCE })]);
});

test('a target that is rendered ahead counts nobody, and whoever is sent there once', async ({
  collector,
  open,
  publish,
  site,
}) => {
  const referrer = renderAhead(site, TARGET);
  const there = createRemote(site, 'there');
  const attributes = { 'data-collect': collector.url };
  const manifest = manifestOf(split(10_000));
  publish({ feature, path: SOURCE, manifest, attributes });
  publish({ feature, path: TARGET, manifest, attributes, before: there.script });
  await open(`${site.origin}/from`);
  expect(await there.run("[document.prerendering, fx.variant('price')].join()")).toBe('true,');
  await referrer.leave(SOURCE);
  await there.until(
    "[document.prerendering, location.pathname, fx.variant('price')].join()",
    `false,${TARGET},treatment`,
  );
  await there.run("fx.track('end')");
  await collector.until(() => collector.conversions().length > 0);
  expect(collector.exposures()).toEqual([expect.objectContaining({ variant: 'treatment', path: SOURCE })]);
});
