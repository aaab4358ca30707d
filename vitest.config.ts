/** Runs the unit tests: the tag's in happy-dom, all others in Node. */

import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Properties and 100,000 ids take seconds, and minutes where much other work shares the processor.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      reporter: ['text', 'json-summary'],
      reportsDirectory: '.cache/coverage',
      // Branches, room by room; the tag's are those that need no browser. Only ever raised: CONTRIBUTING names the bar.
      thresholds: { 'src/tag/**': { branches: 75 } },
    },
    projects: [
      {
        extends: true,
        test: { name: 'node', include: ['test/**/*.test.ts'], exclude: ['test/tag/**'], environment: 'node' },
      },
      { extends: true, test: { name: 'tag', include: ['test/tag/**/*.test.ts'], environment: 'happy-dom' } },
    ],
  },
});
