/**
 * Tests the guard from end to end: a variant of the demo shop throws for half of its visitors, is stopped by itself,
 * and an open page follows.
 */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { type Serving, startServe } from '../../dist/esm/serve/index.js';
import { unit } from '../../src/core/index.js';
import { isLong } from '../harness/index.js';
import { type Site, startSite } from '../harness/serve.js';
import { UNHURRIED } from '../harness/studio.js';

const LIMIT_MS = 60_000;
const DEMO = fileURLToPath(new URL('../../demo', import.meta.url));
const TRAFFIC = fileURLToPath(new URL('../../scripts/traffic.mjs', import.meta.url));
const PHONE = { width: 390, height: 844 };
const DESKTOP = { width: 1280, height: 800 };
const [AS_IT_IS, CHANGED] = ['Good paper, made to be written on.', 'The notebook you will still open in ten years.'];
/**
 * What is done to the page stands before what throws, as on a real page: both have to go. More than half look on a
 * phone.
 */
const FAULT = "    js: if (innerWidth < 700) throw new Error('it broke');\n    css: |\n      .hero-evening {";
const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
};

let root: string;
let studio: Serving;
let site: Site;
const said: string[] = [];
test.beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'fx-guard-'));
  await cp(DEMO, root, { recursive: true });
  const file = join(root, 'experiments/hero-headline.yaml');
  const text = await readFile(file, 'utf8');
  await writeFile(
    file,
    text.replace('variants:', 'guard: true\n\nvariants:').replace('    css: |\n      .hero-evening {', FAULT),
  );
  site = await startSite();
  await writeFile(
    join(root, 'fx.config.yaml'),
    `previewToken: '0123456789abcdef'\nsite: ${site.origin}\ntargets:\n  live: fx\n`,
  );
  // The long run waits as long as `fx serve` does between two looks.
  studio = await startServe({
    directory: join(root, 'experiments'),
    own: join(root, '.fx'),
    port: 0,
    host: '127.0.0.1',
    say: (sentence) => said.push(sentence),
    ...UNHURRIED,
    ...(!isLong && { guardMs: 2000 }),
  });
  await openShop();
});
test.afterEach(async () => {
  await studio.close();
  await site.close();
  await rm(root, { recursive: true, force: true });
});

/** The shop's own pages, with the collector of Studio; files of the target as they are at that moment. */
async function openShop(): Promise<void> {
  const names = (await readdir(root, { recursive: true })).filter((name) => TYPES[extname(name)]);
  for (const name of [...names, 'fx/container.js', 'fx/manifest.json'])
    site.answer(`/${name}`, (_, response) => {
      response.setHeader('content-type', TYPES[extname(name)] ?? 'application/json');
      void readFile(join(root, name)).then((bytes) => response.end(bytes));
    });
  const page = await readFile(join(root, 'index.html'), 'utf8');
  const collect = `data-collect="${studio.collectUrl}" data-manifest="/fx/manifest.json" data-max-age="1"`;
  site.answer('/', { body: page.replace(/data-collect="[^"]*"/, collect) });
}

/** A new visitor whom the hash gives the variant that throws on phones. */
async function visit(browser: Browser, number: number, viewport: typeof PHONE): Promise<Page> {
  const ids = Array.from({ length: 1000 }, (_, at) => (number * 1000 + at).toString(16).padStart(32, '0'));
  const id = ids.find((one) => unit('hero-headline', 'variant', one) >= 0.5) ?? '';
  const context = await browser.newContext({ viewport });
  await context.addCookies([{ name: '_fx', value: `${id}.${Date.now().toString(36)}.`, url: site.origin }]);
  const page = await context.newPage();
  await page.goto(site.origin);
  await page.evaluate('window.fx.ready');
  return page;
}

/** The made-up visitors of the demo, until nobody meets the variant any more. */
async function withTraffic<T>(work: () => Promise<T>): Promise<T> {
  const addresses = ['--manifest', `${site.origin}/fx/manifest.json`, '--collect', studio.collectUrl];
  const more = ['--visitors', '60', '--every', '500', '--throws', 'hero-headline:treatment@mobile'];
  const traffic = spawn(process.execPath, [TRAFFIC, ...addresses, ...more], { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = once(traffic, 'exit');
  let errors = '';
  traffic.stderr.on('data', (part: Buffer) => (errors += part));
  try {
    return await work();
  } finally {
    expect([traffic.exitCode, errors]).toEqual([null, '']);
    traffic.kill();
    await ended;
  }
}

const eventsOf = async (): Promise<string> => readFile(studio.eventsFile, 'utf8').catch(() => '');
const heading = (page: Page) => page.locator('.hero h1');

test('a variant that throws for half of its visitors is stopped within 60 s, and an open page follows', async ({
  browser,
}) => {
  const owner = await (await browser.newContext()).newPage();
  await owner.goto(studio.newLink());
  await owner.goto(`${studio.url}/publish`);
  await owner.getByRole('button', { name: 'Publish' }).click();
  await expect(owner.getByText('It is published.')).toBeVisible();

  const desktop = await visit(browser, 1, DESKTOP);
  await expect(heading(desktop)).toHaveText(CHANGED);
  const phone = await visit(browser, 2, PHONE);
  await expect.poll(eventsOf).toContain('it broke');
  await withTraffic(async () => {
    await expect.poll(() => said.join(), { timeout: LIMIT_MS }).toContain('hero-headline was stopped by the guard');
  });

  // The next view of a page that is open since before asks again: it takes back what was done to it.
  await desktop.evaluate(() => history.pushState(null, '', '/?next'));
  await expect(heading(desktop)).toHaveText(AS_IT_IS);
  const late = await visit(browser, 3, PHONE);
  await expect(heading(late)).toHaveText(AS_IT_IS);
  await owner.goto(`${studio.url}/experiments/hero-headline`);
  await expect(owner.getByRole('button', { name: 'Resume' })).toBeVisible();
  await expect(owner.getByText('treatment fails more often', { exact: false }).first()).toBeVisible();
  // The others of the shop go on.
  const { experiments } = JSON.parse(await readFile(join(root, 'fx/manifest.json'), 'utf8')) as {
    readonly experiments: readonly { readonly id: string; readonly status?: string }[];
  };
  expect(experiments.filter(({ status }) => status === 'paused').map(({ id }) => id)).toEqual(['hero-headline']);
  for (const page of [desktop, phone, late, owner]) await page.context().close();
});
