/** Gives a test the demo shop as a published site, with the Studio that edits it. */

import { test as base } from './shop.js';
import { type EditedSite, startSite } from './studio.js';

export { EXPERIMENT, signIn } from './studio.js';

export const test = base.extend<{ published: EditedSite }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures out of the pattern
  published: async ({}, use) => {
    const site = await startSite();
    await use(site);
    await site.end();
  },
});
