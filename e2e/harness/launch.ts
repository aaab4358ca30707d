/** Says how Playwright starts a Chromium for tests. */

import type { LaunchOptions } from '@playwright/test';
import { ensureBrowser } from '../../scripts/browser.mjs';

export const launchedFrom = (executablePath: string): LaunchOptions => ({
  executablePath,
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
});

/** For files whose tests need what only the whole Chromium has, such as filling in forms: `test.use(wholeBrowser)`. */
export const wholeBrowser = { launchOptions: launchedFrom(ensureBrowser()) };
