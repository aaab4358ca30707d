/** Tests the examples of docs/mojito.md, on a page. */

import { readFileSync } from 'node:fs';
import { expect, manifestOf, test } from '../harness/index.js';
import { feature, wave } from './waves.js';

const docs = readFileSync(new URL('../../docs/mojito.md', import.meta.url), 'utf8');

const block = (name: string): string => {
  const text = new RegExp(`<!-- ${name} -->\n\`\`\`\\w+\n(.*?)\`\`\``, 's').exec(docs)?.[1];
  if (!text) throw new Error(`docs/mojito.md has no ${name}`);
  return text;
};

test('a page loads the three files, tells its dataLayer, and adds a test', async ({ page, site, visit }) => {
  const script = { 'content-type': 'text/javascript' };
  const built = readFileSync(new URL('../../dist/fx.mojito.js', import.meta.url), 'utf8');
  site.answer('/fx/fx.mojito.js', { headers: script, body: built });
  site.answer('/fx/shared-code.js', {
    headers: script,
    body: `var dataLayer = dataLayer || [];${block('shared-code')}`,
  });
  const [before = '', after = ''] = block('loading').split('<script src="/fx/container.js"></script>');
  expect(after.trim()).toBe('');
  await visit({
    feature,
    mode: 'container',
    manifest: manifestOf(wave('W1'), wave('W2', {}, { js: `throw new Error('here')` })),
    before,
    html: `<!doctype html><script type="application/json" id="fx-manifest">null</script>
      <script src="../../dist/fx.js"></script><main></main>
      <script>Mojito.options.decisionAdapter = () => 0.9;${block('addTest')}</script>`,
  });
  await expect(page.locator('main')).toHaveText('Delivery is free');
  const told = await page.evaluate(() => (window as unknown as { dataLayer: unknown[] }).dataLayer);
  const exposure = (waveId: string, waveName: string, recipe: string): object => ({
    event: 'mojito_exposure 1-0-0',
    mojito: { waveId, waveName, recipe },
  });
  expect(told).toEqual([
    exposure('W1', 'Wave W1', 'Treatment'),
    exposure('W2', 'Wave W2', 'Treatment'),
    {
      event: 'mojito_failure 1-0-0',
      mojito: { waveId: 'W2', component: 'Treatment', error: expect.stringContaining('Error: here') },
    },
    exposure('w7', 'Free delivery bar', 'Bar'),
  ]);
  expect(await page.evaluate(() => document.cookie)).toContain('_mojito_w7=1.1');
  expect(await page.evaluate(`new Mojito.Test({ id: 'w8', recipes: { a: {}, b: {} } }).recipes`)).toEqual(['a', 'b']);
});
