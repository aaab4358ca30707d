/**
 * Tests twenty tasks on a site of Next: Studio opens the editor on its pages and has what is saved, undo gives them
 * back, and React goes on.
 */

import { request as forward, type IncomingMessage, type ServerResponse } from 'node:http';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ensureBrowser } from '../../scripts/browser.mjs';
import { closeLife, expectLife, undoAll } from '../editor/life.js';
import { difference, htmlOf, picture } from '../editor/pictures.js';
import { fill, openRoot, panel, pick } from '../editor/shop.js';
import { INKWELL } from '../editor/sites/places.js';
import { type EditedSite, EXPERIMENT, startSite } from '../editor/studio.js';
import { TASKS } from '../editor/tasks.js';
import { type NextSite, startNextSite } from './site.js';

/** A headless browser is nobody to a server. */
const AGENT = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36';
/** Without changes at first, and for a page that lives: docs/frameworks.md says why. */
const BEGUN = EXPERIMENT.replace(/ {4}domOps:[\s\S]*?(?= {2}- key: calm)/, '').replace(
  'variants:',
  "trigger:\n  kind: waitForSelector\n  selector: 'html[data-hydrated]'\nvariants:",
);

/** What is decided on each, with what it says to a visitor who is in nothing, and to one who has the treatment. */
const PAGES = [
  ['/', 'main h1', 'Bags', 'Bags for a life'],
  ['/legacy', 'main h1', 'Bags', 'Bags for a life'],
  ['/pricing', '[data-price]', '9 a month', '7 a month'],
] as const;

describe('Next 16', () => {
  let next: NextSite;
  let site: EditedSite;
  let browser: Browser;
  beforeAll(async () => {
    // The pages are the site's own, byte for byte; what is published lies beside them, as on a CDN.
    site = await startSite(async (asked, response, studio) => {
      const { headers: given, method, url = '/' } = asked;
      const headers = { ...given, 'accept-encoding': 'identity' };
      const answer = forward(new URL(url, next.origin), { method, headers }, (from) => {
        if (url.startsWith('/pricing')) return void nameStudio(from, response, studio);
        response.writeHead(from.statusCode ?? 502, from.headers);
        from.pipe(response);
      });
      answer.on('error', () => response.destroy());
      asked.pipe(answer);
    });
    next = await startNextSite(16, { FX_STUDIO: site.studio.url });
    browser = await chromium.launch({ executablePath: ensureBrowser(), args: ['--no-sandbox', '--disable-gpu'] });
  });
  afterAll(async () => {
    await browser?.close();
    await site?.end();
    next?.close();
  });

  test.each(TASKS.map(({ name, run }) => [name, run] as const))('%s', async (_, run) => {
    await site.write(BEGUN);
    const context = await browser.newContext({ reducedMotion: 'reduce' });
    await context.addInitScript(openRoot);
    const { complaints, page } = await pageOf(context);
    await page.goto(await site.open('/edited'));
    await panel(page).waitFor();
    const before = await htmlOf(page);
    await run(page, INKWELL);
    await panel(page).getByRole('button', { name: 'Save', exact: true }).click();
    await panel(page).getByText('Saved. Visitors see it').waitFor();
    expect(await site.file()).toMatch(/^ {4}(css|domOps):/m);
    const shown = await picture(page);
    await expectLife(page);
    await undoAll(page);
    await closeLife(page);
    // React writes the two texts of the counter anew.
    expect((await htmlOf(page)).replace('>2</button>', '>0</button>')).toBe(before);
    expect(complaints).toEqual([]);
    await page.close();
    await site.write((await site.file()).replace('status: draft', 'status: running'));
    await site.publish();
    await expectSeen(browser, `${site.url}/edited?fx=hero:bold`, shown);
    await context.close();
  });

  test.each(PAGES)('%s, which the server decides, is edited bare, after a reload, too', async (path, at, bare, own) => {
    const context = await browser.newContext({ userAgent: AGENT });
    await context.addInitScript(openRoot);
    const { complaints, page } = await pageOf(context);
    const told = (): Promise<string> => page.locator(at).innerText();
    const decided = (): Promise<boolean> =>
      page.evaluate(() => /:\w/.test(document.documentElement.dataset.rendered ?? ''));
    do {
      await context.clearCookies();
      await page.goto(`${site.url}${path}`);
    } while ((await told()) !== own);
    const held = (await context.cookies()).map(({ name, value }) => [name, value]);
    const { length: posted } = site.posts;
    await page.goto(await site.open(path));
    await panel(page).waitFor();
    expect([await told(), await decided()]).toEqual([bare, false]);
    await pick(page, at);
    await fill(page, 'New text', 'Ink');
    await panel(page).getByRole('button', { name: 'Save', exact: true }).click();
    await panel(page).getByText('Saved. Visitors see it').waitFor();
    expect(await site.file()).toContain(`value: Ink\n        was: ${bare}\n`);
    await page.reload();
    await panel(page).getByRole('button', { name: 'Delete: Text: Ink' }).click();
    expect([await told(), await decided()]).toEqual([bare, false]);
    expect(await panel(page).getByText('Your server has put a variant').count()).toBe(0);
    await panel(page).getByRole('button', { name: 'Close', exact: true }).click();
    await page.goto(`${site.url}${path}`);
    expect([await told(), await decided()]).toEqual([own, true]);
    expect((await context.cookies()).map(({ name, value }) => [name, value])).toEqual(held);
    expect(site.posts.length).toBe(posted);
    expect(complaints).toEqual([]);
    await site.write(EXPERIMENT);
    await context.close();
  });
});

/** Puts Studio's address into the tag of a page that was built before there was one. */
async function nameStudio(from: IncomingMessage, to: ServerResponse, studio: string): Promise<void> {
  const { 'content-length': _, ...headers } = from.headers;
  let text = '';
  for await (const piece of from.setEncoding('utf8')) text += piece;
  to.writeHead(from.statusCode ?? 502, headers);
  to.end(text.replace('data-cookies=', `data-studio="${studio}" data-cookies=`));
}

/** Visitors get this picture, and React takes their page over without a complaint. */
async function expectSeen(browser: Browser, url: string, shown: Buffer): Promise<void> {
  const context = await browser.newContext({ reducedMotion: 'reduce' });
  const { complaints, page } = await pageOf(context);
  await page.goto(url);
  const third = await context.newPage();
  const differs = async (): Promise<number> => difference(third, shown, await picture(page));
  await expect.poll(differs, { timeout: 60_000 }).toBeLessThan(0.0005);
  expect(complaints).toEqual([]);
  await context.close();
}

/** A page, with what it complains of. */
async function pageOf(context: BrowserContext): Promise<{ readonly page: Page; readonly complaints: string[] }> {
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(`${error}`));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${message.text()} ${message.location().url}`);
  });
  return { page, complaints };
}
