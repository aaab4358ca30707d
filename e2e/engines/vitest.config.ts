/**
 * Runs the smoke tests in Firefox and in WebKit: `npm run test:long` does, and
 * `npx vitest run --config e2e/engines/vitest.config.ts`.
 */

import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { ensureFirefox } from '../../scripts/firefox.mjs';
import { ensureWebKit } from '../../scripts/webkit.mjs';

/** What finds each; `FX_ENGINE` names one, to run it alone. */
const FINDERS = {
  firefox: () => ({ FX_FIREFOX: ensureFirefox() }),
  webkit: () => ({ FX_WEBKIT: JSON.stringify(ensureWebKit()) }),
};
const names = (Object.keys(FINDERS) as (keyof typeof FINDERS)[]).filter(
  (name) => (process.env.FX_ENGINE ?? name) === name,
);

export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    // one browser after the other: each takes a processor to start
    fileParallelism: false,
    projects: names.map((name) => ({
      test: {
        name,
        include: ['e2e/engines/*.smoke.ts'],
        environment: 'node' as const,
        env: { FX_ENGINE: name, ...FINDERS[name]() },
        fileParallelism: false,
        testTimeout: 180_000,
        hookTimeout: 180_000,
      },
    })),
  },
});
