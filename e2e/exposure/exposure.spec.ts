/**
 * Checks that whoever could see a variant is counted once, before anything of it runs, and also when the tab closes at
 * once.
 */

import {
  client,
  expect,
  experiment,
  isLong,
  manifestOf,
  painted,
  test,
  withControl,
  withOps,
} from '../harness/index.js';

const feature = 'exposure';
const CLOSES = isLong ? 100 : 10;
const text = { op: 'replaceText', selector: 'h1', value: 'VARIANT' } as const;

test('an exposure names experiment, variant, reason, subject, revision and path', async ({
  collector,
  page,
  visit,
}) => {
  await visit({
    feature,
    query: '?token=secret#part',
    manifest: manifestOf({ ...withOps('seen', text), phase: '0123abcd' }),
    attributes: { 'data-collect': collector.url },
  });
  await collector.until(() => collector.exposures().length > 0);
  const [exposure] = collector.exposures();
  expect(exposure).toEqual({
    id: expect.stringMatching(/^[\da-f]{32}$/),
    type: 'exposure',
    at: expect.any(Number),
    subject: expect.stringMatching(/^[\da-f]{32}$/),
    revision: 'e2e',
    path: '/e2e/exposure/',
    experiment: 'seen',
    variant: 'treatment',
    phase: '0123abcd',
    reason: 'assigned',
    device: 'desktop',
    isNew: true,
    language: 'en-US',
  });
  const cookies = await page.context().cookies();
  expect(cookies.find(({ name }) => name === '_fx')?.value).toContain(exposure?.subject);
});

test('a subject of the host is the subject, and the visitor is named beside it', async ({ collector, visit }) => {
  await visit({ feature, attributes: { 'data-collect': collector.url, 'data-subject': 'user-7' } });
  await collector.until(() => collector.exposures().length > 0);
  expect(collector.exposures()).toEqual([
    expect.objectContaining({ subject: 'user-7', visitor: expect.stringMatching(/^[\da-f]{32}$/) }),
  ]);
});

test('the exposure exists, and is stored, before shared code and the variant run', async ({
  collector,
  page,
  visit,
}) => {
  const look = "order.push([name, Object.keys(localStorage).filter((key) => key.startsWith('_fx_e.')).length])";
  await visit({
    feature,
    manifest: manifestOf(
      experiment('seen', { js: look.replace('name', "'variant'") }, { sharedJs: look.replace('name', "'shared'") }),
    ),
    attributes: { 'data-collect': collector.url },
    before: "<script>order = []; fx = [['on', 'exposure', () => order.push('exposure')]]</script>",
  });
  expect(await page.evaluate(() => (window as unknown as { order: unknown }).order)).toEqual([
    'exposure',
    ['shared', 1],
    ['variant', 1],
  ]);
});

test('there is one exposure to a page load, whatever is asked again', async ({ collector, page, visit }) => {
  await visit({
    feature,
    manifest: manifestOf(withOps('seen', text), { ...withOps('by-hand', text), trigger: { kind: 'manual' } }),
    attributes: { 'data-collect': collector.url },
  });
  const fx = await client(page);
  await fx.evaluate((it) => {
    for (let i = 0; i < 3; i++) {
      it.activate('by-hand');
      it.setContext({ user: { i } });
      it.expose('seen');
      history.pushState(null, '', `?view=${i}`);
    }
  });
  await painted(page);
  await fx.evaluate((it) => it.track('end'));
  await collector.until(() => collector.conversions().length > 0);
  expect(
    collector
      .exposures()
      .map((one) => one.experiment)
      .sort(),
  ).toEqual(['by-hand', 'seen']);
  await visit({ feature, manifest: manifestOf(withOps('seen', text)), attributes: { 'data-collect': collector.url } });
  await collector.until(() => collector.exposures().length === 3);
  expect(collector.exposures().at(-1)).toMatchObject({ experiment: 'seen', reason: 'sticky' });
});

test('manualExposure waits for expose, which sends one', async ({ collector, page, visit }) => {
  const later = { ...withOps('later', text), manualExposure: true };
  await visit({
    feature,
    manifest: manifestOf(later, { ...later, id: 'by-hand', trigger: { kind: 'manual' } }),
    attributes: { 'data-collect': collector.url },
  });
  await expect(page.locator('h1')).toHaveText('VARIANT');
  const fx = await client(page);
  expect(
    await fx.evaluate((it) => [it.expose('by-hand'), it.expose('later'), it.expose('later'), it.expose('no')]),
  ).toEqual([false, true, false, false]);
  await collector.until(() => collector.exposures().length > 0);
  await fx.evaluate((it) => it.track('end'));
  await collector.until(() => collector.conversions().length > 0);
  expect(collector.exposures().map((one) => one.experiment)).toEqual(['later']);
});

test('the control is exposed as the variants are', async ({ collector, visit }) => {
  await visit({ feature, manifest: manifestOf(withControl('seen')), attributes: { 'data-collect': collector.url } });
  await collector.until(() => collector.exposures().length > 0);
  expect(collector.exposures()).toEqual([expect.objectContaining({ experiment: 'seen', variant: 'control' })]);
});

test('who is gated out has the assignment, but no recipe and no exposure', async ({ collector, page, visit }) => {
  await visit({
    feature,
    manifest: manifestOf(experiment('gated', { domOps: [text], payload: { a: 1 }, recipeSampleRate: 0 })),
    attributes: { 'data-collect': collector.url },
  });
  const fx = await client(page);
  expect(
    await fx.evaluate((it) => [it.variant('gated'), it.assignment('gated'), it.payload('gated'), it.isActive('gated')]),
  ).toEqual([undefined, 'treatment', undefined, false]);
  await fx.evaluate((it) => it.track('end'));
  await collector.until(() => collector.conversions().length > 0);
  expect(collector.exposures()).toEqual([]);
  await expect(page.locator('h1')).toHaveText('CONTROL');
});

test('who is diverted gets the variant without exposure, but for one that is asked for', async ({
  collector,
  page,
  visit,
}) => {
  const diverted = { ...withControl('diverted'), divertTo: 'treatment' };
  const variants = withOps('diverted', text).variants.map((one) => ({ ...one, weight: 10000 - one.weight }));
  await visit({
    feature,
    manifest: manifestOf({ ...diverted, variants }, { ...diverted, id: 'by-hand', manualExposure: true }),
    attributes: { 'data-collect': collector.url },
  });
  await expect(page.locator('h1')).toHaveText('VARIANT');
  const fx = await client(page);
  expect(await fx.evaluate((it) => [it.variant('diverted'), it.expose('diverted'), it.expose('by-hand')])).toEqual([
    'treatment',
    false,
    true,
  ]);
  await collector.until(() => collector.exposures().length > 0);
  await fx.evaluate((it) => it.track('end'));
  await collector.until(() => collector.conversions().length > 0);
  expect(collector.exposures()).toEqual([expect.objectContaining({ experiment: 'by-hand', reason: 'divert' })]);
});

test(`an exposure survives that the tab is closed at once, ${CLOSES} of ${CLOSES}`, async ({
  browser,
  collector,
  publish,
}) => {
  test.setTimeout(120_000 + CLOSES * 15_000);
  const url = publish({ feature, attributes: { 'data-collect': collector.url } });
  for (let i = 1; i <= CLOSES; i++) {
    const context = await browser.newContext();
    const page = await context.newPage();
    // Before its load event no page hears of its end: https://html.spec.whatwg.org/multipage/document-lifecycle.html#unload-a-document
    await page.goto(url, { waitUntil: 'load' });
    const closed = page.waitForEvent('close');
    await page.close({ runBeforeUnload: true });
    await closed;
    await collector.until(() => new Set(collector.exposures().map(({ subject }) => subject)).size === i);
    await context.close();
  }
});

test('what was seen of a page that is closed before its load event goes from the next', async ({
  browser,
  collector,
  publish,
  site,
}) => {
  site.answer('/never.png', () => {
    // Left without an answer, so that the load event has to wait.
  });
  const image = "<script>addEventListener('DOMContentLoaded', () => (new Image().src = '/never.png'))</script>";
  const visit = { feature, attributes: { 'data-collect': collector.url } };
  const url = publish({ ...visit, before: image });
  const context = await browser.newContext();
  const page = await context.newPage();
  const next = await context.newPage();
  await page.goto(url, { waitUntil: 'domcontentloaded' });
  // As soon as the tag knows of the paint: its own copy of the id is written then.
  await page.waitForFunction(() => localStorage.getItem('_fx'));
  const closed = page.waitForEvent('close');
  await page.close({ runBeforeUnload: true });
  await closed;
  await next.goto(publish({ ...visit, path: '/e2e/exposure/next', manifest: manifestOf() }));
  await collector.until(() => collector.exposures().length === 1);
  expect(collector.exposures()[0]).toMatchObject({ experiment: 'seen', path: '/e2e/exposure/' });
  await context.close();
});
