/**
 * Checks that in Firefox and WebKit, too, a redirect counts once, comes back to the right page, ends no session in a
 * loop and shows no page that is left.
 */

import { expect } from 'vitest';
import type { Experiment } from '../../src/core/index.js';
import { manifestOf } from '../harness/manifest.js';
import { pageOf } from '../harness/snippet.js';
import { ENGINES, smoke, until } from './stage.js';

const html = pageOf('redirect');
const split = (fields: Partial<Experiment> = {}): Experiment => ({
  id: 'price',
  name: 'Another page of prices',
  trigger: { kind: 'urlMatch', pattern: '^/pricing$', regex: true },
  variants: [
    { key: 'control', name: 'Control', weight: 0 },
    { key: 'treatment', name: 'Treatment', weight: 10_000, redirect: '/pricing-b' },
  ],
  ...fields,
});

for (const [name, preferences] of Object.entries(ENGINES)) {
  const test = smoke(preferences);

  test(`${name}: a redirect keeps query and hash, is counted once, and is not in the history`, async ({
    arrive,
    collector,
    publish,
  }) => {
    const { page } = await arrive();
    const [manifest, attributes] = [manifestOf(split()), { 'data-collect': collector.url }];
    const home = publish({ html, path: '/home', manifest, attributes });
    publish({ html, path: '/pricing-b', manifest, attributes });
    const source = publish({ html, path: '/pricing', manifest, attributes });
    await page.goto(home);
    await page.evaluate(`(setTimeout(() => (location.href = ${JSON.stringify(`${source}?from=mail#list`)})), 0)`);
    await until(page, `location.pathname + location.search + location.hash === '/pricing-b?from=mail#list'`);
    await until(page, `document.readyState === 'complete' && !!window.fx && fx.variant('price') === 'treatment'`);
    await page.evaluate(`(fx.track('end'), 0)`);
    await collector.until(() => collector.conversions().length > 0);
    expect(collector.exposures()).toEqual([expect.objectContaining({ variant: 'treatment', path: '/pricing' })]);
    await page.evaluate(`(setTimeout(() => history.back()), 0)`);
    await until(
      page,
      `location.pathname === '/home' && getComputedStyle(document.documentElement).visibility === 'visible'`,
    );
  });

  test(`${name}: a target that sends back is left alone, and the page is seen`, async ({
    arrive,
    collector,
    publish,
    site,
  }) => {
    const { page } = await arrive();
    site.answer('/pricing-b', { status: 302, headers: { location: '/pricing' } });
    const source = publish({
      html,
      path: '/pricing',
      manifest: manifestOf(split()),
      attributes: { 'data-collect': collector.url },
    });
    await page.goto(source);
    await collector.until(() => collector.failures().length > 0);
    await until(page, `getComputedStyle(document.documentElement).visibility === 'visible'`);
    expect(collector.failures()).toEqual([expect.objectContaining({ experiment: 'price', code: 'redirect' })]);
    expect(site.requests.filter((request) => request.includes('/pricing-b'))).toHaveLength(1);
  });

  test(`${name}: a navigation inside a page redirects, and a step back shows that page`, async ({
    arrive,
    publish,
  }) => {
    const { page } = await arrive();
    const manifest = manifestOf(split());
    publish({ html, path: '/pricing-b', manifest });
    publish({ html, path: '/pricing', manifest });
    await page.goto(publish({ html, path: '/home', manifest }));
    await page.evaluate(`(setTimeout(() => history.pushState(null, '', '/pricing')), 0)`);
    await until(page, `location.pathname === '/pricing-b' && document.readyState === 'complete'`);
    await page.evaluate(`(setTimeout(() => history.back()), 0)`);
    await until(
      page,
      `location.pathname === '/home' && getComputedStyle(document.documentElement).visibility === 'visible'`,
    );
  });

  test(`${name}: a hash router is sent on within its page, which is shown`, async ({ arrive, publish }) => {
    const { page } = await arrive();
    const manifest = manifestOf(
      split({
        trigger: { kind: 'urlMatch', pattern: '^#/pricing$', regex: true, on: 'hash' },
        variants: [
          { key: 'control', name: 'Control', weight: 0 },
          { key: 'treatment', name: 'Treatment', weight: 10_000, redirect: '#/pricing-b' },
        ],
      }),
    );
    await page.goto(publish({ html, path: '/app', manifest }));
    await page.evaluate(`(location.hash = '/pricing', 0)`);
    await until(page, `location.hash === '#/pricing-b' && fx.variant('price') === 'treatment'`);
    await until(page, `getComputedStyle(document.documentElement).visibility === 'visible'`);
  });
}
