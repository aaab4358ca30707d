/** Builds the same shop with Cache Components, in a folder of its own below what it shares with the other. */

import { join } from 'node:path';

export default {
  cacheComponents: true,
  partialPrefetching: true,
  poweredByHeader: false,
  turbopack: { root: join(import.meta.dirname, '..') },
};
