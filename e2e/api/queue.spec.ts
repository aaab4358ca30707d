/** Checks what a site pushes to `window.fx` before the tag is there, and after. */

import { client, expect, manifestOf, test } from '../harness/index.js';
import { feature, headline, noted, pro } from './page.js';

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
