/** Tries the editor on pages made otherwise than most: picked where the mouse is, and the same for visitors. */

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect } from '../harness/index.js';
import { ODD_PAGES } from './oddities.js';
import { htmlOf } from './pictures.js';
import { fill, open, openRoot, panel, startFolder, test, yamlIn } from './shop.js';

/** Goes to it with the mouse; says how far the frame that the editor draws is from it. */
async function aimAt(shown: Page, selector: string, block: 'start' | 'center' = 'center'): Promise<readonly number[]> {
  const target = shown.locator(selector);
  await target.evaluate(
    (element, where) => element.scrollIntoView({ block: where, inline: 'center', behavior: 'instant' }),
    block,
  );
  const box = await target.boundingBox();
  if (!box) throw new Error(`${selector} has no box`);
  await shown.mouse.move(box.x + Math.min(8, box.width / 2), box.y + box.height / 2);
  return shown.evaluate(async (wanted) => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const frame = document.querySelector('fx-editor')?.shadowRoot?.querySelector<HTMLElement>('.aim.hover');
    // Its way there is drawn, too.
    for (const one of frame?.getAnimations() ?? []) one.finish();
    const [a, b] = [frame, document.querySelector(wanted)].map((element) => element?.getBoundingClientRect());
    return (['left', 'top', 'width', 'height'] as const).map(
      (side) => Math.round((a?.[side] ?? 0) - (b?.[side] ?? 9)) || 0,
    );
  }, selector);
}

for (const { at, html, isHidden = false, words } of ODD_PAGES)
  test(`a page ${words}`, async ({ page: shown, context }) => {
    const folder = await mkdtemp(join(tmpdir(), 'fx-odd-'));
    const dir = join(folder, 'site');
    await mkdir(dir);
    await writeFile(join(dir, 'index.html'), html);
    const edited = await startFolder(dir);
    await open(shown, edited);
    expect((await panel(shown).boundingBox())?.width).toBe(340);
    const before = await htmlOf(shown);
    await panel(shown).getByRole('button', { name: 'Pick an element' }).click();
    expect(await aimAt(shown, at)).toEqual([0, 0, 0, 0]);
    await shown.mouse.down();
    await shown.mouse.up();
    if (isHidden) await panel(shown).getByRole('button', { name: 'Hide' }).click();
    else await fill(shown, 'New text', 'Changed');
    const yaml = await yamlIn(shown);
    const isChanged = (where: Page) =>
      isHidden ? expect(where.locator(at)).toBeHidden() : expect(where.locator(at)).toHaveText('Changed');
    await isChanged(shown);
    await panel(shown).getByRole('button', { name: 'Undo' }).click();
    expect(await htmlOf(shown)).toBe(before);
    expect(shown.url()).toBe(`${edited.url}/?fx-edit`);
    await edited.close();

    const published = await startFolder(dir, yaml.replace(/^status: draft.*$/m, 'status: running'));
    const visitor = await context.newPage();
    await visitor.goto(`${published.url}/?fx=${/^id: (.*)$/m.exec(yaml)?.[1]}:treatment`);
    await isChanged(visitor);
    await published.close();
    await rm(folder, { recursive: true });
  });

for (const scale of [0.5, 2, 3])
  test(`a window that is zoomed ${scale} times by its browser`, async ({ browser, shop }) => {
    // What a browser zooms has fewer pixels of its own, each of more of the screen.
    const viewport = { width: Math.round(1280 / scale), height: Math.round(800 / scale) };
    const context = await browser.newContext({ viewport, deviceScaleFactor: scale });
    const shown = await context.newPage();
    await shown.addInitScript(openRoot);
    await open(shown, shop);
    await panel(shown).getByRole('button', { name: 'Pick an element' }).click();
    // Of a low window the panel covers the lower half.
    expect(await aimAt(shown, '.hero h1', 'start')).toEqual([0, 0, 0, 0]);
    await shown.mouse.down();
    await shown.mouse.up();
    await fill(shown, 'New text', 'Zoomed');
    await expect(shown.locator('.hero h1')).toHaveText('Zoomed');
    await context.close();
  });

test('on a screen that is touched a tap picks, a swipe scrolls, and two fingers that make it larger move nothing', async ({
  browser,
  shop,
}) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
  const shown = await context.newPage();
  await shown.addInitScript(openRoot);
  await open(shown, shop);
  const driver = await context.newCDPSession(shown);
  await panel(shown).getByRole('button', { name: 'Pick an element' }).tap();
  await driver.send('Emulation.setPageScaleFactor', { pageScaleFactor: 2 });
  await expect.poll(() => shown.evaluate(() => visualViewport?.scale)).toBe(2);
  const box = await shown.locator('.hero h1').boundingBox();
  await shown.touchscreen.tap((box?.x ?? 0) + 10, (box?.y ?? 0) + 10);
  await expect(panel(shown).getByLabel('New text')).toHaveValue('Good paper, made to be written on.');
  await driver.send('Emulation.setPageScaleFactor', { pageScaleFactor: 1 });
  await panel(shown).getByRole('button', { name: 'Pick an element' }).tap();
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...touchPoints: readonly { x: number; y: number }[]) =>
    driver.send('Input.dispatchTouchEvent', { type, touchPoints: [...touchPoints] });
  await touch('touchStart', { x: 200, y: 300 });
  for (let y = 290; y >= 100; y -= 10) await touch('touchMove', { x: 200, y });
  await touch('touchEnd');
  await expect.poll(() => shown.evaluate(() => scrollY)).toBeGreaterThan(100);
  expect(new URL(shown.url()).hash).toBe('');
  await context.close();
});
