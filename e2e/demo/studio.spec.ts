/** The demo as `npm start` opens it: Studio's editor works on the pages of the shop beside it. */

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { panel, test } from '../editor/shop.js';
import { expect } from '../harness/index.js';

const SCRIPT = fileURLToPath(new URL('../../scripts/demo.mjs', import.meta.url));

test('Studio opens the editor on the shop, with the variants of the experiment, and it lives over a reload', async ({
  page,
}) => {
  const cwd = mkdtempSync(join(tmpdir(), 'fx-demo-'));
  const demo = spawn(process.execPath, [SCRIPT, '--port', '0', '--studio-port', '0'], { cwd });
  const ended = new Promise((resolve) => demo.once('close', resolve));
  try {
    let said = '';
    for (const stream of [demo.stdout, demo.stderr]) stream.on('data', (part: Buffer) => (said += part));
    await expect.poll(() => said, { timeout: 60_000 }).toContain('The link works once');
    const [link = ''] = /http:\S+\/start\?key=\S+/.exec(said) ?? [];
    await page.goto(link);
    await page.goto(new URL('/experiments/hero-headline/page', link).href);
    // In this tab: the script that opens the editor's root for tests is in no other one.
    await page.locator('form[target=_blank]').evaluate((form) => form.removeAttribute('target'));
    await page.getByRole('button', { name: 'Open the editor' }).click();
    await expect(panel(page).getByRole('heading', { name: 'Headline of the home page' })).toBeVisible();
    await expect(page.locator('.hero h1')).toHaveText('The notebook you will still open in ten years.');
    await page.reload();
    await expect(panel(page).getByRole('button', { name: 'Ten years', exact: true })).toBeVisible();
  } finally {
    demo.kill('SIGTERM');
    await ended;
    rmSync(cwd, { recursive: true });
  }
});
