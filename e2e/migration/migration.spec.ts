/**
 * Checks that a Mojito site moves over: six waves are imported, built into a container and shown on the shop that they
 * were written for.
 */

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BrowserContext, Page } from '@playwright/test';
import { formatVisitor } from '../../src/core/index.js';
import type { Dev } from '../../src/dev/start.js';
import { test as base, client, expect } from '../harness/index.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const HEAD = '<script src="/fx.mojito.js"></script>\n    <script src="/shared-code.js"></script>\n    ';

/** The shop with its waves in place of its own experiments, and their shared code in its pages. */
async function moveOver(dir: string): Promise<void> {
  for (const name of await readdir(join(ROOT, 'demo'))) {
    if (/\.(css|js)$|^images$/.test(name)) await cp(join(ROOT, 'demo', name), join(dir, name), { recursive: true });
    if (!name.endsWith('.html')) continue;
    const html = await readFile(join(ROOT, 'demo', name), 'utf8');
    await writeFile(join(dir, name), html.replace('<script src="/fx/container.js"', `${HEAD}$&`));
  }
  await cp(join(ROOT, 'demo/mojito/shared-code.js'), join(dir, 'shared-code.js'));
  await cp(join(ROOT, 'dist/fx.mojito.js'), join(dir, 'fx.mojito.js'));
  const waves = join(ROOT, 'demo/mojito/waves');
  const main = join(ROOT, 'dist/esm/cli/main.js');
  execFileSync(process.execPath, [main, 'import-mojito', waves, '--out', join(dir, 'experiments')], { stdio: 'pipe' });
}

const test = base.extend<object, { shop: Dev }>({
  shop: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures out of the pattern
    async ({}, use) => {
      const built = new URL('../../dist/esm/dev/index.js', import.meta.url).href;
      const { startDev } = (await import(built)) as typeof import('../../src/dev/index.js');
      const dir = await mkdtemp(join(tmpdir(), 'fx-migration-'));
      await moveOver(dir);
      const dev = await startDev({ dir, port: 0, eventsFile: join(dir, '.fx/events.ndjson') });
      await use(dev);
      await dev.close();
      await rm(dir, { recursive: true });
    },
    { scope: 'worker' },
  ],
});

/** Who was given these recipes by Mojito. */
const comeWith = (context: BrowserContext, { url }: Dev, recipes: Readonly<Record<string, string>>): Promise<void> =>
  context.addCookies(Object.entries(recipes).map(([id, value]) => ({ name: `_mojito_${id}`, value, url })));

interface Pushed {
  readonly event?: string;
  readonly test?: { readonly id: string; readonly name: string; readonly recipe: string };
  readonly gaExperimentId?: string;
  readonly error?: string;
}

/** What the storageAdapter pushed, oldest first, as `<wave> <recipe>`. */
async function told(page: Page): Promise<string[]> {
  const pushed = await page.evaluate(() => (window as unknown as { dataLayer: Pushed[] }).dataLayer);
  expect(pushed.filter(({ event }) => event === 'test_failure')).toEqual([]);
  return pushed.flatMap(({ event, test: wave }) => (event === 'test_exposure' ? [`${wave?.id} ${wave?.recipe}`] : []));
}

const NONE = { aa3: '0', w12: '0', w15: '0', w20: '0', W21: '0' };

test('a simple A/B test on a path shows and counts as in Mojito', async ({ context, page, shop }) => {
  await comeWith(context, shop, { ...NONE, w12: '1.1' });
  await page.goto(shop.url);
  await expect(page.locator('.hero h1')).toHaveText('The notebook you will still open in ten years.');
  await expect(page.locator('.hero h1')).not.toHaveCSS('letter-spacing', 'normal');
  expect(await told(page)).toEqual(['w12 Ten years']);
  const [pushed] = await page.evaluate(() => (window as unknown as { dataLayer: Pushed[] }).dataLayer);
  expect(pushed?.gaExperimentId).toBe('hp-home-headline');
  await page.goto(`${shop.url}/product.html`);
  expect(await told(page)).toEqual([]);
});

test('an A/A test tells its arm and leaves the page as it was', async ({ context, page, shop }) => {
  await comeWith(context, shop, { ...NONE, aa3: '1.1' });
  await page.goto(shop.url);
  await expect(page.locator('.hero h1')).toHaveText('Good paper, made to be written on.');
  expect(await told(page)).toEqual(['aa3 A again']);
});

test('three recipes with shared code run, and one of them activates another wave', async ({ context, page, shop }) => {
  await comeWith(context, shop, { ...NONE, w15: '1.2', w19: '1.1' });
  await page.goto(`${shop.url}/product.html`);
  await expect(page.locator('.buy .button')).toHaveText('Put it in my cart');
  await expect(page.locator('.buy .button')).not.toHaveCSS('min-width', 'auto');
  await expect(page.locator('[data-delivery]')).toHaveText('On its way to you today.');
  expect(await told(page)).toEqual(['w15 Warm', 'w19 On its way today']);
});

test('the other recipe activates nothing', async ({ context, page, shop }) => {
  await comeWith(context, shop, { ...NONE, w15: '1.1', w19: '1.1' });
  await page.goto(`${shop.url}/product.html`);
  await expect(page.locator('.buy .button')).toHaveText('Add');
  await expect(page.locator('[data-delivery]')).toHaveText('With you in two to three days.');
  expect(await told(page)).toEqual(['w15 Short']);
});

test('a divert shows the winner to everyone, and exposes nobody', async ({ context, page, shop }) => {
  await comeWith(context, shop, NONE);
  await page.goto(`${shop.url}/cart.html`);
  await expect(page.locator('.w20-returns')).toHaveText('Sixty days to return it, used or not.');
  expect(await told(page)).toEqual([]);
});

test('a ramp whose trigger stayed a script starts on narrow screens alone', async ({ context, page, shop }) => {
  await comeWith(context, shop, { ...NONE, W21: '1.1' });
  // Not of the tenth that the wave leaves out, whatever their cookies say.
  const visitor = { id: '1'.repeat(32), made: Date.now(), domain: '' };
  await context.addCookies([{ name: '_fx', value: formatVisitor(visitor), url: shop.url }]);
  await page.goto(shop.url);
  await expect(page.locator('.facts')).not.toHaveCSS('display', 'block');
  expect(await told(page)).toEqual([]);
  await page.setViewportSize({ width: 500, height: 900 });
  await page.goto(shop.url);
  await expect(page.locator('.facts')).toHaveCSS('display', 'block');
  expect(await told(page)).toEqual(['W21 List']);
});

/** What Mojito decides by the hash of the shared code: the first number lets in, the second one chooses. */
function decided(userId: string, { exclude = 0, id, rates, sample = 1 }: Wave): string | null {
  const digest = createHash('md5')
    .update(userId + id)
    .digest('hex');
  const [enters = 0, chooses = 0] = [0, 8].map((at) => Number.parseInt(digest.slice(at, at + 8), 16) / 0xffffffff);
  if (enters < exclude || enters > sample) return null;
  let sum = 0;
  const ascending = [...rates].sort(([, a], [, b]) => a - b);
  for (const [recipe, rate] of ascending) {
    sum += rate;
    if (chooses <= sum) return recipe;
  }
  return null;
}

interface Wave {
  readonly id: string;
  readonly rates: readonly (readonly [recipe: string, rate: number])[];
  readonly sample?: number;
  readonly exclude?: number;
}

const EVEN: Wave['rates'] = [
  ['0', 0.5],
  ['1', 0.5],
];
const WAVES: readonly Wave[] = [
  { id: 'w12', rates: EVEN },
  { id: 'aa3', rates: EVEN, sample: 0.5 },
  { id: 'W21', rates: EVEN, exclude: 0.1 },
];

test('new visitors get what Mojito would have given them', async ({ browser, shop }) => {
  const seen: unknown[] = [];
  const expected: unknown[] = [];
  for (const userId of Array.from({ length: 4 }, (_, index) => `user-${index}`)) {
    const context = await browser.newContext({ viewport: { width: 500, height: 900 } });
    await context.addCookies([{ name: '_mjo', value: userId, url: shop.url }]);
    const page = await context.newPage();
    await page.goto(shop.url);
    const assigned = await (await client(page)).evaluate((fx) =>
      ['w12', 'aa3', 'w21'].map((id) => fx.assignment(id) ?? null),
    );
    seen.push([userId, ...assigned]);
    expected.push([userId, ...WAVES.map((wave) => decided(userId, wave))]);
    await context.close();
  }
  expect(seen).toEqual(expected);
});

test('a preview link of Mojito shows a recipe and leaves nothing behind', async ({ context, page, shop }) => {
  await comeWith(context, shop, NONE);
  await page.goto(`${shop.url}/?mojito_w12=1`);
  await expect(page.locator('.hero h1')).toHaveText('The notebook you will still open in ten years.');
  expect(await told(page)).toEqual([]);
  await page.goto(`${shop.url}/?fx=off`);
  await expect(page.locator('.hero h1')).toHaveText('Good paper, made to be written on.');
  const cookies = await context.cookies(shop.url);
  expect(cookies.find(({ name }) => name === '_mojito_w12')?.value).toBe('0');
});
