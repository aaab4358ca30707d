/** Tests that an element which was changed before it is moved as a copy is the same for visitors as in the editor. */

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect } from '../harness/index.js';
import { undoAll } from './life.js';
import { htmlOf } from './pictures.js';
import { fill, open, panel, pick, startFolder, test, yamlIn } from './shop.js';

const HTML = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Moved</title>
<script src="/fx/container.js"></script></head><body><main><div class="top"><p>One</p></div>
<div class="own"><h1 class="headline" id="title">Good <b>paper</b></h1></div><div class="end"><p>Two</p></div></main></body></html>`;

const shownIn = (page: Page): Promise<string> => page.evaluate(() => document.querySelector('main')?.innerText ?? '');

for (const [way, target, order] of [
  ['After …', '.end p', ['One', 'Two', 'Better paper']],
  ['Before …', '.top p', ['Better paper', 'One', 'Two']],
] as const)
  test(`a text that was changed goes along, ${way.slice(0, -2).toLowerCase()} another element`, async ({
    page,
    context,
  }) => {
    const folder = await mkdtemp(join(tmpdir(), 'fx-moved-'));
    const dir = join(folder, 'site');
    await mkdir(dir);
    await writeFile(join(dir, 'index.html'), HTML);
    const edited = await startFolder(dir);
    await open(page, edited);
    const before = await htmlOf(page);
    await pick(page, '.headline');
    await fill(page, 'New text', 'Better paper');
    await panel(page).getByRole('button', { name: 'Style' }).click();
    await fill(page, 'Value', 'rgb(1, 2, 3)');
    await panel(page).getByRole('button', { name: way }).click();
    await page.locator(target).click();
    const moved = (where: Page) => where.locator('[data-fx-moved]');
    await expect(moved(page)).toHaveCSS('color', 'rgb(1, 2, 3)');
    expect((await shownIn(page)).split(/\n+/)).toEqual(order);
    const yaml = await yamlIn(page);
    await undoAll(page);
    expect(await htmlOf(page)).toBe(before);
    await edited.close();

    const published = await startFolder(dir, yaml.replace(/^status: draft.*$/m, 'status: running'));
    const visitor = await context.newPage();
    const warnings: string[] = [];
    visitor.on('console', (message) => {
      if (/^fx: /.test(message.text())) warnings.push(message.text());
    });
    await visitor.goto(`${published.url}/?fx=${/^id: (.*)$/m.exec(yaml)?.[1]}:treatment`);
    await expect(moved(visitor)).toHaveCSS('color', 'rgb(1, 2, 3)');
    await expect.poll(async () => (await shownIn(visitor)).split(/\n+/)).toEqual(order);
    expect(warnings).toEqual([]);
    await published.close();
    await rm(folder, { recursive: true });
  });
