/** Opens the demo shop without experiments in the editor, and does there what somebody does. */

import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import type { Dev } from '../../src/dev/start.js';
import { test as base, expect } from '../harness/index.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A folder of pages in `fx dev`, without experiments or with one. */
export async function startFolder(dir: string, yaml?: string): Promise<Dev> {
  const built = new URL('../../dist/esm/dev/index.js', import.meta.url).href;
  const { startDev } = (await import(built)) as typeof import('../../src/dev/index.js');
  await mkdir(join(dir, 'experiments'), { recursive: true });
  if (yaml !== undefined) await writeFile(join(dir, 'experiments/edited.yaml'), yaml);
  return startDev({ dir, port: 0, eventsFile: join(dir, '../events.ndjson') });
}

/** A copy of the shop without experiments, or with one. */
export async function startShop(yaml?: string): Promise<Dev & { end(): Promise<void> }> {
  const top = await mkdtemp(join(tmpdir(), 'fx-editor-'));
  const dir = join(top, 'site');
  await cp(join(ROOT, 'demo'), dir, { recursive: true });
  await rm(join(dir, 'experiments'), { recursive: true });
  const dev = await startFolder(dir, yaml);
  return {
    ...dev,
    async end() {
      await dev.close();
      await rm(top, { recursive: true });
    },
  };
}

/**
 * The editor's shadow root is closed to the page; a test that looks inside has it opened before anything of the page
 * runs.
 */
export const openRoot = (): void => {
  const { attachShadow } = Element.prototype;
  Element.prototype.attachShadow = function (init) {
    return attachShadow.call(this, this.localName === 'fx-editor' ? { ...init, mode: 'open' } : init);
  };
};

export const test = base.extend<object, { shop: Dev }>({
  page: async ({ page }, use) => {
    await page.addInitScript(openRoot);
    await use(page);
  },
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

export const panel = (page: Page) => page.getByRole('complementary', { name: 'fx editor' });
export const yamlIn = (page: Page): Promise<string> => panel(page).getByLabel('YAML of the experiment').inputValue();

export async function open(page: Page, shop: Dev, path = '/'): Promise<void> {
  await page.goto(`${shop.url}${path}?fx-edit`);
  await expect(panel(page)).toBeVisible();
}

export async function pick(page: Page, selector: string): Promise<void> {
  await panel(page).getByRole('button', { name: 'Pick an element' }).click();
  const target = page.locator(selector).first();
  await target.scrollIntoViewIfNeeded();
  await target.click({ force: true });
  await expect(panel(page).getByRole('region', { name: 'Picked element' })).toBeVisible();
}

/** Types what shall stand there, and leaves the field, which makes the change. */
export async function fill(page: Page, label: string, text: string): Promise<void> {
  const input = panel(page).getByLabel(label, { exact: true });
  await input.fill(text);
  await panel(page).getByRole('button', { name: 'Apply' }).click();
}

/** Lets the page listen on the way down, before anything of it runs; a greedy one leaves nothing to others. */
export async function listen(page: Page, types: readonly string[], isGreedy = false): Promise<void> {
  await page.addInitScript(
    ([all, greedy]) => {
      const heard: string[] = [];
      Object.assign(window, { heard });
      const hear = (event: Event): void => {
        heard.push(event.type);
        if (!greedy) return;
        event.preventDefault();
        event.stopImmediatePropagation();
      };
      for (const type of all) document.addEventListener(type, hear, true);
    },
    [types, isGreedy] as const,
  );
}

/** What the page has heard since this was asked last. */
export const heard = (page: Page): Promise<string[]> =>
  page.evaluate(() => (window as unknown as { heard: string[] }).heard.splice(0));
