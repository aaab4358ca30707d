/**
 * Runs single test files for `mutate.mjs` in a process that stays: what takes long, to start Vitest and to read
 * unbroken files, happens once.
 */

import { join } from 'node:path';
import { createVitest } from 'vitest/node';

const vitest = await createVitest('test', {
  watch: false,
  run: true,
  bail: 1,
  silent: true,
  maxWorkers: 1,
  isolate: true,
  reporters: [{}],
});
const all = await vitest.globTestSpecifications();
process.on('message', async ({ file, changed }) => {
  // Each project reads files by itself.
  for (const path of changed) vitest.invalidateFile(join(process.cwd(), path));
  const wanted = all.filter(({ moduleId }) => moduleId === join(process.cwd(), file));
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(wanted);
  const own = testModules.filter(({ moduleId }) => wanted.some((one) => one.moduleId === moduleId));
  process.send({
    isPassed: own.length > 0 && own.every((one) => one.ok()) && unhandledErrors.length === 0,
  });
});
// Without whoever asks, there is nothing to do.
process.on('disconnect', () => process.exit());
process.send({ isReady: true });
