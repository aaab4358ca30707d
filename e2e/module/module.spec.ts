/** Tests fx as a module: the calls of the experiment format's own documentation, in a page that imports them. */

import type { Page } from '@playwright/test';
import type { Manifest } from '../../src/core/index.js';
import { expect, experiment, manifestOf, pageOf, type Site, test, withOps } from '../harness/index.js';

const text = { op: 'replaceText', selector: 'h1', value: 'VARIANT' } as const;

/** Opens the page with another module in place of its own; what that sets as `notes` is the result. */
async function run(page: Page, site: Site, code: string, path = '/e2e/module/here'): Promise<unknown> {
  const html = pageOf('module').replace(
    /(<script type="module">)[\s\S]*(<\/script>)/,
    (_, open, close) => `${open}\n${code}\n${close}`,
  );
  site.answer(path, { body: html.replaceAll('../../dist/', '/dist/') });
  await page.goto(site.origin + path);
  await expect.poll(() => page.evaluate(() => 'notes' in window)).toBe(true);
  return page.evaluate(() => (window as unknown as { notes: unknown }).notes);
}

const publishManifest = (site: Site, manifest: Manifest): void =>
  site.answer('/fx/manifest.json', { headers: { 'content-type': 'application/json' }, body: JSON.stringify(manifest) });

test('the page as it is changes its headline', async ({ page, site }) => {
  await page.goto(`${site.origin}/e2e/module/`);
  await expect(page.locator('h1')).toHaveText('VARIANT');
});

const cartFlow = `
  import { createClient } from 'fx-tag';
  const manifestUrl = '/fx/manifest.json';
  const subjectId = 'user-7';
  const manifest = await (await fetch(manifestUrl)).json();
  const client = createClient(manifest, {
    manifestUrl,
    timeout: 60_000,
    subjectId,
    triggers: {
      'cart-flow': () => location.pathname.startsWith('/cart') && Date.now() % 2 === 0,
    },
  });
  window.notes = [client.variant('cart-flow') ?? null];`;

for (const [path, now, variant] of [
  ['/cart', 2, 'treatment'],
  ['/cart', 3, null],
  ['/home', 2, null],
] as const) {
  test(`createClient with a trigger of the host gives ${variant} on ${path} at ${now} ms`, async ({ page, site }) => {
    publishManifest(site, manifestOf({ ...withOps('cart-flow', text), trigger: { kind: 'manual' } }));
    await page.clock.setFixedTime(1_800_000_000_000 + now);
    expect(await run(page, site, cartFlow, path)).toEqual([variant]);
    await expect(page.locator('h1')).toHaveText(variant ? 'VARIANT' : 'CONTROL');
  });
}

const onboarding = (user: object): string => `
  import { init } from 'fx-tag';
  const manifestUrl = '/fx/manifest.json';
  const currentUser = ${JSON.stringify(user)};
  const daysSince = (date) => Math.floor((Date.now() - Date.parse(date)) / 864e5);
  const client = await init({
    manifestUrl,
    timeout: 60_000,
    subjectId: currentUser.id,
    targetingContext: {
      user: {
        tier: currentUser.tier,
        country: currentUser.country,
        accountAgeDays: daysSince(currentUser.createdAt),
        email: currentUser.email,
      },
    },
  });
  window.notes = [client.variant('pro-onboarding') ?? null, client.explain('pro-onboarding').reason];`;

const rule = {
  and: [
    { in: [{ var: 'user.tier' }, ['pro', 'enterprise']] },
    { '>=': [{ var: 'user.accountAgeDays' }, 30] },
    { matches: [{ var: 'user.email' }, '@(?!example\\.com).*$'] },
  ],
};
const member = { id: 'user-7', tier: 'pro', country: 'NZ', createdAt: '2020-01-01', email: 'sam@shop.nz' };

for (const [who, user, expected] of [
  ['a subscriber', member, ['treatment', 'assigned']],
  ['one of another tier', { ...member, tier: 'free' }, [null, 'rule']],
  ['a new one', { ...member, createdAt: '2999-01-01' }, [null, 'rule']],
  ['one of our own', { ...member, email: 'sam@example.com' }, [null, 'rule']],
] as const) {
  test(`init targets: ${who} is ${expected.join(' ')}`, async ({ page, site }) => {
    publishManifest(site, manifestOf({ ...withOps('pro-onboarding', text), audience: { sampleRate: 1, rule } }));
    expect(await run(page, site, onboarding(user))).toEqual(expected);
  });
}

test('init resolves with a client that has no experiments where there is no manifest, and never rejects', async ({
  page,
  problems,
  site,
}) => {
  const code = `
    import { init } from 'fx-tag';
    const client = await init({ manifestUrl: '/nothing.json', subjectId: 'user-7' });
    window.notes = [client.variant('any') ?? null, client.isActive('any'), client.explain('any') ?? null];`;
  expect(await run(page, site, code)).toEqual([null, false, null]);
  expect(problems.warnings).toHaveLength(1);
});

test('createClient takes any value for a manifest, and gives a client without experiments', async ({ page, site }) => {
  const code = `
    import { createClient } from 'fx-tag';
    window.notes = [null, undefined, 7, 'text', [], {}, { version: 2 }].map((one) => createClient(one).isActive('any'));`;
  expect(await run(page, site, code)).toEqual([false, false, false, false, false, false, false]);
});

test('a trigger of the host that resolves later activates then, and one that throws or rejects never', async ({
  collector,
  page,
  site,
}) => {
  publishManifest(site, manifestOf(...['later', 'throws', 'rejects', 'truthy', 'fine'].map((id) => experiment(id))));
  const code = `
    import { init } from 'fx-tag';
    const client = await init({
      manifestUrl: '/fx/manifest.json',
      timeout: 60_000,
      subjectId: 'user-7',
      collect: '${collector.url}',
      triggers: {
        later: () => new Promise((resolve) => { window.resolve = resolve }),
        throws: () => { throw new Error('trigger') },
        rejects: () => Promise.reject(new Error('promise')),
        truthy: () => 'yes',
      },
    });
    const active = () => ['later', 'throws', 'rejects', 'truthy', 'fine'].filter((id) => client.isActive(id));
    const before = active();
    const activated = new Promise((done) => client.on('assignment', ({ experiment }) => experiment === 'later' && done()));
    resolve(true);
    await activated;
    window.notes = [before, active()];`;
  expect(await run(page, site, code)).toEqual([['fine'], ['later', 'fine']]);
  await collector.until(() => collector.failures().length === 2);
  expect(
    collector
      .failures()
      .map((one) => [one.experiment, one.message])
      .sort(),
  ).toEqual([
    ['rejects', 'Error: promise'],
    ['throws', 'Error: trigger'],
  ]);
});

test('decide has the last word, and one that throws or names nothing known changes nothing', async ({ page, site }) => {
  publishManifest(site, manifestOf(...['out', 'other', 'throws', 'unknown', 'leaves'].map((id) => experiment(id))));
  const code = `
    import { init } from 'fx-tag';
    const seen = [];
    const client = await init({
      manifestUrl: '/fx/manifest.json',
      timeout: 60_000,
      subjectId: 'user-7',
      decide(experiment, subject, verdict) {
        seen.push([experiment.id, subject, verdict.variant].join());
        if (experiment.id === 'throws') throw new Error('decide');
        return { out: null, other: 'control', unknown: 'nobody' }[experiment.id];
      },
    });
    const ids = ['leaves', 'other', 'out', 'throws'];
    window.notes = [ids.map((id) => client.variant(id) ?? null), seen.filter((one) => one.startsWith('out'))];`;
  expect(await run(page, site, code)).toEqual([['treatment', 'control', null, 'treatment'], ['out,user-7,treatment']]);
});

test('what decide answers holds for an experiment that stores nothing, too', async ({ page, site }) => {
  publishManifest(site, manifestOf(experiment('fresh', {}, { sticky: false })));
  const code = `
    import { init } from 'fx-tag';
    const client = await init({ manifestUrl: '/fx/manifest.json', timeout: 60_000, decide: () => 'control' });
    window.notes = [client.variant('fresh'), document.cookie.includes('_fx_s')];`;
  expect(await run(page, site, code)).toEqual(['control', false]);
});

test('two clients on one page do not know of each other', async ({ page, site }) => {
  const code = `
    import { createClient } from 'fx-tag';
    const client = (id) => createClient(${JSON.stringify(manifestOf(experiment('a'), experiment('b')))}, { subjectId: id });
    const [one, two] = [client('user-1'), client('user-2')];
    one.dispose();
    window.notes = [one.variant('a') ?? null, two.variant('a'), 'fx' in window];`;
  expect(await run(page, site, code)).toEqual([null, 'treatment', false]);
});

test('the core is a module of its own', async ({ page, site }) => {
  const code = `
    import { decide, hash, matches, unit } from 'fx-tag/core';
    window.notes = [typeof decide, hash(''), matches({ '==': [1, '1'] }, {}), unit('a', 'b', 'c') < 1];`;
  expect(await run(page, site, code)).toEqual(['function', 0, true, true]);
});
