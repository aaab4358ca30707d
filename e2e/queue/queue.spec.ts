/** Checks what a page sets on the queue before the tag: options that attributes cannot say. */

import { client, expect, experiment, manifestOf, test } from '../harness/index.js';

const feature = 'queue';

test('decide, path and triggers on the queue are options of the tag, in a container too', async ({ page, visit }) => {
  for (const mode of ['inline', 'container'] as const) {
    await page.context().clearCookies();
    await visit({
      feature,
      mode,
      manifest: manifestOf(experiment('decided'), experiment('waits')),
      before: `<script>
        fx = [];
        fx.decide = (one) => (one.id === 'decided' ? 'control' : undefined);
        fx.triggers = { waits: () => false };
        fx.path = () => '/people';
      </script>`,
    });
    const seen = await (await client(page)).evaluate((fx) => {
      const paths: string[] = [];
      fx.on('conversion', (event) => paths.push(event.path));
      fx.track('seen');
      return [fx.variant('decided'), fx.isActive('waits'), paths];
    });
    expect(seen, mode).toEqual(['control', false, ['/people']]);
  }
});

test('what recall answers is sticky where nothing is stored: rules and shares no longer count, exclusion does', async ({
  page,
  visit,
}) => {
  const never = { audience: { rule: false } };
  await visit({
    feature,
    manifest: manifestOf(
      experiment('excluded', {}, { audience: { excludeRate: 1 } }),
      experiment('kept', {}, never),
      experiment('gone', {}, never),
      experiment('out', {}, never),
      experiment('silent', {}, never),
      experiment('throws', {}, never),
    ),
    before: `<script>
      fx = [];
      fx.recall = ({ id }) => {
        if (id === 'throws') throw new Error('recall');
        return { excluded: 'control', kept: 'control', gone: 'nobody', out: '' }[id];
      };
    </script>`,
  });
  const reasons = () =>
    client(page).then((fx) =>
      fx.evaluate((one) =>
        ['excluded', 'kept', 'gone', 'out', 'silent', 'throws'].map((id) => [one.variant(id), one.explain(id)?.reason]),
      ),
    );
  expect(await reasons()).toEqual([
    [undefined, 'sample'],
    ['control', 'sticky'],
    [undefined, 'removed'],
    [undefined, 'removed'],
    [undefined, 'rule'],
    [undefined, 'rule'],
  ]);
  // stored by now, so that nobody has to be asked again
  await visit({ feature, manifest: manifestOf(experiment('kept', {}, never)), before: `<script>fx = []</script>` });
  expect(await (await client(page)).evaluate((fx) => fx.variant('kept'))).toBe('control');
});

test('the experiments of the manifest can be listed, by what is queued too', async ({ page, visit }) => {
  await visit({
    feature,
    manifest: manifestOf(experiment('b'), experiment('a')),
    before: `<script>fx = [(client) => { window.listed = client.experiments.map(({ id }) => id) }]</script>`,
  });
  expect(await page.evaluate(() => (window as unknown as { listed: string[] }).listed)).toEqual(['a', 'b']);
});
