/** Tests the tag where nobody meant it to be: late, injected, below the content, in a document of a frame, twice. */

import { readFile } from 'node:fs/promises';
import { expect, manifestOf, pageOf, test, withOps } from '../harness/index.js';

const feature = 'faults';
const manifest = manifestOf(withOps('good', { op: 'replaceText', selector: 'h1', value: 'VARIANT' }));
const json = JSON.stringify(manifest);
const inline = `<script type="application/json" id="fx-manifest">${json}</script>`;
const HEAD = /<script type="application[\s\S]*<\/script>/;

/** A page with this in its head, and that at the end of its body. */
const pageWith = (head: string, tail = ''): string =>
  pageOf(feature)
    .replace(HEAD, () => head)
    .replace('</body>', () => `${tail}</body>`);

const inject = `<script>
  const script = document.createElement('script');
  script.src = '/dist/fx.js';
  document.head.append(script);
</script>`;

for (const [how, html] of Object.entries({
  'loaded with async': pageWith(`${inline}<script async src="/dist/fx.js"></script>`),
  'loaded with defer': pageWith(`${inline}<script defer src="/dist/fx.js"></script>`),
  'injected by another script, as a tag manager does': pageWith(inline + inject),
  'loaded as a module': pageWith(`${inline}<script type="module" src="/dist/fx.js"></script>`),
  'at the end of the body': pageWith('', `${inline}<script src="/dist/fx.js"></script>`),
})) {
  test(`the tag works when it is ${how}`, async ({ page, problems, visit }) => {
    await visit({ feature, html, mode: 'inline' });
    await expect(page.locator('h1')).toHaveText('VARIANT');
    expect(problems.warnings).toEqual([]);
  });
}

test('a copy of another version stays out, as one of the same does', async ({ page, problems, site, visit }) => {
  const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
  site.answer('/other.js', {
    headers: { 'content-type': 'text/javascript' },
    body: (await (await fetch(`${site.origin}/dist/fx.js`)).text()).replaceAll(version, '99.0.0'),
  });
  await visit({
    feature,
    html: pageWith(`${inline}<script src="/dist/fx.js"></script><script src="/other.js"></script>`),
    mode: 'inline',
  });
  await expect(page.locator('h1')).toHaveText('VARIANT');
  expect(problems.warnings).toHaveLength(1);
  expect(await page.evaluate(() => (window as unknown as { fx: { version: string } }).fx.version)).not.toBe('99.0.0');
});

test('the tag works in a document in a srcdoc', async ({ page, problems, site, visit }) => {
  const inner = pageWith(`${inline}<script src="${site.origin}/dist/fx.js"></script>`);
  await visit({
    feature,
    html: `<!doctype html><iframe srcdoc="${inner.replaceAll('"', '&quot;')}"></iframe>`,
    mode: 'inline',
  });
  await expect(page.frameLocator('iframe').locator('h1')).toHaveText('VARIANT');
  expect(problems.warnings).toEqual([]);
});
