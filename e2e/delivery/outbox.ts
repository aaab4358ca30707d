/** Counts the events that wait in the browser of a page. */

import type { Page } from '@playwright/test';

/** How many wait. */
export const outbox = (page: Page): Promise<number> =>
  page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('_fx_e.')).length);
