/** Decides before anything is rendered. */

import { fxProxy } from 'fx-tag/next';
import { fx } from '../fx.mjs';

export const proxy = fxProxy(fx);

export const config = {
  matcher: [{ source: '/((?!_next|fx/|favicon).*)', missing: [{ type: 'header', key: 'next-router-prefetch' }] }],
};
