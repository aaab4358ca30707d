/** Tests pages that a server decides, in the editor: as they are when nobody is in anything, after a reload, too. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from '../../src/sdk/server/index.js';
import { expect } from '../harness/index.js';
import { fill, panel, pick, test, yamlIn } from './shop.js';
import { startSite } from './studio.js';

const VARIANTS = [
  { key: 'control', name: 'As it is', weight: 0 },
  { key: 'loud', name: 'Loud', weight: 10_000 },
];
const SHOWN = { id: 'banner', name: 'Banner', variants: VARIANTS };
const MANIFEST = { version: 1, revision: 'a', enabled: true, experiments: [SHOWN] } as const;

/** Renders the headline of the variant that this visitor has. */
const rendering = (preview?: 'off') => {
  const fx = createServer({ manifest: MANIFEST, preview });
  return async (request: IncomingMessage, response: ServerResponse, studio: string): Promise<void> => {
    const visit = fx.visit(request);
    const words = visit.variant('banner') === 'loud' ? 'SALE' : 'Paper and pens';
    response.setHeader('set-cookie', visit.setCookies);
    response.setHeader('content-type', 'text/html');
    response.end(
      `<!doctype html><html data-rendered="${visit.rendered}"><head><title>Shop</title><script src="/fx/container.js" data-cookies="server" data-studio="${studio}"></script></head><body><main class="hero"><h1>${words}</h1><p class="lead">Ours.</p></main></body></html>`,
    );
  };
};

// A headless browser is nobody to a server.
test.use({
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36',
});

test('a page that the server decides is edited as it is without experiments, after a reload, too', async ({ page }) => {
  const site = await startSite(rendering());
  await page.goto(site.url);
  await expect(page.locator('.hero h1')).toHaveText('SALE');
  await page.goto(await site.open());
  await expect(page.locator('.hero h1')).toHaveText('Paper and pens');
  await pick(page, '.hero h1');
  await fill(page, 'New text', 'Ink');
  await expect.poll(() => yamlIn(page)).toContain('was: Paper and pens');
  await page.reload();
  await expect(panel(page)).toBeVisible();
  await expect(page.locator('.hero h1')).toHaveText('Ink');
  await panel(page).getByRole('button', { name: 'Delete: Text: Ink' }).click();
  await expect(page.locator('.hero h1')).toHaveText('Paper and pens');
  expect(new URL(page.url()).search).toBe('');
  await panel(page).getByRole('button', { name: 'Close' }).click();
  await page.reload();
  await expect(page.locator('.hero h1')).toHaveText('SALE');
  await site.end();
});

test('of a server that decides all the same the panel says that this is not the page as it is', async ({ page }) => {
  const site = await startSite(rendering('off'));
  await page.goto(await site.open());
  await expect(page.locator('.hero h1')).toHaveText('SALE');
  await expect(panel(page).getByText('Your server has put a variant into this page')).toBeVisible();
  await page.reload();
  await expect(panel(page).getByText('Your server has put a variant into this page')).toBeVisible();
  await site.end();
});
