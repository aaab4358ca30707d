/** Runs what is run in Hermes, the engine of React Native. */

import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { include: ['e2e/hermes/*.smoke.ts'], testTimeout: 300_000, hookTimeout: 600_000, environment: 'node' },
});
