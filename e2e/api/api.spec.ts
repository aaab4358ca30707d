/** Checks what a site asks of `window.fx`, and what it is told. */

import { readFileSync } from 'node:fs';
import type { Experiment } from '../../src/core/index.js';
import { client, expect, experiment, manifestOf, test, withControl } from '../harness/index.js';
import { feature, headline, noted, pro } from './page.js';

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

test('the version is that of the package', async ({ page, visit }) => {
  await visit({ feature });
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  expect(await (await client(page)).evaluate((fx) => fx.version)).toBe(version);
});
