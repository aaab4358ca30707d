/**
 * Takes the pictures of README and docs/demo.md: the demo's home page, control and treatment side by side, the result
 * of that experiment, the overview of `fx dev`, and the badge of a preview.
 * `node scripts/picture.mjs`
 */

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from '@playwright/test';
import { startDev } from '../dist/esm/dev/index.js';
import { ensureBrowser } from './browser.mjs';

const OUT = 'docs/images/demo.png';
const RESULTS = 'docs/images/results.png';
const OVERVIEW = 'docs/images/overview.png';
const BADGE = 'docs/images/badge.png';
const VARIANTS = ['control', 'treatment'];
const SIZE = { width: 900, height: 640 };

const site = await startDev({ dir: 'demo', port: 0, host: '127.0.0.1' });
const folder = mkdtempSync(join(tmpdir(), 'fx-picture-'));
const browser = await chromium.launch({ executablePath: await ensureBrowser(), args: ['--no-sandbox'] });
try {
  const shots = [];
  for (const variant of VARIANTS) {
    const page = await browser.newPage({ viewport: SIZE });
    await page.goto(new URL(`/?fx=hero-headline:${variant}`, site.url).href);
    shots.push((await page.screenshot()).toString('base64'));
  }
  const overview = await browser.newPage({ viewport: { width: 1100, height: 820 } });
  await overview.goto(new URL('/fx/', site.url).href);
  await overview.screenshot({ path: OVERVIEW });
  const preview = await browser.newPage({ viewport: SIZE });
  await preview.goto(new URL('/product.html?fx=free-shipping-bar:bar,product-gallery:stack', site.url).href);
  await preview.locator('fx-badge').waitFor();
  // Its words follow what the experiments do.
  await preview.waitForFunction(() =>
    /applied/.test(document.querySelector('fx-badge')?.shadowRoot?.textContent ?? ''),
  );
  await preview.screenshot({ path: BADGE, clip: { x: 0, y: SIZE.height - 240, width: SIZE.width, height: 240 } });
  const sheet = await browser.newPage({ viewport: { width: 1880, height: 720 } });
  await sheet.setContent(`<style>
    body { margin: 0; padding: 20px; display: flex; gap: 40px; background: #f4f4f2; font: 600 20px system-ui; color: #222 }
    figure { margin: 0; flex: 1 } figcaption { margin-bottom: 10px }
    img { width: 100%; border-radius: 6px; box-shadow: 0 1px 2px #0003, 0 8px 30px #0002 }
  </style>${shots.map((shot, i) => `<figure><figcaption>${VARIANTS[i]}</figcaption><img src="data:image/png;base64,${shot}"></figure>`).join('')}`);
  await sheet.screenshot({ path: OUT });
  const report = join(folder, 'report.html');
  execFileSync(process.execPath, [
    ...['dist/esm/cli/main.js', 'results', 'demo/experiments', '--events', 'demo/sample.ndjson.gz'],
    ...['--experiment', 'hero-headline', '--html', report],
  ]);
  const page = await browser.newPage({ viewport: { width: 1400, height: 500 } });
  await page.goto(pathToFileURL(report).href);
  await page.locator('.card').screenshot({ path: RESULTS });
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
  await site.close();
}
