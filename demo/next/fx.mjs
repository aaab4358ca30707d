/** What decides. */

import { createServer } from 'fx-tag/server';
import { manifest } from './manifest.mjs';

export const fx = createServer({ manifest, collect: process.env.FX_COLLECT });
