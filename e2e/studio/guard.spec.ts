/** The guard from end to end: a variant throws for half of its visitors, is stopped by itself, and an open page follows. */

import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { type Serving, startServe } from '../../dist/esm/serve/index.js';
import { unit } from '../../src/core/index.js';
import { sendCrowd } from '../../test/serve/events.js';
import { isLong } from '../harness/index.js';
import { type Site, startSite } from '../harness/serve.js';

const LIMIT_MS = 60_000;
const PHONE = { width: 390, height: 844 };
const DESKTOP = { width: 1280, height: 800 };
/** What is done to the page stands before what throws, as on a real page: both have to go. */
const BROKEN = `id: broken
name: Broken
guard: true
variants:
  - key: control
    name: As it is
  - key: throws
    name: Throws
    domOps:
      - op: replaceText
        selector: h1
        value: Sale
    js: if (innerWidth < 700) throw new Error('it broke');
`;

let root: string;
let studio: Serving;
let site: Site;
const said: string[] = [];
test.beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'fx-guard-'));
  await mkdir(join(root, 'experiments'));
  await writeFile(join(root, 'experiments/broken.yaml'), BROKEN);
  site = await startSite();
  await writeFile(
    join(root, 'fx.config.yaml'),
    `previewToken: '0123456789abcdef'\nsite: ${site.origin}\ntargets:\n  live: published\n`,
  );
  // The long run waits as long as `fx serve` does between two looks.
  studio = await startServe({
    directory: join(root, 'experiments'),
    own: join(root, '.fx'),
    port: 0,
    host: '127.0.0.1',
    say: (sentence) => said.push(sentence),
    ...(!isLong && { guardMs: 2000 }),
  });
  site.answer('/manifest.json', (_, response) => {
    void readFile(join(root, 'published/manifest.json')).then((text) => response.end(text));
  });
  site.answer('/', {
    body: `<!doctype html><title>Shop</title><script src="/dist/fx.js" data-manifest="/manifest.json" data-collect="${studio.collectUrl}" data-max-age="1"></script><h1>Shop</h1>`,
  });
});
test.afterEach(async () => {
  await studio.close();
  await site.close();
  await rm(root, { recursive: true, force: true });
});

/** A new visitor whom the hash gives one variant. */
async function visit(browser: Browser, number: number, viewport: typeof PHONE): Promise<Page> {
  const ids = Array.from({ length: 1000 }, (_, at) => (number * 1000 + at).toString(16).padStart(32, '0'));
  const id = ids.find((one) => unit('broken', 'variant', one) >= 0.5) ?? '';
  const context = await browser.newContext({ viewport });
  await context.addCookies([{ name: '_fx', value: `${id}.${Date.now().toString(36)}.`, url: site.origin }]);
  const page = await context.newPage();
  await page.goto(site.origin);
  await page.evaluate('window.fx.ready');
  return page;
}

const eventsOf = async (): Promise<string> => readFile(studio.eventsFile, 'utf8').catch(() => '');

test('a variant that throws for half of its visitors is stopped within 60 s, and an open page follows', async ({
  browser,
}) => {
  const owner = await (await browser.newContext()).newPage();
  await owner.goto(studio.newLink());
  await owner.goto(`${studio.url}/publish`);
  await owner.getByRole('button', { name: 'Publish' }).click();
  await expect(owner.getByText('It is published.')).toBeVisible();

  const desktop = await visit(browser, 1, DESKTOP);
  await expect(desktop.getByRole('heading')).toHaveText('Sale');
  const phone = await visit(browser, 2, PHONE);
  await expect.poll(eventsOf).toContain('it broke');
  const { experiments } = JSON.parse(await readFile(join(root, 'published/manifest.json'), 'utf8')) as {
    readonly experiments: readonly { readonly phase?: string }[];
  };
  const { phase = '' } = experiments[0] ?? {};
  const crowd = { experiment: 'broken', variants: ['control', 'throws'], subjects: 300, failsEach: 2, phase } as const;
  await sendCrowd(studio.collectUrl, crowd);
  await expect.poll(() => said.join(), { timeout: LIMIT_MS }).toContain('broken was stopped by the guard');

  // The next view of a page that is open since before asks again: it takes back what was done to it.
  await desktop.evaluate(() => history.pushState(null, '', '/?next'));
  await expect(desktop.getByRole('heading')).toHaveText('Shop');
  const late = await visit(browser, 3, PHONE);
  await expect(late.getByRole('heading')).toHaveText('Shop');
  await owner.goto(`${studio.url}/experiments/broken`);
  await expect(owner.getByRole('button', { name: 'Resume' })).toBeVisible();
  await expect(owner.getByText('throws fails more often', { exact: false }).first()).toBeVisible();
  for (const page of [desktop, phone, late, owner]) await page.context().close();
});
