/**
 * Checks that a page that is rendered before anybody asked for it stores and sends nothing, and counts once it is
 * looked at, unless consent was denied meanwhile.
 */

import { test as base, expect, experiment, manifestOf, type Site, withControl, withOps } from '../harness/index.js';
import { type Bare, bare, createRemote, type Remote } from '../harness/remote.js';

const test = base.extend<Bare>(bare);
const feature = 'life';
const PATH = '/e2e/life/';
const text = { op: 'replaceText', selector: 'h1', value: 'VARIANT' } as const;
const STORED = '[document.cookie, Object.keys(localStorage).join()]';

const RULES = JSON.stringify({ prerender: [{ urls: [PATH], eagerness: 'immediate' }] });

/** A page that has another one rendered ahead, at once or when its spec says so. */
const publishReferrer = (site: Site, rules = `<script type="speculationrules">${RULES}</script>`): Remote => {
  const referrer = createRemote(site, 'referrer');
  site.answer('/from', { body: `<!doctype html>${referrer.script}${rules}` });
  return referrer;
};

for (const mode of ['inline', 'fetched'] as const) {
  test(`a prerendered page (${mode}) stores and sends nothing before it is looked at, and exposes once then`, async ({
    collector,
    open,
    publish,
    site,
  }) => {
    const referrer = publishReferrer(site);
    const page = createRemote(site, 'page');
    const ran = (id: string) => experiment(id, { js: `ran.push('${id} ' + document.prerendering)` });
    const manifest = manifestOf(
      withOps('seen', text),
      ran('auto'),
      { ...ran('found'), trigger: { kind: 'waitForSelector', selector: 'h1' } },
      { ...ran('here'), trigger: { kind: 'urlMatch', pattern: PATH } },
      { ...ran('event'), trigger: { kind: 'event', name: 'ping' } },
      { ...ran('script'), trigger: { kind: 'script', js: 'activate()' } },
      { ...ran('visible'), trigger: { kind: 'visible', selector: 'h1' } },
    );
    site.answer('/fx/manifest.json', { body: JSON.stringify(manifest) });
    publish({
      feature,
      mode,
      manifest,
      before: `${page.script}<script>ran = []</script>`,
      attributes: { 'data-collect': collector.url },
    });
    await open(`${site.origin}/from`);
    await page.until("!!fx.variant && fx.variant('seen')", 'treatment');
    await page.run("dispatchEvent(new Event('ping')), fx.track('ahead')");
    expect(await page.run("[document.prerendering, document.querySelector('h1').textContent]")).toEqual([
      true,
      'VARIANT',
    ]);
    expect(await page.run('ran.sort()')).toEqual(['auto true', 'found true', 'here true']);
    expect(await referrer.run(STORED)).toEqual(['', '']);
    expect(collector.requests).toHaveLength(0);

    await referrer.leave(PATH);
    await page.until('ran.length', 5);
    expect(await page.run('ran.slice(3).sort()')).toEqual(['script false', 'visible false']);
    await page.run("dispatchEvent(new Event('ping')), fx.track('end')");
    await collector.until(() => collector.conversions().length === 2);
    const ids = ['auto', 'event', 'found', 'here', 'script', 'seen', 'visible'];
    expect(
      collector
        .exposures()
        .map((one) => one.experiment)
        .sort(),
    ).toEqual(ids);
    expect(new Set(collector.events().map(({ subject }) => subject)).size).toBe(1);
    expect(await page.run('document.cookie')).toContain(collector.events()[0]?.subject);

    if (mode === 'fetched') await page.until("'_fx_m' in localStorage", true);
    expect(await page.run('errors')).toEqual([]);
  });
}

test('a prerendered page that nobody ever looks at is as if it had not been', async ({
  collector,
  open,
  publish,
  site,
}) => {
  const referrer = publishReferrer(site);
  const page = createRemote(site, 'page');
  const other = createRemote(site, 'other');
  const attributes = { 'data-collect': collector.url };
  // an exposure before code is stored at once, where it may be
  publish({ feature, manifest: manifestOf(experiment('seen', { js: '' })), before: page.script, attributes });
  publish({ feature, path: '/other', before: other.script, manifest: manifestOf(), attributes });
  await open(`${site.origin}/from`);
  await page.until("fx.variant('seen')", 'treatment');
  await page.run("fx.track('ahead')");
  await referrer.leave('/other');
  await other.run("fx.track('end')");
  await collector.until(() => collector.conversions().length > 0);
  expect(collector.events()).toEqual([expect.objectContaining({ type: 'conversion', name: 'end' })]);
});

for (const who of ['a visitor who is new', 'a visitor who is known'] as const) {
  test(`a prerendered page counts and stores nothing of ${who} and denied consent before it is looked at`, async ({
    collector,
    open,
    publish,
    site,
  }) => {
    const isKnown = who.endsWith('known');
    const referrer = publishReferrer(site, '');
    const page = createRemote(site, 'page');
    const other = createRemote(site, 'other');
    const attributes = { 'data-collect': collector.url };
    const manifest = manifestOf(withOps('seen', text));
    const told = "<script>told = []; window.fx = [['on', 'exposure', ({ subject }) => told.push(subject)]]</script>";
    publish({ feature, manifest, before: page.script + told, attributes });
    publish({ feature, path: '/other', before: other.script, manifest: isKnown ? manifest : manifestOf(), attributes });
    await open(`${site.origin}/from`);
    const visitOther = (): Promise<unknown> =>
      referrer.run("void document.body.appendChild(document.createElement('iframe')).setAttribute('src', '/other')");
    if (isKnown) {
      await visitOther();
      await other.until("fx.variant('seen')", 'treatment');
      await collector.until(() => collector.exposures().length === 1);
    }
    await referrer.run(
      `void document.head.append(Object.assign(document.createElement('script'), { type: 'speculationrules', text: '${RULES}' }))`,
    );
    await page.until("!!fx.variant && fx.variant('seen')", 'treatment');
    if (!isKnown) await visitOther();
    await other.run('void fx.consent(false)');
    expect(await referrer.run(STORED)).toEqual(['_fx=0', '']);

    await referrer.leave(PATH);
    await page.until('document.prerendering', false);
    expect(
      await page.run(
        `[...${STORED}, told.length, String(fx.variant('seen')), document.querySelector('h1').textContent]`,
      ),
    ).toEqual(['_fx=0', '', 0, 'undefined', 'CONTROL']);
    await page.run("fx.consent(true), fx.track('end')");
    await collector.until(() => collector.conversions().length === 1);
    const after = collector.events().slice(isKnown ? 1 : 0);
    expect(after.map(({ type }) => type).sort()).toEqual(['conversion', 'exposure']);
    expect(await page.run('told')).toEqual([after[0]?.subject]);
    expect(new Set(collector.events().map(({ subject }) => subject)).size).toBe(isKnown ? 2 : 1);
    expect(await page.run('errors')).toEqual([]);
  });
}

test('a prerendered page counts what it shows, and that is kept, where another page gave another variant meanwhile', async ({
  collector,
  open,
  publish,
  site,
}) => {
  const referrer = publishReferrer(site, '');
  const page = createRemote(site, 'page');
  const frame = createRemote(site, 'frame');
  const later = createRemote(site, 'later');
  const attributes = { 'data-collect': collector.url };
  // As after a release that moved the weights.
  const newer = manifestOf(withControl('seen'));
  publish({ feature, manifest: manifestOf(withOps('seen', text)), before: page.script, attributes });
  publish({ feature, path: '/known', before: frame.script, manifest: manifestOf(), attributes });
  publish({ feature, path: '/frame', before: frame.script, manifest: newer, attributes });
  publish({ feature, path: '/later', before: later.script, manifest: newer, attributes });
  await open(`${site.origin}/from`);
  await referrer.run("void document.body.appendChild(document.createElement('iframe')).setAttribute('src', '/known')");
  await frame.until('!!fx.variant && /_fx=/.test(document.cookie)', true);
  await referrer.run(
    `void document.head.append(Object.assign(document.createElement('script'), { type: 'speculationrules', text: '${RULES}' }))`,
  );
  await page.until("!!fx.variant && fx.variant('seen')", 'treatment');
  await frame.leave('/frame');
  await frame.until("location.pathname === '/frame' && fx.variant('seen')", 'control');
  await collector.until(() => collector.exposures().length === 1);

  await referrer.leave(PATH);
  await page.until('document.prerendering', false);
  await collector.until(() => collector.exposures().length === 2);
  expect(await page.run("[fx.variant('seen'), document.querySelector('h1').textContent]")).toEqual([
    'treatment',
    'VARIANT',
  ]);
  await page.leave('/later');
  await later.until("fx.variant('seen')", 'treatment');
  await later.run("fx.track('end')");
  await collector.until(() => collector.conversions().length === 1);
  expect(
    collector
      .exposures()
      .slice(0, 2)
      .map(({ variant }) => variant),
  ).toEqual(['control', 'treatment']);
  expect(new Set(collector.events().map(({ subject }) => subject)).size).toBe(1);
});
