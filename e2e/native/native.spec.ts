/** Tests React Native over an engine: shown and counted once, the same after a restart, and forced by the panel. */

import type { Page } from '@playwright/test';
import { bundle } from '../harness/bundle.js';
import { expect, painted, test } from '../harness/index.js';

interface App {
  readonly seen: string[];
  readonly sent: string[];
  open(): void;
  readonly engine: { variant(id: string): string | undefined };
}

const app = <T>(page: Page, read: (its: App) => T): Promise<T> =>
  page.evaluate(`(${read.toString()})(window.app)`) as Promise<T>;

test.beforeAll(() => bundle('native'));

/** Opens the app, and has its storage answer. */
async function start(page: Page, origin: string): Promise<string> {
  await page.goto(`${origin}/e2e/native/`);
  await expect(page.locator('#buy')).toHaveText('Buy');
  await app(page, (its) => its.open());
  await expect(page.locator('#buy')).toHaveText(/^Buy: /);
  return (await page.locator('#buy').textContent()) ?? '';
}

test('a storage that answers later delays the variant, which is then shown, counted once, and kept', async ({
  page,
  site,
}) => {
  const first = await start(page, site.origin);
  await painted(page);
  const variant = first.replace('Buy: ', '');
  expect(await app(page, (its) => its.sent)).toEqual([`exposure ${variant}`]);
  expect([...new Set(await app(page, (its) => its.seen))]).toEqual(['undefined', variant]);
  await page.locator('#buy').click();
  expect(await app(page, (its) => its.sent)).toEqual([`exposure ${variant}`, 'conversion buy']);
  for (let restart = 0; restart < 3; restart++) expect(await start(page, site.origin)).toBe(first);
});

test('the panel lists what this route may meet, forces a variant without counting it, and lets go', async ({
  page,
  site,
}) => {
  const first = await start(page, site.origin);
  const before = await app(page, (its) => its.sent);
  await page.locator('#debug').click();
  const panel = page.getByLabel('Experiments of fx');
  await expect(panel.getByText('1 experiment here')).toBeVisible();
  await expect(panel.getByText('Cart')).toHaveCount(0);
  await expect(panel.getByText(/: (by chance|as it was given before)$/)).toBeVisible();
  for (const key of ['control', 'treatment', 'control']) {
    await panel.getByRole('button', { name: key }).click();
    await expect(page.locator('#buy')).toHaveText(`Buy: ${key}`);
    await expect(panel.getByText(`${key}: forced`)).toBeVisible();
    await expect(panel.getByRole('button', { name: key })).toHaveAttribute('aria-pressed', 'true');
  }
  await page.locator('#buy').click();
  await painted(page);
  expect(await app(page, (its) => its.sent)).toEqual(before);
  await panel.getByRole('button', { name: 'Reset all' }).click();
  await expect(page.locator('#buy')).toHaveText(first);
  await panel.getByRole('button', { name: 'Close' }).click();
  await expect(panel).toHaveCount(0);
});
