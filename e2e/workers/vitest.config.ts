/** Runs what is run in workerd, the engine of Cloudflare's workers. */

import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { include: ['e2e/workers/*.smoke.ts'], testTimeout: 120_000, hookTimeout: 600_000, environment: 'node' },
});
