/** Tests the report of `fx results --html`: everyone can read it, nothing in it runs, and what others wrote is text. */

import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, type Page, test } from '@playwright/test';
import { barriers } from '../harness/everyone.js';
import { openStudio } from '../harness/studio.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const EVIL = `"><img src=x onerror="document.title = 'run'"><script>document.title = 'run'</script>`;

/** The same within the 64 characters that a phase may have. */
const PHASE = `<img src=x onerror="document.title = 'run'">`;

/** When the events of strangers happened. */
const AT = Date.UTC(2026, 2, 1);

/** Writes a report, and returns its address. */
async function write(directory: string, experiments: string, events: string, ...more: string[]): Promise<string> {
  const file = join(directory, 'report.html');
  const args = ['results', experiments, '--events', events, '--html', file, ...more];
  await promisify(execFile)(process.execPath, [join(ROOT, 'dist/esm/cli/main.js'), ...args]);
  return pathToFileURL(file).href;
}

const EXPERIMENTS = join(ROOT, 'demo/experiments');
const SAMPLE = join(ROOT, 'demo/sample.ndjson.gz');

const demo = (directory: string, ...more: string[]) => write(directory, EXPERIMENTS, SAMPLE, ...more);

for (const colorScheme of ['light', 'dark'] as const)
  test(`the report of the demo can be used by everyone, ${colorScheme}`, async ({ browser }, info) => {
    await mkdir(info.outputPath(), { recursive: true });
    const context = await browser.newContext({ colorScheme, viewport: { width: 380, height: 700 } });
    const page = await context.newPage();
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    await page.goto(await demo(info.outputPath()));
    await expect(page.getByRole('heading', { name: 'Headline of the home page' })).toBeVisible();
    await expect(page.getByText('treatment is higher than control, by +')).toBeVisible();
    expect(await barriers(page, { isColoursOnly: colorScheme === 'dark' })).toEqual([]);
    // what is wider than a telephone lies in tables that can be moved, also with keys
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(380);
    await page.keyboard.press('Tab');
    await expect(
      page.getByRole('region', { name: 'Orders (purchase) of Thanks after adding to the cart' }),
    ).toBeFocused();
    expect(said).toEqual([]);
    await context.close();
  });

test('a desk shows every column whole, a phone the variant with its lift before the control', async ({
  page,
}, info) => {
  await mkdir(info.outputPath(), { recursive: true });
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto(await demo(info.outputPath()));
  const cut = () =>
    page.locator('.scroll').evaluateAll((all) => all.filter((one) => one.scrollWidth > one.clientWidth).length);
  expect(await cut()).toBe(0);
  await page.setViewportSize({ width: 390, height: 800 });
  expect(await cut()).toBe(0);
  const table = page.getByRole('region', { name: 'Orders (purchase) of Headline of the home page' });
  const topOf = async (text: string) => (await table.getByText(text, { exact: true }).boundingBox())?.y ?? 0;
  expect(await topOf('Ten years')).toBeLessThan(await topOf('Good paper'));
  // A difference that takes two lines on a small phone stays at the right, as all figures do.
  await page.setViewportSize({ width: 320, height: 800 });
  const gaps = await page.locator('table.metric td[data-title]:has(span + span)').evaluateAll((all) =>
    all.map((one) => {
      const last = one.lastElementChild?.getBoundingClientRect().right ?? 0;
      return Math.round(one.getBoundingClientRect().right - last);
    }),
  );
  expect(gaps.length).toBeGreaterThan(5);
  expect(gaps.filter((gap) => gap > 1)).toEqual([]);
});

test('paper of A4 takes every column whole', async ({ page }, info) => {
  await mkdir(info.outputPath(), { recursive: true });
  await page.setViewportSize({ width: 718, height: 1000 });
  await page.emulateMedia({ media: 'print' });
  await page.goto(await demo(info.outputPath()));
  const tables = page.locator('table.metric');
  expect(await tables.count()).toBeGreaterThan(5);
  const wider = await tables.evaluateAll((all) =>
    all
      .filter((one) => one.getBoundingClientRect().width > (one.parentElement?.clientWidth ?? 0))
      .map((one) => one.textContent),
  );
  expect(wider).toEqual([]);
});

test('with JavaScript off a phone can read all of the report, and asks nobody for anything', async ({
  browser,
}, info) => {
  await mkdir(info.outputPath(), { recursive: true });
  const address = await demo(info.outputPath(), '--by', 'device');
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(address);
  await expect(
    page.getByText('Ship treatment. Orders improved against control: +44.6% (+22.3% to +71.0%).'),
  ).toBeVisible();
  const orders = page.getByRole('region', { name: 'Orders (purchase) of Headline of the home page', exact: true });
  expect(await orders.getByRole('row', { name: 'treatment' }).getByRole('cell').allTextContents()).toEqual(
    expect.arrayContaining(['+44.6%', '+22.3% to +71.0%', '304', '2,980', '+3.15 points (+1.73 to +4.58)']),
  );
  for (const summary of await page.locator('summary').all()) await summary.click();
  expect(await unreadable(page, 390)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  expect(asked).toEqual([address]);
  await context.close();
});

/**
 * Texts that have no place on the page, are cut off, or reach beyond so many pixels. Heads of columns stand in each
 * cell where a table is folded.
 */
const unreadable = (page: Page, width: number) =>
  page.evaluate((most) => {
    const texts = document.createTreeWalker(document.querySelector('main') ?? document.body, NodeFilter.SHOW_TEXT);
    const found: string[] = [];
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      const element = text.parentElement;
      if (!text.textContent?.trim() || !element || element.closest('thead th')) continue;
      const range = document.createRange();
      range.selectNodeContents(text);
      const { left, right, top, bottom } = range.getBoundingClientRect();
      let isSeen = bottom - top >= 8 && left >= 0 && right <= most && element.checkVisibility();
      for (let around: Element | null = element; around && around !== document.body; around = around.parentElement) {
        const box = around.getBoundingClientRect();
        const cuts = getComputedStyle(around).overflowX !== 'visible';
        if (cuts && (left < box.left - 1 || right > box.right + 1 || bottom > box.bottom + 1)) isSeen = false;
      }
      if (!isSeen) found.push(text.textContent);
    }
    return found;
  }, width);

for (const [name, path, ...flags] of [
  ['as they are', '/results'],
  [
    'by device, at every look and adjusted',
    '/results?by=device&sequential=yes&adjust=yes',
    '--by',
    'device',
    '--sequential',
    '--adjust',
  ],
] as const)
  test(`Studio shows what fx results --html writes of the same events, ${name}`, async ({ browser }, info) => {
    await mkdir(info.outputPath(), { recursive: true });
    const studio = await openStudio(EXPERIMENTS, { events: [SAMPLE] });
    try {
      const { page } = await studio.enter(browser, { javaScriptEnabled: false });
      await page.goto(await demo(info.outputPath(), ...flags));
      const written = (await cards(page)).map(asWritten);
      await page.goto(`${studio.url}${path}`);
      expect((await cards(page)).map(asWritten)).toEqual(written);
      expect(written.length).toBeGreaterThan(3);
      await page.context().close();
    } finally {
      await studio.close();
    }
  });

/** Studio speaks of visitors, knows what they have of it, and has a choice of phases. */
const asWritten = (card: string): string =>
  card
    .replaceAll('visitor', 'subject')
    .replaceAll(/<span class="chip chip-[^"]*">[^<]*/g, '<span>')
    .replaceAll(/: choose (\w+) as the phase of its results to see them/g, ', $1');

/** All that stands and is drawn in each card. */
const cards = (page: Page) =>
  page
    .locator('section.card[aria-labelledby^="experiment-"]')
    .evaluateAll((all) => all.map(({ innerHTML }) => innerHTML));

test('what stands in events and files is text', async ({ page }, info) => {
  const variants = `variants:\n  - { key: a, name: A }\n  - { key: b, name: B }\n`;
  const file = `id: evil\nname: ${JSON.stringify(EVIL)}\n${variants}`;
  const base = { at: AT, subject: 's', experiment: 'evil', variant: 'a', phase: PHASE, reason: 'assigned' };
  const events = [
    { ...base, id: '1', type: 'exposure' },
    { ...base, id: '2', type: 'failure', code: 'timeout', selector: EVIL, message: '', stack: '' },
    { ...base, id: '3', type: 'exposure', subject: 't', at: AT + 1, phase: `${PHASE}2` },
  ];
  await mkdir(info.outputPath('experiments'), { recursive: true });
  await writeFile(info.outputPath('experiments/evil.yaml'), file);
  await writeFile(info.outputPath('events.ndjson'), events.map((event) => JSON.stringify(event)).join('\n'));
  await page.goto(await write(info.outputPath(), info.outputPath('experiments'), info.outputPath('events.ndjson')));
  await expect(page.getByRole('heading', { level: 2 })).toHaveText(EVIL);
  await expect(page.getByText('began in another phase')).toContainText('onerror');
  expect(await page.evaluate(() => [document.title, document.images.length, document.scripts.length])).toEqual([
    'Results · fx',
    0,
    0,
  ]);
});
