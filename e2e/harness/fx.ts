/** Drives the client of a page, as a spec calls it. */

import type { JSHandle, Page } from '@playwright/test';
import type { Client } from '../../src/tag/api.js';

/** `window.fx` once the tag has run: `(await client(page)).evaluate((fx) => fx.variant('cta'))`. */
export const client = (page: Page): Promise<JSHandle<Client>> =>
  page.evaluateHandle(() => (window as unknown as { fx: Client }).fx);
