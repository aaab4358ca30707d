/** Runs the unit tests: the tag's in happy-dom, all others in Node. */

import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const isCoverage = process.argv.includes('--coverage');
/**
 * Tests of commands run the built ones, as users do. For coverage the same commands are taken from their sources, since
 * built files are not counted, and `scripts/mutate.mjs` wants the same, since it breaks sources.
 */
const isFromSources = isCoverage || process.env.FX_SOURCES === '1';
const sources = [
  { find: /^.*\/dist\/esm\/(.*)\.js$/, replacement: `${import.meta.dirname}/src/$1.ts` },
  // DuckDB's child is another process, whose code is not counted, and which begins in a built file.
  { find: /^\.\/child\.js$/, replacement: `${import.meta.dirname}/test/results/engines/inprocess.ts` },
];
/** Both ends of the pipe to DuckDB's child. test/results/engines/engines.test.ts holds them, by the built files. */
const processes = ['src/results/engines/duckdb/child.ts', 'src/results/engines/duckdb/main.ts'];

/** Percent of branches that the unit tests of a room reach at least. Only ever raised; CONTRIBUTING shows them. */
const thresholds = Object.fromEntries(
  Object.entries({ core: 100, collector: 100, publishing: 100, results: 100, stores: 100, tag: 95 }).map(
    ([name, branches]) => [`src/${name}/**`, { branches }],
  ),
);
/**
 * Rooms whose modules keep nothing between calls: their test files share one set of modules a worker, which saves a
 * third of the processor. Files of any other room find modules that nobody has used.
 */
const SHARING = ['core', 'authoring', 'importers'].map((name) => `test/${name}/**/*.test.ts`);

/** The room that alone is measured, by its own tests, as `npm run coverage -- test/core` says. */
const [, room] = isCoverage ? (/^test\/(\w+)\/?$/.exec(process.argv.at(-1) ?? '') ?? []) : [];
const only = (name: string): typeof thresholds =>
  Object.fromEntries(Object.entries(thresholds).filter(([pattern]) => pattern === `src/${name}/**`));

export default defineConfig({
  resolve: { alias: isFromSources ? sources : [] },
  test: {
    // Properties and 100,000 ids take seconds, and minutes where much other work shares the processor.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // By itself vitest leaves one core free, which on two cores is half of the machine.
    maxWorkers: availableParallelism(),
    coverage: {
      provider: 'v8',
      include: [room ? `src/${room}/**/*.ts` : 'src/**/*.ts'],
      exclude: processes,
      // A slow machine fails a test in time now and then: what was reached is told all the same.
      reportOnFailure: true,
      reporter: ['text', 'json-summary', 'json'],
      reportsDirectory: '.cache/coverage',
      thresholds: room ? only(room) : thresholds,
    },
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          include: ['test/**/*.test.ts'],
          // A thread of its own runs built files only.
          exclude: ['test/tag/**', ...SHARING, ...(isFromSources ? ['test/cli/progress.test.ts'] : [])],
          environment: 'node',
        },
      },
      { extends: true, test: { name: 'sharing', include: SHARING, environment: 'node', isolate: false } },
      { extends: true, test: { name: 'tag', include: ['test/tag/**/*.test.ts'], environment: 'happy-dom' } },
    ],
  },
});
