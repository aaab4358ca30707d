/**
 * Lends each test a tab in the window of its worker, where nobody has been before: a window of its own costs the
 * processor three times as much as a tab, and more than most tests do in it.
 */

import type { Browser, BrowserContext, CDPSession, Page } from '@playwright/test';

/** The window of a worker. */
export interface SharedWindow {
  /**
   * A tab for a test whose site is at this origin.
   *
   * @param options what the test asks of a window, such as its width: one that was opened with others is closed
   */
  open(origin: string, options: object): Promise<Page>;
  /** Closes all tabs, and forgets what the test was shown. */
  leave(): Promise<void>;
  close(): Promise<void>;
}

/** Calls whose effect outlives the tab: the window is used up by one. */
const LASTING: readonly (readonly [of: (context: BrowserContext) => object, names: readonly string[]])[] = [
  [
    (context) => context,
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
  [(context) => context.clock, ['fastForward', 'install', 'pauseAt', 'runFor', 'setFixedTime', 'setSystemTime']],
];

interface Opened {
  readonly context: BrowserContext;
  /** Keeps the window open while tests come and go. */
  readonly first: Page;
  readonly devtools: CDPSession;
  /** What it was opened with. */
  readonly asked: string;
  /** Origins of all pages that were shown. */
  readonly shown: Set<string>;
  isUsedUp: boolean;
}

/** Opens the window when the first tab is asked for. */
export function createWindow(browser: Browser): SharedWindow {
  let opened: Opened | null = null;
  let home = '';

  const close = async (): Promise<void> => {
    const last = opened;
    opened = null;
    await last?.context.close();
  };
  return {
    async open(origin, options) {
      home = origin;
      const asked = JSON.stringify(options);
      if (opened && opened.asked !== asked) await close();
      opened ??= await openWindow(browser, asked);
      return opened.context.newPage();
    },
    async leave() {
      if (!opened || opened.isUsedUp) return close();
      // storage belongs to an origin, and every test's own is another
      opened.shown.delete(home);
      await empty(opened);
    },
    close,
  };
}

/** Playwright gives a context what the test that runs asks for. */
async function openWindow(browser: Browser, asked: string): Promise<Opened> {
  const context = await browser.newContext();
  const first = await context.newPage();
  const devtools = await context.newCDPSession(first);
  const opened: Opened = { context, first, devtools, asked, shown: new Set(), isUsedUp: false };
  watch(opened);
  onLasting(context, () => {
    opened.isUsedUp = true;
  });
  return opened;
}

/** Leaves the window with its first tab alone, without cookies and listeners, and without what sites stored. */
async function empty(opened: Opened): Promise<void> {
  const { context, first, devtools, shown } = opened;
  for (const page of context.pages()) {
    if (page === first) continue;
    // what a page still stores as it is left would come after all was forgotten
    await page.goto('about:blank');
    await page.close();
  }
  await context.clearCookies();
  if (shown.size > 0) await devtools.send('Network.clearBrowserCache');
  for (const origin of shown) await devtools.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
  shown.clear();
  for (const type of ['console', 'dialog', 'page', 'request', 'requestfailed', 'requestfinished', 'response'] as const)
    context.removeAllListeners(type);
  watch(opened);
}

function watch({ context, shown }: Opened): void {
  context.on('response', (response) => {
    if (response.request().isNavigationRequest()) shown.add(new URL(response.url()).origin);
  });
}

function onLasting(context: BrowserContext, listener: () => void): void {
  for (const [of, names] of LASTING) {
    const thing = of(context) as Record<string, (...values: unknown[]) => unknown>;
    for (const name of names) {
      const call = thing[name]?.bind(thing);
      thing[name] = (...values) => {
        listener();
        return call?.(...values);
      };
    }
  }
}
