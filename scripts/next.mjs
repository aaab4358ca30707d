/**
 * Runs what is built with Next: `npm run test:next`. The site is installed and built in .cache/next where that is due.
 */

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
for (const args of [
  ['scripts/build.mjs', '--quiet'],
  ['node_modules/vitest/vitest.mjs', 'run', '--config', 'e2e/next/vitest.config.ts'],
]) {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(1);
}
