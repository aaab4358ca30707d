/** Checks that an experiment that throws is undone, reported once, and touches nothing else. */

import type { Experiment, Op } from '../../src/core/index.js';
import { client, expect, experiment, manifestOf, test, withOps } from '../harness/index.js';

const feature = 'isolation';
const good = withOps('good', { op: 'replaceText', selector: 'h1', value: 'VARIANT' });
/** Applied before what throws: it has to go again. */
const first: Op = { op: 'replaceText', selector: '.lead', value: 'broken' };
const css = '.lead { color: rgb(1, 2, 3) }';

interface Case {
  readonly title: string;
  readonly broken: Experiment;
  /** What the failure event says. */
  readonly failure: Readonly<Record<string, unknown>>;
}

const cases: readonly Case[] = [
  {
    title: 'a selector that is none',
    broken: experiment('broken', { css, domOps: [first, { op: 'remove', selector: 'a[' }] }),
    failure: { variant: 'treatment', message: expect.stringContaining('a[') },
  },
  {
    title: 'an op whose attribute has no such name',
    broken: experiment('broken', { css, domOps: [first, { op: 'setAttr', selector: 'h1', name: 'a b', value: '' }] }),
    failure: { variant: 'treatment' },
  },
  {
    title: 'js that throws',
    broken: experiment('broken', { css, domOps: [first], js: "throw new Error('on purpose')" }),
    failure: { variant: 'treatment', message: 'Error: on purpose' },
  },
  {
    title: 'js that throws something that cannot be read',
    broken: experiment('broken', {
      css,
      domOps: [first],
      js: 'throw { toString() { throw 1 }, get stack() { throw 2 } }',
    }),
    failure: { variant: 'treatment' },
  },
  {
    title: 'shared js that throws',
    broken: experiment('broken', { css, domOps: [first] }, { sharedJs: "throw new Error('shared')" }),
    failure: { variant: 'treatment', message: 'Error: shared' },
  },
  {
    title: 'a trigger whose script throws',
    broken: experiment(
      'broken',
      { domOps: [first] },
      { trigger: { kind: 'script', js: "throw new Error('trigger')" } },
    ),
    failure: { message: 'Error: trigger' },
  },
  {
    title: 'a trigger whose selector is none',
    broken: experiment('broken', { domOps: [first] }, { trigger: { kind: 'waitForSelector', selector: 'a[' } }),
    failure: { selector: 'a[' },
  },
];

for (const { title, broken, failure } of cases) {
  test(`${title} leaves the page and the other experiment alone, and is reported once`, async ({
    collector,
    page,
    problems,
    visit,
  }) => {
    await visit({ feature, manifest: manifestOf(broken, good), attributes: { 'data-collect': collector.url } });
    await expect(page.locator('h1')).toHaveText('VARIANT');
    await expect(page.locator('.lead')).toHaveText('untouched');
    await expect(page.locator('.lead')).toHaveCSS('color', 'rgb(0, 0, 0)');
    const fx = await client(page);
    expect(await fx.evaluate((it) => [it.variant('broken'), it.variant('good')])).toEqual([undefined, 'treatment']);
    await fx.evaluate((it) => {
      it.setContext({ user: {} });
      history.pushState(null, '', '?again');
    });
    await fx.evaluate((it) => it.track('end'));
    await collector.until(() => collector.conversions().length > 0);
    expect(collector.failures()).toEqual([
      expect.objectContaining({ experiment: 'broken', code: 'error', ...failure }),
    ]);
    expect(problems.warnings).toEqual([]);
  });
}

test('js with a syntax error runs nothing of its experiment, and touches no other', async ({
  collector,
  page,
  visit,
}) => {
  const broken = experiment('broken', { domOps: [first], js: 'this is no js' });
  // what goes into a container has been parsed before
  await visit({
    feature,
    mode: 'inline',
    manifest: manifestOf(broken, good),
    attributes: { 'data-collect': collector.url },
  });
  await collector.until(() => collector.failures().length > 0);
  expect(collector.failures()).toEqual([expect.objectContaining({ experiment: 'broken', code: 'error' })]);
  await expect(page.locator('h1')).toHaveText('VARIANT');
  await expect(page.locator('.lead')).toHaveText('untouched');
});

test('the exposure is sent although the recipe throws, as it is in the arm that does not', async ({
  collector,
  visit,
}) => {
  const broken = experiment('broken', { js: 'throw 1' });
  await visit({ feature, manifest: manifestOf(broken, good), attributes: { 'data-collect': collector.url } });
  await collector.until(() => collector.exposures().length === 2);
  expect(
    collector
      .exposures()
      .map((one) => one.experiment)
      .sort(),
  ).toEqual(['broken', 'good']);
});

test('an undo that throws does not stop the others', async ({ collector, page, visit }) => {
  const broken = experiment('broken', { domOps: [first], js: "return () => { throw new Error('undo') }" });
  await visit({ feature, manifest: manifestOf(broken, good), attributes: { 'data-collect': collector.url } });
  await (await client(page)).evaluate((fx) => fx.dispose());
  await expect(page.locator('h1')).toHaveText('CONTROL');
  await expect(page.locator('.lead')).toHaveText('untouched');
});

test('a listener that throws, and entries of the queue that throw or are none, stop no other', async ({
  page,
  visit,
}) => {
  await visit({
    feature,
    manifest: manifestOf(good),
    before: `<script>
      heard = [];
      fx = [
        ['on', 'exposure', () => { throw new Error('listener') }],
        ['on', 'exposure', () => heard.push('listener')],
        () => { throw new Error('entry') },
        ['nothing', 'known'], null, 7, [], ['on'], ['__proto__'], ['constructor'],
        (client) => heard.push(typeof client.variant),
      ];
    </script>`,
  });
  await expect(page.locator('h1')).toHaveText('VARIANT');
  const heard = await page.evaluate(() => (window as unknown as { heard: string[] }).heard);
  expect(heard.sort()).toEqual(['function', 'listener']);
});

test('an error in a timer or a promise of a recipe is the page’s own', async ({ collector, page, problems, visit }) => {
  problems.areExpected = true;
  const js = "setTimeout(() => { throw new Error('timer') }); Promise.reject(new Error('promise'))";
  await visit({
    feature,
    manifest: manifestOf(experiment('broken', { domOps: [first], js })),
    attributes: { 'data-collect': collector.url },
  });
  await expect.poll(() => problems.errors).toHaveLength(2);
  await expect(page.locator('.lead')).toHaveText('broken');
  await collector.until(() => collector.exposures().length > 0);
  expect(collector.failures()).toEqual([]);
});

test('recipes of two experiments cannot see or change what the other gets', async ({ page, visit }) => {
  const spy = (id: string, js: string) => experiment(id, { js, payload: { n: { of: id } } }, { metadata: { of: id } });
  await visit({
    feature,
    manifest: manifestOf(
      spy(
        'a',
        "experiment.helper = 1; try { experiment.metadata.of = 'x' } catch {} try { variant.payload.n.of = 'x' } catch {}",
      ),
      spy(
        'b',
        'document.title = [experiment.id, experiment.helper, experiment.metadata.of, variant.payload.n.of].join()',
      ),
    ),
  });
  await expect(page).toHaveTitle('b,,b,b');
  expect(await (await client(page)).evaluate((fx) => fx.metadata('a'))).toEqual({ of: 'a' });
});
