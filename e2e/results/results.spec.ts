/** Tests the report of `fx results --html`: everyone can read it, nothing in it runs, and what others wrote is text. */

import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '@playwright/test';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const EVIL = `"><img src=x onerror="document.title = 'run'"><script>document.title = 'run'</script>`;

/** The same within the 64 characters that a phase may have. */
const PHASE = `<img src=x onerror="document.title = 'run'">`;

/** When the events of strangers happened. */
const AT = Date.UTC(2026, 2, 1);

/** Writes a report, and returns its address. */
async function write(directory: string, experiments: string, events: string): Promise<string> {
  const file = join(directory, 'report.html');
  const args = ['results', experiments, '--events', events, '--html', file];
  await promisify(execFile)(process.execPath, [join(ROOT, 'dist/esm/cli/main.js'), ...args]);
  return pathToFileURL(file).href;
}

const demo = (directory: string) =>
  write(directory, join(ROOT, 'demo/experiments'), join(ROOT, 'demo/sample.ndjson.gz'));

for (const colorScheme of ['light', 'dark'] as const)
  test(`the report of the demo can be used by everyone, ${colorScheme}`, async ({ browser }, info) => {
    await mkdir(info.outputPath(), { recursive: true });
    const context = await browser.newContext({ colorScheme, viewport: { width: 380, height: 700 } });
    const page = await context.newPage();
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    await page.goto(await demo(info.outputPath()));
    await expect(page.getByRole('heading', { name: 'Headline of the home page' })).toBeVisible();
    await expect(page.getByText('treatment does more than control, by +')).toBeVisible();
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
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
