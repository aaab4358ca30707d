/** Runs the smoke tests in a real Firefox: `npm run test:long` does, and `npx vitest run --config e2e/firefox/vitest.config.ts`. */

import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { ensureFirefox } from '../../scripts/firefox.mjs';

export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: ['e2e/firefox/*.smoke.ts'],
    environment: 'node',
    env: { FX_FIREFOX: ensureFirefox() },
    // one browser after the other: each takes a processor to start
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});
