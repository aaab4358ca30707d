/**
 * Walks the way of somebody who has never seen fx: changes headline and button of the demo shop, on phones only, and
 * previews it.
 * Takes the pictures of docs/editor.md on the way: `node scripts/walk.mjs`. With a folder, a picture of each step goes
 * there, and what was made: `node scripts/walk.mjs .cache/walk`.
 */

import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { startDev } from '../dist/esm/dev/index.js';
import { ensureBrowser } from './browser.mjs';

const [, , OUT = 'docs/images'] = process.argv;
/** Those that docs/editor.md shows. */
const SHOWN = ['text', 'phones', 'narrow', 'preview'];
const SIZE = { width: 900, height: 600 };

mkdirSync(OUT, { recursive: true });
const folder = mkdtempSync(join(tmpdir(), 'fx-walk-'));
const dir = join(folder, 'site');
cpSync('demo', dir, { recursive: true });
rmSync(join(dir, 'experiments'), { recursive: true });
mkdirSync(join(dir, 'experiments'));
const site = await startDev({ dir, port: 0, eventsFile: join(folder, 'events.ndjson') });
const browser = await chromium.launch({ executablePath: await ensureBrowser(), args: ['--no-sandbox'] });
try {
  const context = await browser.newContext({ viewport: SIZE });
  // The editor's root is closed to everybody, this script included.
  await context.addInitScript(() => {
    const { attachShadow } = Element.prototype;
    Element.prototype.attachShadow = function (init) {
      return attachShadow.call(this, this.localName === 'fx-editor' ? { ...init, mode: 'open' } : init);
    };
  });
  const page = await context.newPage();
  const shoot = async (name, on = page) => {
    if (OUT !== 'docs/images' || SHOWN.includes(name)) await on.screenshot({ path: join(OUT, `editor-${name}.png`) });
  };
  const panel = page.getByRole('complementary', { name: 'fx editor' });
  const press = (name) => panel.getByRole('button', { name, exact: true }).click();
  await page.goto(`${site.url}/fx/`);
  await shoot('overview');
  await page
    .getByRole('link', { name: 'Edit /index.html on the page' })
    .or(page.getByRole('link', { name: 'Edit / on the page' }))
    .first()
    .click();
  await panel.waitFor();
  await shoot('open');
  await press('Pick an element');
  await page.locator('.hero h1').hover();
  await shoot('pick');
  await page.locator('.hero h1').click();
  await panel.getByLabel('New text').fill('Paper that wants to be written on.');
  await shoot('text');
  await press('Apply');
  await press('Pick an element');
  await page.locator('.hero .button').click();
  await panel.getByLabel('New text').fill('See what we make');
  await press('Apply');
  await panel.getByLabel('Only on phones').check();
  await shoot('phones');
  const [narrow] = await Promise.all([page.waitForEvent('popup'), press('Phone')]);
  await narrow.getByText('Paper that wants').first().waitFor();
  await shoot('narrow', narrow);
  const yaml = await narrow.getByLabel('YAML of the experiment').inputValue();
  writeFileSync(join(dir, 'experiments/headline.yaml'), yaml);
  if (OUT !== 'docs/images') writeFileSync(join(OUT, 'headline.yaml'), yaml);
  await narrow.close();
  const id = /^id: (.*)$/m.exec(yaml)?.[1];
  const phone = await browser.newPage({ viewport: { width: 390, height: 680 }, isMobile: true, hasTouch: true });
  const overview = await context.newPage();
  await overview.goto(`${site.url}/fx/`);
  await overview.getByText(id).first().waitFor();
  await shoot('draft', overview);
  const link = await overview.locator(`a[href*="${id}:treatment"]`).first().getAttribute('href');
  await phone.goto(new URL(link, site.url).href);
  await phone.getByText('Paper that wants').first().waitFor();
  await shoot('preview', phone);
} finally {
  await browser.close();
  await site.close();
  rmSync(folder, { recursive: true });
}
