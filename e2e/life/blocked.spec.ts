/** Checks that where nothing can be stored nobody is in a test, nothing is sent, and the page is as it was. */

import { test as base, expect, install, pageOf } from '../harness/index.js';
import { type Bare, bare, createRemote } from '../harness/remote.js';

const test = base.extend<Bare>(bare);
const feature = 'life';

test('a browser that lets no site keep anything has nobody in a test, and its page is as it was', async ({
  collector,
  open,
  publish,
  site,
}) => {
  const page = createRemote(site, 'page');
  const before = `${page.script}<script>warnings = []; console.warn = (text) => warnings.push(text)</script>`;
  const attributes = { 'data-collect': collector.url };
  const block = { profile: { default_content_setting_values: { cookies: 2 } } };
  await open(publish({ feature, before, attributes }), block);
  // as this browser has it: cookies are dropped without a word, and storage throws
  expect(await page.run("document.cookie = 'a=1', document.cookie")).toBe('');
  await expect(page.run('localStorage.length')).rejects.toThrow('SecurityError');
  expect(
    await page.run("[document.querySelector('h1').textContent, fx.variant('seen'), fx.explain('seen').reason]"),
  ).toEqual(['CONTROL', null, 'storage']);
  // a subject of the host is enough: its assignment is that of the hash, and its events go from memory
  await page.run("fx.track('nobody'), fx.identify('user-7'), fx.track('end')");
  await collector.until(() => collector.conversions().length > 0 && collector.exposures().length > 0);
  expect(new Set(collector.events().map(({ subject }) => subject))).toEqual(new Set(['user-7']));
  expect(collector.conversions().map(({ name }) => name)).toEqual(['end']);
  expect(await page.run('[errors, warnings]')).toEqual([[], []]);
});

for (const [kind, attribute] of [
  ['a sandboxed srcdoc', (html: string) => `sandbox="allow-scripts" srcdoc="${html}"`],
  ['a data: address', (html: string) => `src="data:text/html,${encodeURIComponent(html.replaceAll('&quot;', '"'))}"`],
] as const) {
  test(`a frame of ${kind} has nobody in a test, beside a page that goes on as ever`, async ({
    collector,
    page,
    problems,
    site,
  }) => {
    const attributes = { 'data-collect': collector.url };
    const { html } = install(pageOf(feature), { mode: 'inline', attributes });
    const inner = html.replaceAll('"/', `"${site.origin}/`).replaceAll('&', '&amp;').replaceAll('"', '&quot;');
    site.answer('/framing', { body: html.replace('</main>', `</main><iframe ${attribute(inner)}></iframe>`) });
    await page.goto(`${site.origin}/framing`);
    await expect(page.locator('h1')).toHaveText('VARIANT');
    const framed = page.frameLocator('iframe').locator('h1');
    await expect(framed).toHaveText('CONTROL');
    expect(
      await framed.evaluate(() => {
        const { fx } = window as unknown as {
          fx: { track(name: string): void; explain(id: string): { reason: string } };
        };
        fx.track('framed');
        return fx.explain('seen').reason;
      }),
    ).toBe('storage');
    await page.evaluate(() => (window as unknown as { fx: { track(name: string): void } }).fx.track('end'));
    await collector.until(() => collector.conversions().length > 0);
    await page.goto('about:blank');
    expect(collector.exposures()).toHaveLength(1);
    expect(collector.conversions().map(({ name }) => name)).toEqual(['end']);
    expect(problems.warnings).toEqual([]);
  });
}
