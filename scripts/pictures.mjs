/**
 * Takes the pictures of docs/serve.md: Studio's pages with the demo's experiments and events, on a desktop and a phone,
 * light and dark. `node scripts/pictures.mjs`, after `npm run build`; `--all <folder>` takes every page four times, to
 * be looked at.
 */

import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { startDev } from '../dist/esm/dev/index.js';
import { startServe } from '../dist/esm/serve/index.js';
import { ensureBrowser } from './browser.mjs';

const { values } = parseArgs({ options: { all: { type: 'string' } } });
/** A day after the demo's sample ends. */
const NOW = Date.UTC(2026, 10, 24, 9);
const SHOWN = 'hero-headline';
const PAGES = {
  today: '/',
  experiments: '/experiments',
  new: '/new',
  experiment: `/experiments/${SHOWN}`,
  change: `/experiments/${SHOWN}/edit`,
  why: `/experiments/${SHOWN}/why?subject=visitor-1&address=/`,
  results: `/results/${SHOWN}`,
  publish: '/publish',
  history: '/history',
  settings: '/settings',
};
const LOOKS = {
  desktop: { viewport: { width: 1280, height: 800 }, colorScheme: 'light' },
  'desktop-dark': { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' },
  phone: { viewport: { width: 390, height: 844 }, colorScheme: 'light' },
  'phone-dark': { viewport: { width: 390, height: 844 }, colorScheme: 'dark' },
};
/** What the documentation shows: every page on a desktop, and the two that are read on the way. */
const IN_DOCS = [
  ...Object.keys(PAGES).map((page) => [page, 'desktop']),
  ['experiment', 'desktop-dark'],
  ['today', 'phone'],
  ['experiment', 'phone-dark'],
];
const QUALITY = 80;
const MOST_HEIGHT = 1600;

const chromiumPath = ensureBrowser();
const folder = resolve(values.all ?? 'docs/images');
mkdirSync(folder, { recursive: true });
const root = mkdtempSync(join(tmpdir(), 'fx-pictures-'));
cpSync('demo', join(root, 'demo'), { recursive: true });
// Pages name files as they are seen from here: never by a folder that is called otherwise each time.
process.chdir(root);
const experimentsDir = join(root, 'demo/experiments');
const shop = await startDev({
  dir: join(root, 'demo'),
  experimentsDir,
  port: 0,
  eventsFile: join(root, 'events.ndjson'),
});
const studio = await startServe({
  directory: experimentsDir,
  own: join(root, '.fx'),
  events: [join(root, 'demo/sample.ndjson.gz')],
  site: shop.url,
  port: 0,
  host: '127.0.0.1',
  now: () => NOW,
  waiting: { sayAfterMs: 60_000 },
  say: (line) => process.stderr.write(`${line}\n`),
});
const browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] });
try {
  await prepare();
  const wanted = values.all
    ? Object.keys(PAGES).flatMap((page) => Object.keys(LOOKS).map((look) => [page, look]))
    : IN_DOCS;
  for (const [page, look] of wanted) {
    const file = join(folder, `studio-${page}-${look}.webp`);
    writeFileSync(file, await picture(PAGES[page], LOOKS[look]));
    process.stderr.write(`${file}\n`);
  }
} finally {
  await browser.close();
  await studio.close();
  await shop.close();
  rmSync(root, { recursive: true });
}

/** A week of somebody's work: pictures, a publication, and a change that waits. */
async function prepare() {
  const page = await open(LOOKS.desktop);
  await page.goto(`${studio.url}/experiments/${SHOWN}`);
  await page.getByRole('button', { name: 'Take pictures' }).click();
  while (await page.getByText('Pictures are being taken').count()) {
    await page.waitForTimeout(500);
    await page.goto(`${studio.url}/experiments/${SHOWN}`);
  }
  await page.goto(`${studio.url}/publish`);
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  await page.goto(`${studio.url}/experiments/${SHOWN}/edit`);
  await page
    .getByLabel('Hypothesis')
    .fill('A promise about how long a notebook lasts sells more of them than a sentence about paper.');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('It is changed.').waitFor();
  await page.goto(`${studio.url}/experiments/product-gallery`);
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.context().close();
}

async function open(look) {
  const context = await browser.newContext({ ...look, reducedMotion: 'reduce', timezoneId: 'UTC', locale: 'en-GB' });
  const page = await context.newPage();
  await page.goto(studio.newLink());
  return page;
}

async function picture(path, look) {
  const page = await open(look);
  await page.goto(`${studio.url}${path}`);
  await page.evaluate(() => {
    for (const image of document.images) image.loading = 'eager';
    return Promise.all([...document.images].map((image) => image.decode().catch(() => undefined)));
  });
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width: look.viewport.width, height: Math.min(height, values.all ? 6000 : MOST_HEIGHT) });
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: QUALITY });
  await page.context().close();
  return Buffer.from(data, 'base64');
}
