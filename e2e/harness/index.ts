/**
 * Holds what the specs are written with: a site, a collector, a page with the tag in it, and a watch on what the page
 * complains of.
 */

import { test as base, type Page, type Response } from '@playwright/test';
import { type Collector, startCollector } from './collector.js';
import { type Site, startSite } from './serve.js';
import { type Install, install, type Mode, pageOf, publishContainer } from './snippet.js';
import { createWindow, type SharedWindow } from './window.js';

export { expect } from '@playwright/test';
export type { Collector, Received } from './collector.js';
export { framed, painted, sampler, showing, shown } from './frames.js';
export { client } from './fx.js';
export { experiment, manifestOf, withControl, withOps } from './manifest.js';
export type { Answer, Site, Stream } from './serve.js';
export { draftsOf, type Install, install, type Mode, pageOf, publishContainer } from './snippet.js';

/** How often a test that is a matter of luck is repeated. */
export const isLong = !!process.env.FX_LONG;

/** What a project may set. */
export interface Options {
  /** How the tag is installed where a spec does not say. */
  mode: Mode;
}

/** What the page complained of. */
export interface Problems {
  /** Errors that nobody caught. */
  readonly errors: string[];
  readonly warnings: string[];
  /** Expected errors: without this any error fails the test. */
  areExpected: boolean;
}

/** A visit to the page of a feature. */
export interface Visit extends Partial<Install> {
  readonly feature: string;
  /** The path under which the page is found. Default `/e2e/<feature>/`. */
  readonly path?: string;
  /** With its `?`, and with its `#`. */
  readonly query?: string;
  /** Headers of the page. */
  readonly headers?: Readonly<Record<string, string>>;
  /** In another tab. */
  readonly page?: Page;
  /** The page itself. Default: the file of the feature. */
  readonly html?: string;
}

export interface Fixtures extends Options {
  readonly collector: Collector;
  readonly site: Site;
  readonly problems: Problems;
  /** Puts a page with the tag on the site. */
  readonly publish: (visit: Visit) => string;
  /** Puts it there and goes there. */
  readonly visit: (visit: Visit) => Promise<Response | null>;
}

export interface Shared {
  readonly ownWindow: SharedWindow;
}

/** Collects what a page complains of. */
export function listen(page: Page, problems: Problems): void {
  page.on('pageerror', (error) => problems.errors.push(`${error}`));
  page.on('console', (message) => {
    if (message.type() === 'warning') problems.warnings.push(message.text());
  });
}

export const test = base.extend<Fixtures, Shared>({
  mode: ['inline', { option: true }],
  ownWindow: [
    async ({ browser }, use) => {
      const window = createWindow(browser);
      await use(window);
      await window.close();
    },
    { scope: 'worker' },
  ],
  page: async ({ ownWindow, site, viewport, colorScheme, deviceScaleFactor, hasTouch, isMobile, locale }, use) => {
    const options = { viewport, colorScheme, deviceScaleFactor, hasTouch, isMobile, locale };
    await use(await ownWindow.open(site.origin, options));
    await ownWindow.leave();
  },
  context: async ({ page }, use) => {
    await use(page.context());
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures out of the pattern
  site: async ({}, use) => {
    const site = await startSite();
    await use(site);
    await site.close();
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures out of the pattern
  collector: async ({}, use) => {
    const collector = await startCollector();
    await use(collector);
    await collector.leave();
  },
  problems: [
    async ({ page }, use) => {
      const problems: Problems = { errors: [], warnings: [], areExpected: false };
      listen(page, problems);
      await use(problems);
      if (!problems.areExpected) base.expect(problems.errors, 'errors that reached the page').toEqual([]);
    },
    { auto: true },
  ],
  publish: async ({ site, mode }, use) => {
    await use(({ feature, path = `/e2e/${feature}/`, query = '', headers = {}, html, ...rest }) => {
      // A page beside that of the feature has a manifest of its own, and so a container of its own.
      const folder = path === `/e2e/${feature}/` ? '/fx/' : `/fx${path}/`;
      const made = install(html ?? pageOf(feature), { mode, folder, ...rest });
      site.answer(path, { headers, body: made.html });
      if (made.container) publishContainer(site, made.container, folder);
      return `${site.origin}${path}${query}`;
    });
  },
  visit: async ({ page, publish }, use) => {
    await use((visit) => (visit.page ?? page).goto(publish(visit)));
  },
});
