/**
 * Checks that the tag finds its own attributes however it is loaded, warns of broken ones, and starts nothing where
 * they are in doubt.
 */

import { client, expect, manifestOf, pageOf, test, withOps } from '../harness/index.js';

const feature = 'install';

for (const attributes of [
  { 'data-unknown': 'x' },
  { 'data-max-age': 'soon' },
  { 'data-timeout': '-1' },
  { 'data-delivery': '' },
  { 'data-veil': 'yes' },
  { 'data-subject': 'undefined' },
  { 'data-manifest': 'http://' },
]) {
  const text = Object.entries(attributes)
    .map(([name, value]) => `${name}="${value}"`)
    .join(' ');
  test(`the tag ignores ${text}, with one warning`, async ({ page, problems, visit }) => {
    await visit({ feature, attributes });
    await expect(page.locator('h1')).toHaveText('VARIANT');
    expect(problems.warnings).toHaveLength(1);
    const words = problems.warnings[0]?.toLowerCase().replaceAll('-', '');
    for (const name of Object.keys(attributes)) expect(words).toContain(name.slice('data-'.length).replaceAll('-', ''));
  });
}

for (const [name, value] of [
  ['data-consent', 'maybe'],
  ['data-consent', ''],
  ['data-gpc', '1'],
  ['data-preview', 'on'],
  ['data-collect', 'http://'],
] as const) {
  test(`the tag starts nothing with ${name}="${value}", and says so once`, async ({ page, problems, visit }) => {
    await visit({ feature, attributes: { [name]: value, 'data-unknown': 'x' } });
    await expect(page.locator('h1')).toHaveText('CONTROL');
    expect(problems.warnings).toHaveLength(1);
    expect(problems.warnings[0]).toContain('starts nothing');
    expect(await page.context().cookies()).toEqual([]);
    expect(await page.evaluate(() => localStorage.length)).toBe(0);
  });
}

/** A page that loads the tag in another way than by a plain script element. */
const loadedBy = (tag: string): string =>
  `<!doctype html><script type="application/json" id="fx-manifest">MANIFEST</script>${tag}<h1>CONTROL</h1>`;

for (const [way, tag] of [
  ['as a module', '<script type="module" src="/dist/fx.js" data-consent="required"></script>'],
  [
    'without its attributes by a script manager that keeps the element',
    `<script type="text/plain" src="/dist/fx.js" data-consent="required"></script>
    <script>document.head.append(Object.assign(document.createElement('script'), { src: '/dist/fx.js' }))</script>`,
  ],
] as const) {
  test(`a tag that is loaded ${way} finds its attributes`, async ({ page, site }) => {
    const manifest = JSON.stringify(
      manifestOf(withOps('headline', { op: 'replaceText', selector: 'h1', value: 'VARIANT' })),
    );
    site.answer('/loaded', { body: loadedBy(tag).replace('MANIFEST', () => manifest) });
    await page.goto(`${site.origin}/loaded`);
    const fx = await client(page);
    expect(await fx.evaluate((it) => it.explain('headline')?.reason)).toBe('consent');
    expect(await page.context().cookies()).toEqual([]);
    await fx.evaluate((it) => it.consent(true));
    await expect(page.locator('h1')).toHaveText('VARIANT');
  });
}

for (const [way, tag] of [
  ['by an import', `<script type="module">await import('/dist/fx.js')</script>`],
  [
    'as a text that is evaluated',
    `<script type="module">(0, eval)(await (await fetch('/dist/fx.js')).text())</script>`,
  ],
] as const) {
  test(`a tag that is loaded ${way} has no attributes to know, and starts nothing`, async ({
    page,
    problems,
    site,
  }) => {
    site.answer('/loaded', { body: loadedBy(tag).replace('MANIFEST', 'null') });
    await page.goto(`${site.origin}/loaded`);
    await expect.poll(() => problems.warnings.length).toBe(1);
    expect(problems.warnings[0]).toContain('starts nothing');
    expect(await page.context().cookies()).toEqual([]);
    expect(await page.evaluate(() => 'fx' in window)).toBe(false);
  });
}

test('addresses of attributes are the page’s, whatever its base is', async ({ page, site, visit }) => {
  site.answer('/collect-here', { status: 204, body: '' });
  const asked = page.waitForRequest((request) => request.url().endsWith('/collect-here'));
  // After the tag, whose own address it would change.
  const html = pageOf(feature).replace('</head>', '<base href="https://elsewhere.invalid/a/"></head>');
  await visit({ feature, html, attributes: { 'data-collect': '/collect-here' } });
  expect((await asked).url()).toBe(`${site.origin}/collect-here`);
});
