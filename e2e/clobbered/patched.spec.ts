/** Tests pages that changed the platform, before the tag or after it, and pages that own the tag's name. */

import { client, expect, experiment, manifestOf, painted, test, withOps } from '../harness/index.js';

const feature = 'clobbered';
const text = { op: 'replaceText', selector: 'h1', value: 'VARIANT' } as const;

/** What pages do to the platform and the tag can live with. */
const PATCHES: Readonly<Record<string, string>> = {
  'wrapped fetch': `const { fetch } = window; window.fetch = function (...rest) { return fetch.apply(this, rest).then((answer) => answer.clone()) }`,
  'wrapped JSON': `const { parse, stringify } = JSON; JSON.parse = (text, reviver) => parse(text, reviver); JSON.stringify = (...rest) => stringify(...rest)`,
  'enumerable additions to arrays and objects': `
    Array.prototype.each = Array.prototype.first = function () { throw new Error('never asked') };
    Object.prototype.extend = function () { throw new Error('never asked') };
    String.prototype.strip = Function.prototype.delay = function () { throw new Error('never asked') }`,
  'older ways of arrays': `
    Array.from = (list) => { const all = []; for (let i = 0; i < list.length; i++) all.push(list[i]); return all };
    Array.prototype.reverse = function (inline) { const all = []; for (let i = this.length; i--; ) all.push(this[i]); if (inline !== false) for (let i = 0; i < all.length; i++) this[i] = all[i]; return inline !== false ? this : all };
    Function.prototype.bind = function (scope, ...first) { const run = this; return function (...rest) { return run.call(scope, ...first, ...rest) } }`,
  'wrapped history': `for (const name of ['pushState', 'replaceState']) { const original = history[name]; history[name] = function () { calls++; return original.apply(this, arguments) } } calls = 0`,
  'another Promise': `const Own = Promise; window.Promise = class extends Own {}`,
  'wrapped timers': `const { setTimeout } = window; window.setTimeout = (run, ms, ...rest) => setTimeout(() => { try { run(...rest) } catch {} }, ms)`,
};

for (const [what, script] of Object.entries(PATCHES)) {
  test(`the tag works, and its events arrive, on a page with ${what}`, async ({ collector, page, site, visit }) => {
    const manifest = manifestOf(withOps('seen', text), {
      ...withOps('view', { op: 'setAttr', selector: 'main', name: 'title', value: 'VARIANT' }),
      trigger: { kind: 'urlMatch', pattern: '/second' },
    });
    site.answer('/fx/manifest.json', { body: JSON.stringify(manifest) });
    await visit({
      feature,
      mode: 'fetched',
      before: `<script>{ ${script} }</script>`,
      attributes: { 'data-collect': collector.url },
    });
    await expect(page.locator('h1')).toHaveText('VARIANT');
    await page.evaluate(() => history.pushState(null, '', '/second'));
    await expect(page.locator('main')).toHaveAttribute('title', 'VARIANT');
    await page.evaluate(() => history.replaceState(null, '', '/third'));
    await expect(page.locator('main')).not.toHaveAttribute('title');
    await collector.until(() => collector.exposures().length === 2);
  });
}

for (const [what, patch] of [
  ['throws', "window.fetch = () => { throw new Error('patched') }"],
  ['never answers', 'window.fetch = () => new Promise(() => {})'],
  ['answers with something else', 'window.fetch = async () => ({ json: async () => ({}) })'],
] as const) {
  test(`a fetch of the page that ${what} costs no event: it goes as the page is left`, async ({
    collector,
    page,
    visit,
  }) => {
    await visit({
      feature,
      before: `<script>original = window.fetch; ${patch}</script>`,
      attributes: { 'data-collect': collector.url },
    });
    await expect(page.locator('h1')).toHaveText('VARIANT');
    await (await client(page)).evaluate((fx) => fx.track('end'));
    await painted(page);
    await page.evaluate('fetch = original');
    await page.goto('about:blank');
    await collector.until(() => collector.exposures().length === 1 && collector.conversions().length === 1);
  });
}

for (const [what, patch] of Object.entries({
  throws: "JSON.parse = () => { throw new Error('patched') }",
  'returns what it is given': 'JSON.parse = (text) => text',
})) {
  test(`a JSON.parse that ${what} leaves the page as without the tag, with one warning`, async ({
    page,
    problems,
    visit,
  }) => {
    await visit({ feature, before: `<script>${patch}</script>` });
    await expect.poll(() => problems.warnings).toHaveLength(1);
    await expect(page.locator('h1')).toHaveText('CONTROL');
    expect(await page.context().cookies()).toEqual([]);
  });
}

test('without a Navigation API, wrapped history on both sides of the tag tells of every view, and stays the page’s', async ({
  collector,
  page,
  visit,
}) => {
  const wrap = (name: string) =>
    `<script>{ const { pushState } = history; history.pushState = function (...rest) { order.push('${name}'); return pushState.apply(this, rest) } }</script>`;
  const view = (id: string) => ({
    ...experiment(id, { js: `order.push('${id}')` }),
    trigger: { kind: 'urlMatch', pattern: `/${id}` } as const,
  });
  await visit({
    feature,
    manifest: manifestOf(view('one'), view('two'), view('three')),
    before: `<script>order = []; captured = history.pushState; Reflect.deleteProperty(window, 'navigation')</script>${wrap('below')}`,
    attributes: { 'data-collect': collector.url },
  });
  const order = () => page.evaluate(() => (window as unknown as { order: string[] }).order);
  await page.evaluate(() => {
    const { pushState } = history;
    const { order } = window as unknown as { order: string[] };
    history.pushState = function (...rest) {
      order.push('above');
      return pushState.apply(this, rest);
    };
    history.pushState(null, '', '/one');
  });
  await expect.poll(order).toEqual(['above', 'below', 'one']);
  // a reference from before the tag is seen at the next sign of a navigation
  await page.evaluate(() => {
    (window as unknown as { captured: History['pushState'] }).captured.call(history, null, '', '/two');
    dispatchEvent(new PopStateEvent('popstate'));
  });
  await expect.poll(order).toEqual(['above', 'below', 'one', 'two']);
  await (await client(page)).evaluate((fx) => fx.dispose());
  await page.evaluate(() => history.pushState(null, '', '/three'));
  await painted(page);
  expect(await order()).toEqual(['above', 'below', 'one', 'two', 'above', 'below']);
  await collector.until(() => collector.exposures().length === 2);
});

for (const [what, script, kept] of [
  ['a function', 'function fx() { return 7 }', 'fx() === 7'],
  ['a value that cannot be changed', "Object.defineProperty(window, 'fx', { value: 7 })", 'fx === 7'],
  ['a getter that throws', "Object.defineProperty(window, 'fx', { get() { throw new Error('mine') } })", '!0'],
] as const) {
  test(`where window.fx is ${what} the tag says so and stays out`, async ({ page, problems, visit }) => {
    await visit({ feature, before: `<script>${script}</script>` });
    await expect.poll(() => problems.warnings).toHaveLength(1);
    expect(await page.evaluate(kept)).toBe(true);
    await expect(page.locator('h1')).toHaveText('CONTROL');
    expect(await page.context().cookies()).toEqual([]);
  });
}

for (const [what, html] of [
  ['an element', '<a id="fx" name="fx" href="/">fx</a>'],
  ['a frame', '<iframe name="fx" srcdoc="fx"></iframe>'],
] as const) {
  test(`${what} named fx is no window.fx: the tag takes the name`, async ({ page, problems, visit }) => {
    await visit({ feature, before: `</head><body>${html}` });
    await expect(page.locator('h1')).toHaveText('VARIANT');
    expect(await (await client(page)).evaluate((fx) => fx.variant('seen'))).toBe('treatment');
    expect(problems.warnings).toEqual([]);
  });
}
