/** The editor on the demo shop: what is picked and changed there becomes YAML that does the same for visitors. */

import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import type { Dev } from '../../src/dev/start.js';
import { test as base, expect } from '../harness/index.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A copy of the shop without experiments, or with one. */
async function startShop(yaml?: string): Promise<Dev & { end(): Promise<void> }> {
  const built = new URL('../../dist/esm/dev/index.js', import.meta.url).href;
  const { startDev } = (await import(built)) as typeof import('../../src/dev/index.js');
  const top = await mkdtemp(join(tmpdir(), 'fx-editor-'));
  const dir = join(top, 'site');
  await cp(join(ROOT, 'demo'), dir, { recursive: true });
  await rm(join(dir, 'experiments'), { recursive: true });
  await mkdir(join(dir, 'experiments'));
  if (yaml !== undefined) await writeFile(join(dir, 'experiments/edited.yaml'), yaml);
  const dev = await startDev({ dir, port: 0, eventsFile: join(top, 'events.ndjson') });
  return {
    ...dev,
    async end() {
      await dev.close();
      await rm(top, { recursive: true });
    },
  };
}

const test = base.extend<object, { shop: Dev }>({
  shop: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures out of the pattern
    async ({}, use) => {
      const shop = await startShop();
      await use(shop);
      await shop.end();
    },
    { scope: 'worker' },
  ],
});

/** The editor's shadow root is closed to the page; a test that looks inside has to have it opened. */
test.beforeEach(async ({ page }) => {
  await page.addInitScript(() => {
    const { attachShadow } = Element.prototype;
    Element.prototype.attachShadow = function (init) {
      return attachShadow.call(this, this.localName === 'fx-editor' ? { ...init, mode: 'open' } : init);
    };
  });
});

const panel = (page: Page) => page.getByRole('complementary', { name: 'fx editor' });
const yamlIn = (page: Page): Promise<string> => panel(page).getByLabel('YAML of the experiment').inputValue();

async function open(page: Page, shop: Dev, path = '/'): Promise<void> {
  await page.goto(`${shop.url}${path}?fx-edit`);
  await expect(panel(page)).toBeVisible();
}

async function pick(page: Page, selector: string): Promise<void> {
  await panel(page).getByRole('button', { name: 'Pick an element' }).click();
  const target = page.locator(selector).first();
  await target.scrollIntoViewIfNeeded();
  await target.click({ force: true });
  await expect(panel(page).getByRole('region', { name: 'Picked element' })).toBeVisible();
}

/** Types what shall stand there, and leaves the field, which makes the change. */
async function fill(page: Page, label: string, text: string): Promise<void> {
  const input = panel(page).getByLabel(label, { exact: true });
  await input.fill(text);
  await panel(page).getByRole('button', { name: 'Apply' }).click();
}

const htmlOf = (page: Page): Promise<string> => page.evaluate(() => document.body.outerHTML);

/** The page as visitors see it, without the editor over it. */
async function picture(page: Page): Promise<Buffer> {
  await page.evaluate(() => {
    const host = document.querySelector('fx-editor');
    if (host) host.remove();
    window.scrollTo(0, 0);
  });
  await page.mouse.move(0, 0);
  return page.screenshot({ animations: 'disabled' });
}

/** The share of pixels that differ by more than a rounding of colours does. */
async function difference(page: Page, ...pictures: readonly [Buffer, Buffer]): Promise<number> {
  await page.goto('about:blank');
  return page.evaluate(
    async (texts) => {
      const pixels = await Promise.all(
        texts.map(async (text) => {
          const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
          const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
          const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
          context?.drawImage(bitmap, 0, 0);
          return context?.getImageData(0, 0, bitmap.width, bitmap.height).data ?? new Uint8ClampedArray();
        }),
      );
      const [one = new Uint8ClampedArray(), two = new Uint8ClampedArray()] = pixels;
      if (!one.length || one.length !== two.length) return 1;
      let differing = 0;
      for (let at = 0; at < one.length; at += 4)
        if ([0, 1, 2].some((channel) => Math.abs((one[at + channel] ?? 0) - (two[at + channel] ?? 0)) > 8)) differing++;
      return differing / (one.length / 4);
    },
    pictures.map((picture) => picture.toString('base64')),
  );
}

test('a headline and a button that were changed by clicks are the same for visitors, by the YAML', async ({
  page,
  shop,
  context,
}) => {
  await page.goto(`${shop.url}/fx/`);
  await page
    .getByRole('link', { name: 'Edit /index.html' })
    .or(page.getByRole('link', { name: 'Edit /', exact: true }))
    .first()
    .click();
  await expect(panel(page)).toBeVisible();
  await pick(page, '.hero h1');
  await fill(page, 'New text', 'Paper for people who write.');
  await expect(page.locator('.hero h1')).toHaveText('Paper for people who write.');
  await pick(page, '.hero .button');
  await panel(page).getByRole('button', { name: 'Style' }).click();
  await panel(page).getByLabel('Property').selectOption('background-color');
  await fill(page, 'Value', 'rgb(180, 40, 30)');
  await expect(page.locator('.hero .button')).toHaveCSS('background-color', 'rgb(180, 40, 30)');
  await expect(panel(page).getByRole('list', { name: 'Changes' }).getByRole('listitem')).toHaveCount(2);
  const yaml = await yamlIn(page);
  expect(yaml).toContain('was: "Good paper, made to be written on."');
  const edited = await picture(page);
  const path = new URL(page.url()).pathname;

  const published = await startShop(yaml.replace(/^status: draft.*$/m, 'status: running'));
  const id = /^id: (.*)$/m.exec(yaml)?.[1];
  const visitor = await context.newPage();
  await visitor.goto(`${published.url}${path}?fx=${id}:treatment`);
  await expect(visitor.locator('.hero h1')).toHaveText('Paper for people who write.');
  await visitor.evaluate(() => document.querySelector('fx-badge')?.remove());
  await expect(visitor.locator('fx-badge')).toHaveCount(0);
  expect(await difference(visitor, edited, await picture(visitor))).toBeLessThan(0.0005);
  await published.end();
});

test('undo gives the page back byte for byte, redo the change, and comparing is as long as it is held', async ({
  page,
  shop,
}) => {
  await open(page, shop);
  const before = await htmlOf(page);
  await pick(page, '.hero h1');
  await fill(page, 'New text', 'Another');
  await pick(page, '.hero .lead');
  await panel(page).getByRole('button', { name: 'Remove' }).click();
  await expect(page.locator('.hero .lead')).toHaveCount(0);
  const after = await htmlOf(page);
  const compare = panel(page).getByRole('button', { name: 'Hold to compare' });
  await compare.hover();
  await page.mouse.down();
  await expect(page.locator('.hero .lead')).toHaveCount(1);
  expect(await htmlOf(page)).toBe(before);
  await page.mouse.up();
  await expect(page.locator('.hero .lead')).toHaveCount(0);
  await panel(page).getByRole('button', { name: 'Undo' }).click();
  await panel(page).getByRole('button', { name: 'Undo' }).click();
  expect(await htmlOf(page)).toBe(before);
  await expect(panel(page).getByRole('button', { name: 'Undo' })).toBeDisabled();
  await panel(page).getByRole('button', { name: 'Redo' }).click();
  await panel(page).getByRole('button', { name: 'Redo' }).click();
  expect(await htmlOf(page)).toBe(after);
});

test('a pick never reaches the page: no link is followed, nothing of the page hears of it', async ({ page, shop }) => {
  await open(page, shop);
  await page.evaluate(() => {
    for (const type of ['pointerdown', 'mousedown', 'mouseup', 'click', 'focusin'])
      document.addEventListener(
        type,
        (event) => {
          if (!(event.target as Element).closest('fx-editor')) document.body.dataset.heard = type;
        },
        true,
      );
  });
  const address = page.url();
  await pick(page, '.hero .button');
  await expect(panel(page).getByLabel('Selector')).not.toHaveValue('');
  expect(page.url()).toBe(address);
  expect(await page.evaluate(() => document.body.dataset.heard)).toBeUndefined();
});

test('keys alone pick, change and take back', async ({ page, shop }) => {
  await open(page, shop);
  await panel(page).getByRole('button', { name: 'Pick an element' }).focus();
  await page.keyboard.press('Enter');
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(panel(page).getByLabel('Selector')).toHaveValue(/main/);
  await panel(page).getByRole('button', { name: 'Hide' }).press('Enter');
  await expect(page.locator('#main')).toBeHidden();
  await panel(page).getByRole('button', { name: 'Undo' }).press('Enter');
  await expect(page.locator('#main')).toBeVisible();
  await panel(page).getByRole('button', { name: 'Pick an element' }).press('Enter');
  await page.keyboard.press('Escape');
  await expect(panel(page).getByRole('button', { name: 'Pick an element' })).toHaveAttribute('aria-pressed', 'false');
});

test('changes are switched off and on, reordered and deleted, and live over a reload', async ({ page, shop }) => {
  await open(page, shop);
  await pick(page, '.hero h1');
  await fill(page, 'New text', 'First');
  await pick(page, '.hero .lead');
  await fill(page, 'New text', 'Second');
  const items = panel(page).getByRole('list', { name: 'Changes' }).getByRole('listitem');
  await panel(page).getByLabel('On: Text: First').uncheck();
  await expect(page.locator('.hero h1')).toHaveText('Good paper, made to be written on.');
  expect(await yamlIn(page)).not.toContain('First');
  await panel(page).getByRole('button', { name: 'Up: Text: Second' }).click();
  await expect(items.first()).toContainText('Second');
  await page.reload();
  await expect(panel(page)).toBeVisible();
  await expect(items).toHaveCount(2);
  await expect(page.locator('.hero .lead')).toHaveText('Second');
  await panel(page).getByRole('button', { name: 'Delete: Text: Second' }).click();
  await expect(page.locator('.hero .lead')).not.toHaveText('Second');
  await panel(page).getByRole('button', { name: 'Close' }).click();
  await expect(panel(page)).toHaveCount(0);
  expect(await page.evaluate(() => Object.keys(sessionStorage))).toEqual([]);
});

test('a page that is edited shows the control, counts nobody and stores nothing of a visitor', async ({
  page,
  shop,
  context,
}) => {
  const posts: string[] = [];
  page.on('request', (request) => request.method() === 'POST' && posts.push(request.url()));
  await open(page, shop, '/product.html');
  await page.evaluate(() => (window as unknown as { fx: { push(command: unknown): void } }).fx.push(['track', 'x']));
  await page.goto(`${shop.url}/fx/`);
  expect(posts).toEqual([]);
  expect((await context.cookies()).filter(({ name }) => name === '_fx_s')).toEqual([]);
});

test('whoever uses a keyboard, a screen reader, a phone or the dark can use it', async ({ page, shop }) => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 844 });
      await open(page, shop);
      await pick(page, '.hero h1');
      const { violations } = await new AxeBuilder({ page }).include('fx-editor').analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
      const box = await panel(page).boundingBox();
      expect(box && box.x >= 0 && box.x + box.width <= width).toBe(true);
    }
  }
});

test('it works under the strictest policy, and breaks none', async ({ page, shop }) => {
  const policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'";
  await page.route('**/*', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), 'content-security-policy': policy } });
  });
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, sourceFile }) => {
      if (/editor/.test(sourceFile)) document.documentElement.dataset.violated = violatedDirective;
    });
  });
  await open(page, shop);
  await pick(page, '.hero h1');
  await fill(page, 'New text', 'Strict');
  await expect(page.locator('.hero h1')).toHaveText('Strict');
  expect(await page.evaluate(() => document.documentElement.dataset.violated)).toBeUndefined();
});
