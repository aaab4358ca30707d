/**
 * Checks what `fx dev` shows while somebody edits: pages come anew by themselves, and errors stand over the page until
 * they are mended.
 */

import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { Dev } from '../../src/dev/start.js';
import { test as base, expect } from '../harness/index.js';

const FILE = 'experiments/headline.yaml';
const experiment = (headline: string): string => `id: headline
name: Headline
variants:
  - key: control
    name: Control
  - key: treatment
    name: Treatment
    domOps:
      - op: replaceText
        selector: h1
        value: ${headline}
`;
const page = (headline: string): string =>
  `<!doctype html><html lang="en"><head><title>Shop</title></head><body><h1>${headline}</h1><p>Text</p></body></html>`;

interface Place {
  readonly dev: Dev;
  readonly write: (name: string, text: string) => Promise<void>;
}

const test = base.extend<{ place: Place }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures out of the pattern
  place: async ({}, use) => {
    // The built one: from its source it would look for the build in another place.
    const built = new URL('../../dist/esm/dev/index.js', import.meta.url).href;
    const { startDev } = (await import(built)) as typeof import('../../src/dev/index.js');
    const dir = await realpath(await mkdtemp(join(tmpdir(), 'fx-reload-')));
    const write = (name: string, text: string): Promise<void> => writeFile(join(dir, name), text);
    await mkdir(join(dir, 'experiments'));
    await write('index.html', page('Good paper'));
    await write(FILE, experiment('Ten years'));
    const dev = await startDev({ dir, port: 0, eventsFile: join(dir, 'events.ndjson'), log: () => undefined });
    await use({ dev, write });
    await dev.close();
    await rm(dir, { recursive: true });
  },
});

const overlay = (of: Page) => of.getByRole('alert');
const preview = ({ dev }: Place): string => `${dev.url}/?fx=headline:treatment`;

test('a saved experiment is on the page, and a saved page is there, without a key pressed', async ({
  page: tab,
  place,
}) => {
  await tab.goto(preview(place));
  await expect(tab.locator('h1')).toHaveText('Ten years');
  await place.write(FILE, experiment('Twenty years'));
  await expect(tab.locator('h1')).toHaveText('Twenty years');
  await place.write('index.html', page('Good paper').replace('Text', 'Another text'));
  await expect(tab.locator('body > p')).toHaveText('Another text');
  await expect(tab.locator('h1')).toHaveText('Twenty years');
});

test('an error stands over every open page with its line, the last good files go on, and a mended file takes it away', async ({
  page: tab,
  context,
  place,
}) => {
  await tab.goto(preview(place));
  const other = await context.newPage();
  await other.goto(preview(place));
  await place.write(FILE, experiment('Ten years').replace('op: replaceText', 'op: replacetext'));
  for (const one of [tab, other]) {
    await expect(overlay(one)).toContainText('An experiment has an error');
    await expect(overlay(one)).toContainText('did you mean replaceText?');
    await expect(overlay(one)).toContainText('headline.yaml');
    await expect(one.locator('h1')).toHaveText('Ten years');
  }
  await place.write(FILE, experiment('Thirty years'));
  for (const one of [tab, other]) {
    await expect(one.locator('h1')).toHaveText('Thirty years');
    await expect(overlay(one)).toHaveCount(0);
  }
});

test('a page that is opened while there is an error says so, and hides it by keyboard', async ({
  page: tab,
  place,
}) => {
  await tab.goto(preview(place));
  await place.write(FILE, 'id: [');
  await expect(overlay(tab)).toBeVisible();
  await tab.reload();
  await expect(overlay(tab)).toBeVisible();
  const hide = overlay(tab).getByRole('button', { name: 'Hide' });
  await hide.focus();
  await tab.keyboard.press('Enter');
  await expect(overlay(tab)).toHaveCount(0);
});

test('the overview names an error itself, lists what comes with the next file, and has nothing over it', async ({
  page: tab,
  place,
}) => {
  await tab.goto(`${place.dev.url}/fx/`);
  await expect(tab.getByRole('heading', { name: 'Headline' })).toBeVisible();
  await place.write(FILE, experiment('Ten years').replace('name: Headline', 'nmae: Headline'));
  await expect(tab.getByText('did you mean name?')).toBeVisible();
  await expect(tab.locator('fx-problems')).toHaveCount(0);
  await place.write(FILE, experiment('Ten years').replace('name: Headline', 'name: Another name'));
  await expect(tab.getByText('did you mean name?')).toHaveCount(0);
  await expect(tab.getByRole('heading', { name: 'Another name' })).toBeVisible();
});
