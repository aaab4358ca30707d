/** Drives Firefox over WebDriver BiDi. */

import puppeteer, { type Page } from 'puppeteer-core';
import type { Engine, Tab } from './engine.js';

const asTab = (page: Page): Tab => ({
  goto: (url, options) => page.goto(url, options),
  reload: () => page.reload(),
  evaluate: (what: unknown) => page.evaluate(what as string) as Promise<never>,
  read: (selector, read) => page.$eval(selector, read as () => unknown) as Promise<never>,
  // the beacons of a tab go when it is asked, as a visitor asks
  close: () => page.close({ runBeforeUnload: true }),
  click: (selector) => page.click(selector),
  clickAt: (x, y) => page.mouse.click(x, y),
  async retype(text) {
    await page.keyboard.down('Control');
    await page.keyboard.press('a');
    await page.keyboard.up('Control');
    await page.keyboard.type(text);
  },
});

/** @param preferences as about:config names them */
export const startFirefox = async (path: string, preferences: Readonly<Record<string, unknown>>): Promise<Engine> => {
  const firefox = await puppeteer.launch({
    browser: 'firefox',
    executablePath: path,
    headless: true,
    // On a busy machine it takes minutes to start: the hook that waits for it has a limit of its own.
    timeout: 0,
    extraPrefsFirefox: { ...preferences },
  });
  return {
    name: 'Firefox',
    async arrive(onError, onWarning) {
      const context = await firefox.createBrowserContext();
      const page = await context.newPage();
      // A test has a limit of its own.
      page.setDefaultTimeout(0);
      page.on('pageerror', (error) => {
        // Firefox says what a policy forbids, and which request a page that was left had begun, where it says what
        // nobody caught
        if (!/Content-Security-Policy: |CORS request did not succeed/.test(`${error}`)) onError(`${error}`);
      });
      page.on('console', (message) => {
        if (/^fx: /.test(message.text())) onWarning(message.text());
      });
      return {
        tab: asTab(page),
        open: async () => asTab(await context.newPage()),
        cookies: () => context.cookies(),
        leave: () => context.close(),
      };
    },
    close: () => firefox.close(),
  };
};
