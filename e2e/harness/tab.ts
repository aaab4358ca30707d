/**
 * Lends the tests of a worker one page, to each as new as one of its own: a window costs more than most tests do in
 * it.
 */

import type { Browser, BrowserContext, Page } from '@playwright/test';

/** The page of a worker. */
export interface Tab {
  /** The page for a test whose site is at this origin: nobody has been there before. */
  open(origin: string): Promise<Page>;
  /** Leaves and forgets what the test was shown. */
  leave(): Promise<void>;
  close(): Promise<void>;
}

/** Calls whose effect cannot be taken back: the page is used up by one. */
const LASTING: readonly (readonly [of: (page: Page) => object, names: readonly string[]])[] = [
  [
    (page) => page,
    [
      'addInitScript',
      'close',
      'emulateMedia',
      'exposeBinding',
      'exposeFunction',
      'route',
      'setDefaultTimeout',
      'setExtraHTTPHeaders',
      'setViewportSize',
    ],
  ],
  [
    (page) => page.context(),
    [
      'addInitScript',
      'close',
      'exposeBinding',
      'exposeFunction',
      'grantPermissions',
      'newCDPSession',
      'route',
      'setOffline',
    ],
  ],
  [(page) => page.clock, ['fastForward', 'install', 'pauseAt', 'runFor', 'setFixedTime', 'setSystemTime']],
];

/** Makes the first page when it is asked for. */
export function createTab(browser: Browser): Tab {
  let page: Page | null = null;
  let home = '';
  let isUsedUp = false;

  const close = async (): Promise<void> => {
    const context = page?.context();
    page = null;
    await context?.close();
  };
  const open = async (): Promise<Page> => {
    const context = await browser.newContext();
    const made = await context.newPage();
    isUsedUp = false;
    onLasting(made, () => {
      isUsedUp = true;
    });
    // storage belongs to an origin, and every test's is another: elsewhere it would be found again
    context.on('response', (response) => {
      if (response.request().isNavigationRequest() && new URL(response.url()).origin !== home) isUsedUp = true;
    });
    return made;
  };
  return {
    async open(origin) {
      home = origin;
      page ??= await open();
      return page;
    },
    async leave() {
      if (!page || isUsedUp) return close();
      await empty(page);
    },
    close,
  };
}

/** Leaves one page without cookies and listeners. What is stored belongs to an origin where no other test comes. */
async function empty(page: Page): Promise<void> {
  const context: BrowserContext = page.context();
  for (const other of context.pages()) if (other !== page) await other.close();
  await page.goto('about:blank');
  await context.clearCookies();
  for (const type of ['console', 'dialog', 'pageerror', 'request', 'response'] as const) page.removeAllListeners(type);
}

function onLasting(page: Page, listener: () => void): void {
  for (const [of, names] of LASTING) {
    const thing = of(page) as Record<string, (...values: unknown[]) => unknown>;
    for (const name of names) {
      const call = thing[name]?.bind(thing);
      thing[name] = (...values) => {
        listener();
        return call?.(...values);
      };
    }
  }
}
