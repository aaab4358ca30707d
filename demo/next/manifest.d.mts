import type { Manifest } from '../../src/core/index.js';

/** The experiments of the site. */
export const manifest: Manifest;
