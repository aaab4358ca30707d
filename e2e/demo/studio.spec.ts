/**
 * Tests the demo as `npm start` opens it: Studio says of the shop's experiments what is so, and its editor works on
 * the shop's pages.
 */

import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { panel, test } from '../editor/shop.js';
import { expect } from '../harness/index.js';

const DEMO = fileURLToPath(new URL('../../demo', import.meta.url));
const SCRIPT = fileURLToPath(new URL('../../scripts/demo.mjs', import.meta.url));

let cwd: string;
test.beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'fx-demo-'));
  cpSync(DEMO, join(cwd, 'demo'), { recursive: true, filter: (path) => !path.endsWith('/next') });
});
test.afterEach(() => rmSync(cwd, { recursive: true }));

/** Starts the demo, signs in, and ends it afterwards. */
async function inDemo(page: Page, visit: (studio: string) => Promise<void>): Promise<void> {
  const options = ['--port', '0', '--studio-port', '0', '--folder', 'demo'];
  const demo = spawn(process.execPath, [SCRIPT, ...options], { cwd });
  const ended = new Promise((resolve) => demo.once('close', resolve));
  try {
    let said = '';
    for (const stream of [demo.stdout, demo.stderr]) stream.on('data', (part: Buffer) => (said += part));
    await expect.poll(() => said, { timeout: 60_000 }).toContain('The link works once');
    const [link = ''] = /http:\S+\/start\?key=\S+/.exec(said) ?? [];
    await page.goto(link);
    await visit(new URL(link).origin);
  } finally {
    demo.kill('SIGTERM');
    await ended;
  }
}

test('Studio opens the editor on the shop, with the variants of the experiment, and it lives over a reload', async ({
  page,
}) => {
  await inDemo(page, async (studio) => {
    await page.goto(`${studio}/experiments/hero-headline/page`);
    // In this tab: the script that opens the editor's root for tests is in no other one.
    await page.locator('form[target=_blank]').evaluate((form) => form.removeAttribute('target'));
    await page.getByRole('button', { name: 'Open the editor' }).click();
    await expect(panel(page).getByRole('heading', { name: 'Headline of the home page' })).toBeVisible();
    await expect(page.locator('.hero h1')).toHaveText('The notebook you will still open in ten years.');
    await page.reload();
    await expect(panel(page).getByRole('button', { name: 'Ten years', exact: true })).toBeVisible();
  });
});

test('all that the shop runs is published from the first start on, and a change waits until somebody publishes it', async ({
  page,
}) => {
  await inDemo(page, async (studio) => {
    await expect(page.getByRole('rowheader', { name: /^Headline of the home page/ })).toBeVisible();
    await expect(page.getByText('not published')).toHaveCount(0);
    await expect(page.getByText('to be published')).toHaveCount(0);
    await page.goto(`${studio}/experiments/hero-headline`);
    await page.getByRole('button', { name: 'Pause' }).click();
    await expect(page.getByText('It is changed.')).toBeVisible();
  });
  // Another start must not publish what nobody published.
  await inDemo(page, async () => {
    await expect(page.getByText('1 experiment waits to be published')).toBeVisible();
  });
});
