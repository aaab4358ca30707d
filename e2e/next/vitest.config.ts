/** Runs what is built with Next: a real site, a real nginx, a real browser. */

import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { include: ['e2e/next/*.smoke.ts'], testTimeout: 300_000, hookTimeout: 900_000, environment: 'node' },
});
