/**
 * Checks that imported recipes wait for elements as fx does: before paint, as long as the recipe holds, and a wait in
 * vain is a failure.
 */

import type { Page } from '@playwright/test';
import { compile } from '../../dist/esm/authoring/index.js';
import { importMojito } from '../../dist/esm/importers/index.js';
import type { Manifest } from '../../src/core/index.js';
import { expect, painted, test } from '../harness/index.js';
import { feature, loading, toldOf } from './waves.js';

const html = `<!doctype html><title>waits</title><script type="application/json" id="fx-manifest">null</script>
<script src="../../dist/fx.js"></script><h1>Shop</h1><main></main>`;

/** What becomes of a wave whose treatment is this, with everyone in it; it is on pages that are `?cart`. */
const imported = async (js: string): Promise<Manifest> => {
  const recipes = "  '0': {name: Control, sampleRate: 0}\n  '1': {name: Treatment, sampleRate: 1, js: 1.js}\n";
  const files = new Map([
    ['w/config.yml', `id: W1\nstate: live\nsampleRate: 1\ntrigger: trigger.js\nrecipes:\n${recipes}`],
    ['w/trigger.js', "function (test) { if (location.search.indexOf('cart') > -1) test.activate(); }"],
    ['w/1.js', js],
  ]);
  const { experiments, waves } = await importMojito({ root: 'w', folders: ['w'], files });
  expect(waves[0]?.scripts).toEqual([]);
  const { manifest } = await compile(experiments.map(({ id, text }) => ({ path: id, text })));
  return manifest as Manifest;
};

const go = async (page: Page, query: string, main = ''): Promise<void> => {
  await page.evaluate(
    ([to, text]) => {
      history.pushState(null, '', to);
      (document.querySelector('main') as Element).innerHTML = text;
    },
    [query, main] as const,
  );
  await painted(page);
  await painted(page);
};

const WAITS =
  "Mojito.utils.waitForElement('.late', function (late) { told.push(late.id); late.textContent = 'VARIANT'; }";

for (const [title, before, head, times] of [
  ['alone needs no Mojito, and begins anew with its page', '', '<script>window.told = []</script>', 2],
  ['after something else ends with its page, and nothing is done twice', "told.push('done'); ", loading(), 1],
] as const) {
  test(`a recipe that waits ${title}`, async ({ page, visit }) => {
    const manifest = await imported(`function (test) { ${before}${WAITS}); }`);
    await visit({ feature, html, manifest, before: head, query: '?cart' });
    await go(page, '?home', '<p class="late" id="home">CONTROL</p>');
    expect(await page.textContent('.late')).toBe('CONTROL');
    await go(page, '?cart=2', '<p class="late" id="cart">CONTROL</p>');
    expect(await page.textContent('.late')).toBe(times === 2 ? 'VARIANT' : 'CONTROL');
    expect(await toldOf(page)).toEqual(times === 2 ? ['cart'] : ['done']);
  });

  test(`a recipe that waits ${title.split(/,| ends| needs/)[0]} changes what comes later before it is painted`, async ({
    page,
    visit,
  }) => {
    const manifest = await imported(`function (test) { ${before}${WAITS}); }`);
    await visit({ feature, html, manifest, before: head, query: '?cart' });
    const seen = await page.evaluate(
      () =>
        new Promise((resolve) => {
          setTimeout(() => {
            (document.querySelector('main') as Element).innerHTML = '<p class="late" id="it">CONTROL</p>';
            requestAnimationFrame(() => resolve(document.querySelector('.late')?.textContent));
          });
        }),
    );
    expect(seen).toBe('VARIANT');
  });

  test(`a wait in vain is a failure of a recipe that waits ${title.split(/,| ends| needs/)[0]}`, async ({
    collector,
    page,
    visit,
  }) => {
    const manifest = await imported(`function (test) { ${before}${WAITS}, 10); }`);
    await visit({
      feature,
      html,
      manifest,
      before: head,
      query: '?cart',
      attributes: { 'data-collect': collector.url },
    });
    await collector.until(() => collector.failures().length > 0);
    expect(collector.failures()).toEqual([
      expect.objectContaining({ experiment: 'w1', variant: '1', code: 'timeout', selector: '.late' }),
    ]);
    await page.evaluate(() => {
      (document.querySelector('main') as Element).innerHTML = '<p class="late">CONTROL</p>';
    });
    await painted(page);
    expect(await page.textContent('.late')).toBe('CONTROL');
  });
}

test('a callback that throws later is a failure of its recipe, which is undone', async ({ collector, page, visit }) => {
  const manifest = await imported(
    "function () { told.push(1); Mojito.utils.observeSelector('.late', function () { throw new Error('later'); }); }",
  );
  await visit({
    feature,
    html,
    manifest,
    before: loading(),
    query: '?cart',
    attributes: { 'data-collect': collector.url },
  });
  await page.evaluate(() => {
    (document.querySelector('main') as Element).innerHTML = '<p class="late">CONTROL</p>';
  });
  await collector.until(() => collector.failures().length > 0);
  expect(collector.failures()).toEqual([expect.objectContaining({ code: 'error', message: 'Error: later' })]);
});
