/** Decides before anything is rendered; /pricing is prerendered for each price. */

import { fxProxy } from 'fx-tag/next';
import { fx } from './fx.mjs';

export const proxy = fxProxy(fx, { '/pricing': ['price'] });

export const config = {
  matcher: [
    {
      source: '/((?!_next|fx/|favicon).*)',
      // Nobody may ever look at what a link prefetches. Next hides this header from the proxy itself.
      missing: [{ type: 'header', key: 'next-router-prefetch' }],
    },
  ],
};
