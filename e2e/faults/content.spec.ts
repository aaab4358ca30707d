/** Tests what a manifest may hold that never saw the validator, and pages that are hard on what it asks for. */

import type { Experiment } from '../../src/core/index.js';
import { client, expect, experiment, manifestOf, test, withOps } from '../harness/index.js';

const feature = 'faults';
const text = { op: 'replaceText', selector: 'h1', value: 'VARIANT' } as const;
const good = withOps('zz-good', { op: 'addClass', selector: 'h1', value: 'good' });

test('of two experiments with one id the first counts', async ({ collector, page, visit }) => {
  const manifest = {
    ...manifestOf(),
    experiments: [withOps('same', text), withOps('same', { ...text, value: 'SECOND' }), good],
  };
  await visit({ feature, manifest, attributes: { 'data-collect': collector.url } });
  await expect(page.locator('h1.good')).toHaveText('VARIANT');
  await collector.until(() => collector.exposures().length === 2);
  expect(collector.exposures().map((one) => one.experiment)).toEqual(expect.arrayContaining(['same', 'zz-good']));
});

test('names of the prototype are no ids, no keys and no triggers, and change no prototype', async ({ page, visit }) => {
  const [control, treatment] = good.variants;
  const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
  const spoiled = names.flatMap((name) => [
    { ...withOps(name, text), id: name },
    { ...withOps(`key-${name.length}`, text), variants: [control, { ...treatment, key: name, domOps: [text] }] },
    { ...withOps(`kind-${name.length}`, text), trigger: { kind: name } },
  ]);
  // a literal would set the prototype: in JSON it is a key of its own
  const own = JSON.parse('{"__proto__": {"isSpoiled": true}, "metadata": {"__proto__": {"isSpoiled": true}}}');
  const manifest = { ...manifestOf(), ...own, experiments: [...spoiled, { ...good, ...own }] };
  await visit({ feature, manifest, mode: 'inline' });
  await expect(page.locator('h1.good')).toBeVisible();
  const seen = await (await client(page)).evaluate((fx, ids) => {
    const { isSpoiled } = {} as { isSpoiled?: boolean };
    return [isSpoiled, ...ids.map((id) => fx.variant(id))];
  }, names);
  // constructor is a name as good as any, and its variant is its own
  expect(seen).toEqual([undefined, undefined, 'treatment', undefined, undefined]);
});

/** As text: what nests so deeply cannot be stringified. */
const DEEP = 100_000;
const nested = (open: string, close: string): string => open.repeat(DEEP) + close.repeat(DEEP);
const deep: Readonly<Record<string, string>> = {
  metadata: `"metadata": {"a": ${nested('[', ']')}}`,
  'a rule': `"audience": {"rule": ${nested('{"!":', '}').replace('}', 'true}')}}`,
  'a trigger': `"trigger": ${nested('{"kind": "all", "of": [', ']}').replace(']', '{"kind": "auto"}]')}`,
  'a field that nobody knows': `"x-deep": ${nested('[', ']')}`,
};

for (const [what, field] of Object.entries(deep)) {
  test(`${what} that nests 100,000 deep keeps no other experiment from running, and is not counted unseen`, async ({
    collector,
    page,
    visit,
  }) => {
    const json = JSON.stringify(manifestOf(withOps('deep', text), good)).replace(
      '"name":"Experiment deep"',
      `$&,${field}`,
    );
    const html = `<!doctype html><script type="application/json" id="fx-manifest">${json}</script>
      <script src="/dist/fx.js" data-collect="${collector.url}"></script><h1>CONTROL</h1>`;
    await visit({ feature, html, mode: 'inline' });
    await expect(page.locator('h1.good')).toBeVisible();
    await (await client(page)).evaluate((fx) => fx.track('end'));
    await collector.until(() => collector.conversions().length > 0);
    const isSeen = (await page.locator('h1').textContent()) === 'VARIANT';
    const isCounted = collector.exposures().some((one) => one.experiment === 'deep');
    expect(isCounted).toBe(isSeen);
  });
}

test('js with a comment that does not end runs nothing of its experiment and is reported once', async ({
  collector,
  page,
  visit,
}) => {
  await visit({
    feature,
    mode: 'inline',
    manifest: manifestOf(experiment('broken', { domOps: [text], js: "document.title = 'ran' /*" }), good),
    attributes: { 'data-collect': collector.url },
  });
  await expect(page.locator('h1.good')).toHaveText('CONTROL');
  await expect(page).toHaveTitle('fx: faults');
  await collector.until(() => collector.failures().length > 0);
  expect(collector.failures()).toEqual([expect.objectContaining({ experiment: 'broken', code: 'error' })]);
});

test('css with a comment that does not end styles nothing after it, and touches no other', async ({ page, visit }) => {
  const css = 'h1 { order: 7 } /* h1 { color: rgb(1, 2, 3) }';
  await visit({ feature, mode: 'inline', manifest: manifestOf(experiment('broken', { css }), good) });
  await expect(page.locator('h1.good')).toHaveCSS('order', '7');
  await expect(page.locator('h1')).not.toHaveCSS('color', 'rgb(1, 2, 3)');
});

test('a trigger that never fires keeps no other experiment from running', async ({ page, visit }) => {
  const waits: Experiment = {
    ...withOps('waits', text),
    trigger: { kind: 'script', js: 'new Promise(() => undefined)' },
  };
  await visit({ feature, manifest: manifestOf(waits, good) });
  await expect(page.locator('h1.good')).toHaveText('CONTROL');
});

/** A page of 20,000 elements, then one that is looked for. */
const bulk = '<i><b></b></i>'.repeat(10_000);

test(':has() is found on a page of 20,000 elements', async ({ page, visit }) => {
  const op = { ...text, selector: 'section:has(> .late)' };
  await visit({
    feature,
    html: pageWith(`${bulk}<section>CONTROL</section>`),
    manifest: manifestOf(withOps('has', op)),
  });
  await page.evaluate(() => document.querySelector('section')?.insertAdjacentHTML('beforeend', '<p class="late"></p>'));
  await expect(page.locator('section')).toHaveText('VARIANT');
});

test('of 10,000 matches an op changes a thousand', async ({ page, visit }) => {
  const op = { op: 'addClass', selector: 'main b', value: 'marked', all: true } as const;
  await visit({ feature, html: pageWith(`<main>${bulk}</main>`), manifest: manifestOf(withOps('all', op)) });
  await expect(page.locator('b.marked')).toHaveCount(1000);
});

const pageWith = (body: string): string => `<!doctype html><title>fx: faults</title>
<script type="application/json" id="fx-manifest">null</script>
<script src="../../dist/fx.js"></script>
<h1>CONTROL</h1>${body}`;
