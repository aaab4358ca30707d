/** What the smoke tests are written with: a Firefox over WebDriver BiDi, and the harness's site and collector. */

import puppeteer, { type Browser, type BrowserContext, type Page } from 'puppeteer-core';
import { test as base } from 'vitest';
import { type Collector, startCollector } from '../harness/collector.js';
import { type Site, startSite } from '../harness/serve.js';
import { type Install, install, type Mode } from '../harness/snippet.js';

/** A visit to a page of a visitor. */
export interface Visit extends Partial<Install> {
  readonly html: string;
  /** Default `/page`. */
  readonly path?: string;
  readonly mode?: Mode;
  /** Headers of the page. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A new visitor: a context of its own, with one tab. */
export interface Visitor {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Errors that nobody caught; a test that ends with any has failed. */
  readonly errors: string[];
  /** What fx said in the console. */
  readonly warnings: string[];
  /** Closes everything of this visitor. */
  leave(): Promise<void>;
}

interface Stage {
  readonly firefox: Browser;
  readonly site: Site;
  readonly collector: Collector;
  /** Comes from nowhere, with nothing stored. */
  readonly arrive: () => Promise<Visitor>;
  /** Puts a page with the tag on the site, and returns its address. */
  readonly publish: (visit: Visit) => string;
}

/** Lets a Firefox do without what the oldest ones that run fx have not. */
export const OLD = {
  'dom.navigation.webidl.enabled': false,
  'dom.security.trusted_types.enabled': false,
};

/** @param preferences of this Firefox, as about:config names them */
export const smoke = (preferences: Readonly<Record<string, unknown>> = {}) =>
  base.extend<Stage>({
    firefox: [
      // biome-ignore lint/correctness/noEmptyPattern: Vitest reads the names of fixtures out of the pattern
      async ({}, use) => {
        const firefox = await puppeteer.launch({
          browser: 'firefox',
          executablePath: process.env.FX_FIREFOX ?? '',
          headless: true,
          extraPrefsFirefox: { ...preferences },
        });
        await use(firefox);
        await firefox.close();
      },
      { scope: 'file' },
    ],
    site: [
      // biome-ignore lint/correctness/noEmptyPattern: Vitest reads the names of fixtures out of the pattern
      async ({}, use) => {
        const site = await startSite();
        await use(site);
        await site.close();
      },
      { scope: 'file' },
    ],
    // biome-ignore lint/correctness/noEmptyPattern: Vitest reads the names of fixtures out of the pattern
    collector: async ({}, use) => {
      const collector = await startCollector();
      await use(collector);
      await collector.leave();
    },
    arrive: async ({ firefox, site }, use) => {
      const here = new Set<Visitor>();
      const errors: string[] = [];
      site.reset();
      await use(async () => {
        const context = await firefox.createBrowserContext();
        const page = await context.newPage();
        const visitor: Visitor = {
          context,
          page,
          errors,
          warnings: [],
          async leave() {
            here.delete(visitor);
            await context.close();
          },
        };
        page.on('pageerror', (error) => {
          // Firefox says what a policy forbids where it says what nobody caught
          if (!/Content-Security-Policy: /.test(`${error}`)) errors.push(`${error}`);
        });
        page.on('console', (message) => {
          if (/^fx: /.test(message.text())) visitor.warnings.push(message.text());
        });
        here.add(visitor);
        return visitor;
      });
      for (const visitor of here) await visitor.leave();
      if (errors.length) throw new Error(`Errors reached the page: ${errors}`);
    },
    publish: async ({ site }, use) => {
      await use(({ html, path = '/page', mode = 'inline', headers = {}, ...rest }) => {
        const made = install(html, { mode, ...rest });
        site.answer(path, { headers, body: made.html });
        site.answer('/fx/container.js', { headers: { 'content-type': 'text/javascript' }, body: made.container });
        return site.origin + path;
      });
    },
  });

/** Asks a page until it says so. */
export const until = async (page: Page, holds: string): Promise<void> => {
  const isSo = async (): Promise<boolean> => !!(await page.evaluate(holds));
  const endsAt = Date.now() + 60_000;
  while (!(await isSo())) {
    if (Date.now() > endsAt) throw new Error(`Never came true: ${holds}\n${await page.content()}`);
    await painted(page);
  }
};

/** Resolves when the browser has painted what is there now. */
export const painted = async (page: Page): Promise<void> => {
  await page.evaluate(
    () => new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))),
  );
};
