/**
 * Tests pages of Studio in states that are not the usual one: names that are long or from right to left, files with
 * errors, refusals, zoom.
 */

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { barriers } from '../harness/everyone.js';
import { type OpenStudio, openStudio } from '../harness/studio.js';

const ENDLESS = 'Name-ohne-ein-einziges-Leerzeichen-'.repeat(6);
const variants = (name: string): string => `variants:
  - key: control
    name: "${name}"
  - key: other
    name: "${name}"
    domOps:
      - op: replaceText
        selector: "${'div > '.repeat(20)}a"
        value: "${name.repeat(3)}"
`;
const FILES = {
  'long.yaml': `id: long\nname: "${ENDLESS}"\nhypothesis: "${ENDLESS}"\nowners: ["${ENDLESS}"]\ntags: ["${ENDLESS}"]\ntrigger:\n  kind: urlMatch\n  pattern: "/${'path/'.repeat(40)}"\n${variants(ENDLESS)}metrics:\n  - key: m\n    name: "${ENDLESS}"\n    kind: conversion\n    eventName: "${'event'.repeat(20)}"\n    isPrimary: true\n`,
  'arabic.yaml': `id: arabic\nname: "عنوان الصفحة الرئيسية (جديد)"\nhypothesis: "إذا قلنا ما هو جديد."\nstatus: draft\n${variants('نسخة ٢')}`,
} as const;

let studio: OpenStudio;
async function open(files: Readonly<Record<string, string>>): Promise<void> {
  studio = await openStudio(files, { site: 'http://127.0.0.1:4173' });
}
test.afterEach(() => studio.close());

/** Nothing is wider than the window, and everybody can use it. */
async function fits(page: Page, path: string): Promise<void> {
  await page.goto(`${studio.url}${path}`);
  const width = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(width, `${path} is too wide`).toBeLessThanOrEqual(0);
}
async function isForEveryone(page: Page): Promise<void> {
  expect(await barriers(page), page.url()).toEqual([]);
}

const PATHS = ['/', '/experiments', '/publish', '/results', '/history', '/settings', '/nowhere'];
const OF_ONE = ['', '/edit', '/page', '/why?subject=a'];

for (const [name, options] of [
  ['390 px', { viewport: { width: 390, height: 844 } }],
  ['200% zoom', { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 }],
] as const)
  test(`names that are long or from right to left fit, ${name}`, async ({ browser }) => {
    test.slow(); // many pages, on a machine that may do other things
    await open(FILES);
    const { page } = await studio.enter(browser, options);
    const own = ['long', 'arabic'].flatMap((id) => OF_ONE.map((rest) => `/experiments/${id}${rest}`));
    for (const path of [...PATHS, ...own, '/results/long']) await fits(page, path);
    await page.context().close();
  });

test('pages that tell of errors, of nothing and of refusals can be used by everyone', async ({ browser }) => {
  test.slow(); // many pages, on a machine that may do other things
  await open({ ...FILES, 'wrong.yaml': 'id: wrong\nname: W\nstatus: drift\n' });
  const { page } = await studio.enter(browser, { viewport: { width: 390, height: 844 }, colorScheme: 'dark' });
  for (const path of ['/', '/publish', '/nowhere', '/experiments?q=nothing', '/experiments/arabic']) {
    await fits(page, path);
    await isForEveryone(page);
  }
  // A conflict: the file was changed meanwhile.
  await page.goto(`${studio.url}/experiments/arabic/edit`);
  await writeFile(join(studio.root, 'experiments/arabic.yaml'), FILES['arabic.yaml'].replace('draft', 'paused'));
  await page.getByRole('textbox', { name: 'Hypothesis' }).fill('More buy.');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'What you changed here' })).toBeVisible();
  await isForEveryone(page);
  await page.getByRole('button', { name: 'Open the form with my changes on top' }).click();
  await expect(page.getByRole('textbox', { name: 'Hypothesis' })).toHaveValue('More buy.');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('It is changed.')).toBeVisible();
  const saved = await studio.saved('arabic');
  expect([saved.includes('paused'), saved.includes('More buy.')]).toEqual([true, true]);
  await page.context().close();
});

test('a folder without experiments is an invitation on every page, and no error', async ({ page }) => {
  await open({});
  await page.goto(studio.newLink());
  await expect(page.getByRole('link', { name: 'Make the first one' })).toBeVisible();
  for (const path of ['/experiments', '/publish', '/results', '/history']) {
    const answer = await page.goto(`${studio.url}${path}`);
    expect([path, answer?.status()]).toEqual([path, 200]);
    await isForEveryone(page);
  }
});
