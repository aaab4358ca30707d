/** What a site asks of `window.fx`, before the tag is there and after. */

import { readFileSync } from 'node:fs';
import type { Experiment } from '../../src/core/index.js';
import { client, expect, experiment, manifestOf, test, withControl, withOps } from '../harness/index.js';

const feature = 'api';
const text = { op: 'replaceText', selector: 'h1', value: 'VARIANT' } as const;
const headline: Experiment = experiment(
  'headline',
  { domOps: [text], payload: { size: 3 } },
  { metadata: { owner: { name: 'shop' } } },
);
const pro = (rest: Partial<Experiment> = {}): Experiment => ({
  ...withOps('pro', text),
  audience: { rule: { '==': [{ var: 'user.tier' }, 'pro'] } },
  ...rest,
});

/** What the page has put down for the spec. */
const noted = (from: { evaluate: (run: () => unknown) => Promise<unknown> }): Promise<unknown> =>
  from.evaluate(() => (window as unknown as { notes: unknown }).notes);

test('variant, assignment, payload, metadata and isActive tell what holds', async ({ page, visit }) => {
  const waiting: Experiment = {
    ...experiment('waiting', { payload: {} }, { metadata: { a: 1 } }),
    trigger: { kind: 'manual' },
  };
  await visit({ feature, manifest: manifestOf(headline, waiting, withControl('control')) });
  const fx = await client(page);
  const ask = () =>
    fx.evaluate((it) =>
      ['headline', 'control', 'waiting', 'nothing', '__proto__', 'constructor'].map((id) => [
        it.variant(id),
        it.assignment(id),
        it.payload(id),
        it.isActive(id),
        it.metadata(id),
      ]),
    );
  const nothing = [undefined, undefined, undefined, false, undefined];
  expect(await ask()).toEqual([
    ['treatment', 'treatment', { size: 3 }, true, { owner: { name: 'shop' } }],
    ['control', 'control', undefined, true, undefined],
    [undefined, undefined, undefined, false, { a: 1 }],
    nothing,
    nothing,
    nothing,
  ]);
  expect(
    await fx.evaluate((it) => {
      const metadata = it.metadata('headline');
      return [Object.isFrozen(metadata), Object.values(metadata ?? {}).every(Object.isFrozen)];
    }),
  ).toEqual([true, true]);
});

test('the queue takes commands before the tag: what decides runs first, the rest after the first decision', async ({
  collector,
  page,
  visit,
}) => {
  await visit({
    feature,
    manifest: manifestOf({ ...headline, manualExposure: true }, { ...pro(), trigger: { kind: 'manual' } }),
    attributes: { 'data-collect': collector.url },
    before: `<script>
      notes = [];
      window.fx = window.fx || [];
      fx.push(['track', 'early', 7]);
      fx.push(['expose', 'headline']);
      fx.push(['activate', 'pro']);
      fx.push((client) => notes.push(['variant', client.variant('pro')]));
      fx.push(['on', 'assignment', ({ experiment, variant }) => notes.push([experiment, variant])]);
      fx.push(['setContext', { user: { tier: 'pro' } }]);
      fx.push(['identify', 'user-7']);
    </script>`,
  });
  expect(await noted(page)).toEqual([
    ['headline', 'treatment'],
    ['pro', 'treatment'],
    ['variant', 'treatment'],
  ]);
  await collector.until(() => collector.events().length === 3);
  expect(
    collector
      .events()
      .map((event) => [event.type, event.subject])
      .sort(),
  ).toEqual([
    ['conversion', 'user-7'],
    ['exposure', 'user-7'],
    ['exposure', 'user-7'],
  ]);
  expect(collector.conversions()).toEqual([expect.objectContaining({ name: 'early', value: 7 })]);
});

test('a queued expose waits for its experiment', async ({ collector, page, visit }) => {
  await visit({
    feature,
    manifest: manifestOf({ ...headline, manualExposure: true, trigger: { kind: 'event', name: 'go' } }),
    attributes: { 'data-collect': collector.url },
    before: "<script>fx = [['expose', 'headline']]</script>",
  });
  await (await client(page)).evaluate((fx) => fx.track('before'));
  await collector.until(() => collector.conversions().length > 0);
  expect(collector.exposures()).toEqual([]);
  await page.evaluate(() => dispatchEvent(new Event('go')));
  await collector.until(() => collector.exposures().length > 0);
});

test('push keeps working once the tag is there', async ({ page, visit }) => {
  await visit({
    feature,
    manifest: manifestOf({ ...headline, trigger: { kind: 'manual' } }),
    before: '<script>notes = []</script>',
  });
  await (await client(page)).evaluate((fx) => {
    const { notes } = window as unknown as { notes: unknown[] };
    fx.push(['activate', 'headline'], (it) => void notes.push(it.variant('headline')));
    fx.push(['on', 'ready', () => notes.push('ready')]);
  });
  expect(await noted(page)).toEqual(['treatment', 'ready']);
});

test('on tells what happens, what has happened, and nothing after it is stopped', async ({ page, visit }) => {
  await visit({ feature, manifest: manifestOf(headline, experiment('broken', { js: 'throw 1' })) });
  const seen = await (await client(page)).evaluate(async (fx) => {
    const heard: string[] = [];
    const stops = [
      fx.on('exposure', (event) => heard.push(`exposure ${event.experiment}`)),
      fx.on('assignment', (event) => heard.push(`assignment ${event.experiment} ${event.reason}`)),
      fx.on('failure', (event) => heard.push(`failure ${event.experiment} ${event.code}`)),
      fx.on('ready', (it) => heard.push(`ready ${it === fx}`)),
      fx.on('conversion', (event) => heard.push(`conversion ${event.name} ${event.value}`)),
    ];
    fx.track('one');
    fx.track('two', 2.5);
    for (const stop of stops) stop();
    fx.track('three');
    return heard;
  });
  expect(seen).toEqual([
    'exposure broken',
    'exposure headline',
    'assignment broken assigned',
    'assignment headline assigned',
    'failure broken error',
    'ready true',
    'conversion one 1',
    'conversion two 2.5',
  ]);
});

test('the same goes out as DOM events on window', async ({ page, visit }) => {
  await visit({
    feature,
    manifest: manifestOf(headline),
    before: `<script>
      notes = [];
      for (const type of ['exposure', 'assignment', 'ready']) addEventListener('fx:' + type, (event) => notes.push([event.type, event.detail.experiment]));
    </script>`,
  });
  expect(await noted(page)).toEqual(
    expect.arrayContaining([
      ['fx:exposure', 'headline'],
      ['fx:assignment', 'headline'],
      ['fx:ready', undefined],
    ]),
  );
});

test('an exposure is pushed to the dataLayer once, in the form that tag managers of Mojito sites know', async ({
  page,
  visit,
}) => {
  await visit({
    feature,
    manifest: manifestOf(headline, withControl('other')),
    attributes: { 'data-layer': 'dataLayer' },
    before: "<script>dataLayer = [{ event: 'first' }]</script>",
  });
  expect(await page.evaluate(() => (window as unknown as { dataLayer: unknown }).dataLayer)).toEqual([
    { event: 'first' },
    {
      event: 'experience_impression',
      exp_variant_string: 'FX-headline-treatment',
      experiment_id: 'headline',
      variation_id: 'treatment',
    },
    {
      event: 'experience_impression',
      exp_variant_string: 'FX-other-control',
      experiment_id: 'other',
      variation_id: 'control',
    },
  ]);
});

test('setContext decides what is out by rule or context, and who holds a variant keeps it', async ({ page, visit }) => {
  await visit({ feature, manifest: manifestOf(pro()) });
  const fx = await client(page);
  const reason = () => fx.evaluate((it) => [it.variant('pro'), it.explain('pro')?.reason]);
  expect(await reason()).toEqual([undefined, 'context']);
  await fx.evaluate((it) => it.setContext({ user: { tier: 'free' } }));
  expect(await reason()).toEqual([undefined, 'rule']);
  await fx.evaluate((it) => it.setContext({ user: { tier: 'pro' } }));
  expect(await reason()).toEqual(['treatment', 'assigned']);
  await fx.evaluate((it) => it.setContext({ user: { tier: 'free' } }));
  expect((await reason())[0]).toBe('treatment');
  await expect(page.locator('h1')).toHaveText('VARIANT');
});

test('identify undoes, sends what is queued under the old subject, and starts again under the new', async ({
  collector,
  page,
  visit,
}) => {
  await visit({
    feature,
    manifest: manifestOf(headline),
    attributes: { 'data-collect': collector.url, 'data-subject': 'old' },
  });
  await (await client(page)).evaluate((fx) => {
    fx.track('before');
    fx.identify('new');
    fx.track('after');
  });
  await expect(page.locator('h1')).toHaveText('VARIANT');
  await collector.until(() => collector.events().length === 4);
  const seen = collector
    .events()
    .map((event) => `${event.type} ${event.type === 'conversion' ? event.name : ''} ${event.subject}`);
  expect(seen.sort()).toEqual(['conversion after new', 'conversion before old', 'exposure  new', 'exposure  old']);
});

test('a subject that is none warns once and counts as not given', async ({ page, problems, visit }) => {
  await visit({
    feature,
    manifest: manifestOf(headline),
    before: "<script>fx = [['identify', '[object Object]']]</script>",
  });
  await expect(page.locator('h1')).toHaveText('VARIANT');
  expect(problems.warnings).toHaveLength(1);
  expect((await page.context().cookies()).map(({ name }) => name)).toContain('_fx');
});

test('track with something that is no number warns and counts nothing', async ({
  collector,
  page,
  problems,
  visit,
}) => {
  await visit({ feature, manifest: manifestOf(), attributes: { 'data-collect': collector.url } });
  await (await client(page)).evaluate((fx) => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, '7' as unknown as number]) fx.track('odd', value);
    fx.track('end', 0);
  });
  await collector.until(() => collector.conversions().length > 0);
  expect(collector.conversions().map(({ name, value }) => [name, value])).toEqual([['end', 0]]);
  expect(problems.warnings.length).toBeGreaterThan(0);
});

test('explain names every gate in order, with what it saw', async ({ page, visit }) => {
  await visit({
    feature,
    manifest: manifestOf(pro()),
    before: "<script>fx = [['setContext', { user: { tier: 'free' } }]]</script>",
  });
  const told = await (await client(page)).evaluate((fx) => [fx.explain('pro'), fx.explain('nothing')] as const);
  expect(told[0]).toMatchObject({ id: 'pro', variant: null, reason: 'rule', isActive: false });
  expect(told[0]?.gates.length).toBeGreaterThan(2);
  expect(told[1]).toBeUndefined();
});

test('dispose undoes everything and stops', async ({ collector, page, visit }) => {
  await visit({
    feature,
    manifest: manifestOf({ ...withOps('it', text), trigger: { kind: 'urlMatch', pattern: '/e2e' } }),
    attributes: { 'data-collect': collector.url },
  });
  await collector.until(() => collector.exposures().length > 0);
  const fx = await client(page);
  await fx.evaluate((it) => {
    it.dispose();
    it.track('after');
    history.pushState(null, '', '/e2e/again');
    it.setContext({ user: {} });
    it.activate('it');
    it.identify('somebody');
    it.dispose();
  });
  await expect(page.locator('h1')).toHaveText('CONTROL');
  expect(await fx.evaluate((it) => it.variant('it'))).toBeUndefined();
});

test('before consent nothing is stored, sent or changed; consent starts, is remembered, and is withdrawn', async ({
  collector,
  context,
  page,
  visit,
}) => {
  const names = async () =>
    (await context.cookies()).map(({ name, value }) => (name === '_fx' && value === '0' ? '0' : name)).sort();
  const setup = {
    feature,
    manifest: manifestOf(headline),
    attributes: { 'data-collect': collector.url, 'data-consent': 'required' },
  };
  await visit(setup);
  await expect(page.locator('h1')).toHaveText('CONTROL');
  expect(await names()).toEqual([]);
  expect(await page.evaluate(() => localStorage.length)).toBe(0);
  await (await client(page)).evaluate((fx) => fx.consent(true));
  await expect(page.locator('h1')).toHaveText('VARIANT');
  await collector.until(() => collector.exposures().length === 1);
  await visit(setup);
  await expect(page.locator('h1')).toHaveText('VARIANT');
  await (await client(page)).evaluate((fx) => fx.consent(false));
  await expect(page.locator('h1')).toHaveText('CONTROL');
  expect(await names()).toEqual(['0']);
  expect(await page.evaluate(() => localStorage.length)).toBe(0);
  await visit(setup);
  await expect(page.locator('h1')).toHaveText('CONTROL');
});

test('forget undoes and erases everything', async ({ context, page, visit }) => {
  await visit({ feature, manifest: manifestOf(headline) });
  await (await client(page)).evaluate((fx) => fx.forget());
  await expect(page.locator('h1')).toHaveText('CONTROL');
  expect(await context.cookies()).toEqual([]);
  expect(await page.evaluate(() => localStorage.length)).toBe(0);
});

test('a visitor keeps the variant when weights, sampling and rule change', async ({ page, visit }) => {
  await visit({ feature, manifest: manifestOf(headline) });
  const changed = { ...withControl('headline'), audience: { sampleRate: 0, rule: false } };
  await visit({ feature, manifest: manifestOf(changed) });
  expect(await (await client(page)).evaluate((fx) => [fx.variant('headline'), fx.explain('headline')?.reason])).toEqual(
    ['treatment', 'sticky'],
  );
});

test('the version is that of the package', async ({ page, visit }) => {
  await visit({ feature });
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  expect(await (await client(page)).evaluate((fx) => fx.version)).toBe(version);
});
