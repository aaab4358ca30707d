/** Checks that code of imported waves runs as it did in Mojito: triggers, recipes, shared code, adapters, previews. */

import { client, expect, manifestOf, test } from '../harness/index.js';
import { feature, loading, recipeJs, TELLING, toldOf, triggerJs, wave } from './waves.js';

const html = `<!doctype html><title>waves</title><script type="application/json" id="fx-manifest">null</script>
<script src="../../dist/fx.js"></script><main><h1>CONTROL</h1><p class="item">one</p><p class="item">two</p></main>`;
const mode = 'container';

test('a recipe gets its test object, with the keys of the wave, and the storageAdapter is told before', async ({
  page,
  visit,
}) => {
  const js = recipeJs(
    'W1',
    `function (test) {
      told.push(['recipe', test.chosenRecipe.id, test.options.gaExperimentId, test.options.options.cookieDuration, test.inTest(), test.getRecipe()]);
      Mojito.utils.waitForElement('h1', function (h1) { h1.title = test.options.name; });
    }`,
  );
  const metadata = { mojito: { gaExperimentId: 'ga-1', options: { cookieDuration: 30 } } };
  await visit({
    feature,
    mode,
    html,
    manifest: manifestOf(wave('W1', { metadata }, { js })),
    before: loading(TELLING),
  });
  await expect(page.locator('h1')).toHaveAttribute('title', 'Wave W1');
  expect(await toldOf(page)).toEqual([
    ['exposure', 'W1', '1', 'Treatment'],
    ['recipe', '1', 'ga-1', 30, true, '1'],
  ]);
});

test('a script trigger activates by its test object, and a recipe activates another wave', async ({ page, visit }) => {
  const first = wave('W1', {
    trigger: triggerJs('W1', `function (test) { Mojito.utils.domReady(test.activate); }`),
  });
  const js = recipeJs('W1', `function () { told.push('W1'); Mojito.testObjects.W2.activate(); }`);
  const second = wave('W2', { trigger: { kind: 'manual' } }, { js: recipeJs('W2', `() => told.push('W2')`) });
  const third = wave('W3', { trigger: triggerJs('W3', `(test) => { told.push(typeof test.activate); }`) });
  const manifest = manifestOf({ ...first, variants: wave('W1', {}, { js }).variants }, second, third);
  await visit({ feature, mode, html, manifest, before: loading() });
  expect(await toldOf(page)).toEqual(['function', 'W1', 'W2']);
  expect(
    await page.evaluate(() => {
      const { Mojito } = window as unknown as { Mojito: { testObjects: Record<string, { activated?: boolean }> } };
      return Object.entries(Mojito.testObjects).map(([id, one]) => [id, !!one.activated]);
    }),
  ).toEqual([
    ['W1', true],
    ['W2', true],
    ['W3', false],
  ]);
  // a script trigger that did not fire by itself
  await page.evaluate('Mojito.getTest("W3").activate()');
  expect(await (await client(page)).evaluate((fx) => fx.variant('w3'))).toBe('1');
});

test('a recipe or a trigger that throws is a failure of its wave alone', async ({ page, visit }) => {
  const manifest = manifestOf(
    wave('W1', {}, { js: recipeJs('W1', `() => { throw new Error('recipe'); }`) }),
    wave('W2', { trigger: triggerJs('W2', `() => { throw new Error('trigger'); }`) }),
    wave('W3', {}, { js: recipeJs('W3', `() => told.push('W3')`) }),
  );
  await visit({ feature, mode, html, manifest, before: loading(TELLING) });
  expect(await toldOf(page)).toEqual([
    ['exposure', 'W1', '1', 'Treatment'],
    ['failure', 'W1', 'Treatment', 'Error: recipe'],
    ['failure', 'W2', 'trigger', 'Error: trigger'],
    ['exposure', 'W3', '1', 'Treatment'],
    'W3',
  ]);
});

test('an adapter that throws stops neither recipe nor other waves', async ({ page, visit }) => {
  const shared = `Mojito.options.storageAdapter = { onExposure: (test) => { told.push(test.options.id); throw new Error('adapter'); } };`;
  const manifest = manifestOf(
    ...['W1', 'W2'].map((id) => wave(id, {}, { js: recipeJs(id, `(test) => told.push('recipe ' + test.options.id)`) })),
  );
  await visit({ feature, mode, html, manifest, before: loading(shared) });
  expect(await toldOf(page)).toEqual(['W1', 'recipe W1', 'W2', 'recipe W2']);
});

test('manual exposure waits for trackExposureEvent, and is told once', async ({ page, visit }) => {
  const js = recipeJs('W1', `function (test) { window.expose = test.trackExposureEvent; }`);
  const manifest = manifestOf(wave('W1', { manualExposure: true }, { js }));
  await visit({ feature, mode, html, manifest, before: loading(TELLING) });
  expect(await toldOf(page)).toEqual([]);
  await page.evaluate('expose(); expose()');
  expect(await toldOf(page)).toEqual([['exposure', 'W1', '1', 'Treatment']]);
});

test('a preview by the parameter of Mojito shows the recipe and tells nobody, then and later', async ({
  page,
  visit,
}) => {
  const js = recipeJs(
    'W1',
    `function (test) { told.push([test.chosenRecipe.id]); test.trackExposureEvent(); test.trackRecipeFailureEvent(new Error('x')); }`,
  );
  const nobody = wave('W1', { audience: { sampleRate: 0 } }, { js });
  await visit({ feature, mode, html, manifest: manifestOf(nobody), query: '?mojito_W1=1', before: loading(TELLING) });
  expect(await toldOf(page)).toEqual([['1']]);
  await visit({ feature, mode, html, manifest: manifestOf(nobody), query: '?fx=off', before: loading(TELLING) });
  expect(await toldOf(page)).toEqual([]);
  expect(await page.evaluate(() => document.cookie)).not.toContain('_mojito');
});

test('code of a trigger can set the recipe before it activates', async ({ page, visit }) => {
  const trigger = triggerJs('W1', `(test) => { test.setInTest('1'); test.setRecipe('0'); test.activate(); }`);
  await visit({ feature, mode, html, manifest: manifestOf(wave('W1', { trigger })), before: loading() });
  expect(await (await client(page)).evaluate((fx) => fx.variant('w1'))).toBe('0');
});

test('setInTest takes a visitor out from the next page on', async ({ page, visit }) => {
  const manifest = manifestOf(wave('W1'));
  await visit({ feature, mode, html, manifest, before: loading() });
  await page.evaluate(`Mojito.testObjects.W1.setInTest('0')`);
  expect(await page.evaluate(() => document.cookie)).toContain('_mojito_W1=0.1');
  await visit({ feature, mode, html, manifest, before: loading() });
  expect(await (await client(page)).evaluate((fx) => fx.explain('w1')?.reason)).toBe('removed');
  expect(await page.evaluate('Mojito.testObjects.W1.inTest()')).toBe(false);
});

test('loading it twice, or a wave both imported and added, runs nothing twice', async ({ page, problems, visit }) => {
  const js = recipeJs('W1', `() => told.push('imported')`);
  const twice = `${loading(TELLING)}<script>window.before = Mojito</script><script src="/dist/fx.mojito.js"></script>`;
  await visit({ feature, mode, html, manifest: manifestOf(wave('W1', {}, { js })), before: twice });
  await page.evaluate(`Mojito.addTest({
    id: 'W1', state: 'live', trigger: (test) => test.activate(),
    recipes: { 0: {}, 1: { js: () => told.push('added') } },
  })`);
  expect(await toldOf(page)).toEqual([['exposure', 'W1', '1', 'Treatment'], 'imported']);
  expect(await page.evaluate('before === Mojito')).toBe(true);
  expect(problems.warnings).toEqual(['Mojito: twice']);
});

test('loaded after fx it says so, and still hands out test objects', async ({ page, problems, visit }) => {
  const after = html.replace('<main>', '<script src="/dist/fx.mojito.js"></script><main>');
  await visit({ feature, mode, html: after, manifest: manifestOf(wave('W1', { trigger: { kind: 'manual' } })) });
  expect(problems.warnings).toEqual(['Mojito: after fx']);
  expect(await page.evaluate(`Mojito.testObjects.W1.activate()`)).toBe('1');
  expect(await page.evaluate(`Mojito.testObjects.W1.chosenRecipe.name`)).toBe('Treatment');
});
