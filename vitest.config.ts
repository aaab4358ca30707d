/** Runs the unit tests: the tag's in happy-dom, all others in Node. */

import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'node', include: ['test/**/*.test.ts'], exclude: ['test/tag/**'], environment: 'node' } },
      { test: { name: 'tag', include: ['test/tag/**/*.test.ts'], environment: 'happy-dom' } },
    ],
  },
});
