/** Runs the unit tests: the tag's in happy-dom, all others in Node. */

import { defineConfig } from 'vitest/config';

/**
 * Tests of commands run the built ones, as users do. For coverage the same commands are taken from their sources: built
 * files are not counted.
 */
const isCoverage = process.argv.includes('--coverage');
const sources = [{ find: /^.*\/dist\/esm\/(.*)\.js$/, replacement: `${import.meta.dirname}/src/$1.ts` }];

export default defineConfig({
  resolve: { alias: isCoverage ? sources : [] },
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
        test: {
          name: 'node',
          include: ['test/**/*.test.ts'],
          // A thread of its own runs built files only.
          exclude: ['test/tag/**', ...(isCoverage ? ['test/cli/progress.test.ts'] : [])],
          environment: 'node',
        },
      },
      { extends: true, test: { name: 'tag', include: ['test/tag/**/*.test.ts'], environment: 'happy-dom' } },
    ],
  },
});
