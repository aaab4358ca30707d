/**
 * Walks from an empty folder to a decision, as somebody who reads the README: `fx init`, `fx serve`, its link, and
 * then Studio alone.
 */

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, type Page, test } from '@playwright/test';

const CLI = fileURLToPath(new URL('../../dist/esm/cli/main.js', import.meta.url));

let root: string;
let child: ChildProcess;
test.beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'fx-first-'));
});
test.afterEach(async () => {
  child.kill('SIGTERM');
  await once(child, 'exit');
  rmSync(root, { recursive: true, force: true });
});

/** Where it says that it is. */
interface Said {
  readonly url: string;
  readonly collectUrl: string;
  readonly link: string;
}

async function serve(): Promise<Said> {
  execFileSync(process.execPath, [CLI, 'init', '--site', 'http://127.0.0.1:9'], { cwd: root, stdio: 'pipe' });
  child = spawn(process.execPath, [CLI, 'serve', '--port', '0', '--json'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let text = '';
  for await (const chunk of child.stdout ?? []) {
    text += String(chunk);
    if (text.trimEnd().endsWith('}')) break;
  }
  return JSON.parse(text) as Said;
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const link = (page: Page, name: string) => page.getByRole('link', { name, exact: true });

/** Half of them buy in one variant, and a quarter in the other. */
async function sendVisitors(collectUrl: string): Promise<void> {
  const at = Date.now();
  const events = Array.from({ length: 400 }, (_, index) => {
    const variant = index % 2 ? 'control' : 'treatment';
    const own = { at, subject: `s${index}`, revision: 'r', path: '/' };
    const seen = { ...own, id: `a${index}`, type: 'exposure', experiment: 'example', variant, reason: 'assigned' };
    const bought = { ...own, at: at + 1, id: `b${index}`, type: 'conversion', name: 'signup', value: 1 };
    return index % (variant === 'control' ? 8 : 4) < 2 ? [seen, bought] : [seen];
  }).flat();
  for (let from = 0; from < events.length; from += 50) {
    const body = JSON.stringify({ v: 1, sentAt: at, dropped: 0, events: events.slice(from, from + 50) });
    expect((await fetch(collectUrl, { method: 'POST', body })).status).toBe(204);
  }
}

test('a folder of fx init is worked on in Studio from the first look to the decision', async ({ page }) => {
  test.slow(); // many steps, on a machine that may do other things
  const { url, collectUrl, link: entry } = await serve();
  await page.goto(entry);
  await test.step('Today says that nothing runs, and what can be started', async () => {
    await expect(page.getByText('Nothing runs.')).toBeVisible();
    await link(page, 'Experiments').click();
    await link(page, 'Example').click();
  });
  await test.step('the form and the file say the same, and a preview is one link away', async () => {
    await link(page, 'Change').click();
    await page.getByRole('textbox', { name: 'Hypothesis' }).fill('More people sign up.');
    await button(page, 'Save').click();
    await expect(page.getByText('It is changed.')).toBeVisible();
    expect(readFileSync(join(root, 'experiments/example.yaml'), 'utf8')).toContain('hypothesis: More people sign up.');
    await expect(link(page, 'Preview').first()).toHaveAttribute('href', /^http:\/\/127\.0\.0\.1:9\//);
  });
  await test.step('the editor opens on the page of the site', async () => {
    await link(page, 'Edit on the page').click();
    await expect(page.getByRole('heading', { name: 'Edit on the page' })).toBeVisible();
    await page.goto(`${url}/experiments/example`);
  });
  await test.step('it is started and published, and nothing waits any more', async () => {
    await button(page, 'Start').click();
    await expect(page.getByText('It is started.')).toBeVisible();
    await link(page, 'Publish').click();
    await button(page, 'Publish').click();
    await expect(page.getByText('It is published.')).toBeVisible();
    expect(readFileSync(join(root, 'public/fx/manifest.json'), 'utf8')).toContain('"id":"example"');
  });
  await test.step('why somebody sees what they see is said in sentences', async () => {
    await page.goto(`${url}/experiments/example`);
    await link(page, 'Why does somebody see this?').click();
    await page.getByLabel('Visitor').fill('ann');
    await button(page, 'Explain').click();
    await expect(page.getByText('It is running.')).toBeVisible();
  });
  await test.step('visitors come, and their result is read', async () => {
    await sendVisitors(collectUrl);
    await page.goto(`${url}/results/example`);
    await expect(page.getByText('400 visitors')).toBeVisible();
    await page.getByLabel('Read before its end').check();
    await button(page, 'Show').click();
    await expect(page.getByText('400 visitors')).toBeVisible();
  });
  await test.step('it is decided, and the note can be found', async () => {
    await page.getByRole('radio', { name: /^Keep/ }).check();
    await page.getByLabel('Why', { exact: true }).fill('Words alone do not help.');
    await button(page, 'End the experiment').click();
    await expect(page.getByText('It is decided, and written down.')).toBeVisible();
    await page.goto(`${url}/experiments?q=words+alone`);
    await expect(link(page, 'Example')).toBeVisible();
  });
  await test.step('everything is switched off and on, and what was published before is there again', async () => {
    await link(page, 'Publish').click();
    await button(page, 'Publish').click();
    await expect(page.getByText('It is published.')).toBeVisible();
    await page.getByText('Switch off').click();
    await button(page, 'Yes, switch everything off').click();
    await button(page, 'Switch on again').click();
    await expect(page.getByText('Everything is switched on again.')).toBeVisible();
    await link(page, 'Publish').click();
    await page.locator('summary', { hasText: 'Roll back' }).click();
    await button(page, 'Roll back').click();
    await expect(page.getByText('What was published before is there again.')).toBeVisible();
  });
  await test.step('history says who did it, and settings have the lines for the site', async () => {
    await link(page, 'History').click();
    for (const what of ['published', 'Words alone do not help.'])
      await expect(page.getByText(what).first()).toBeVisible();
    await link(page, 'Settings').click();
    await expect(page.getByText('container.js').first()).toBeVisible();
  });
});
