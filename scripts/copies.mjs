/** Gives every run a folder of its own, so that two at once do not spoil each other's files. */

import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * An empty folder of this process. What other processes had is taken away once they are gone.
 *
 * @param {string} folders where all of them are
 * @returns {string} its path
 */
export function ownFolder(folders) {
  const own = join(folders, String(process.pid));
  mkdirSync(folders, { recursive: true });
  for (const name of readdirSync(folders))
    if (Number(name) === process.pid || !isRunning(Number(name)))
      rmSync(join(folders, name), { recursive: true, force: true });
  mkdirSync(own);
  return own;
}

/** Whether there is such a process, also one of somebody else. */
function isRunning(pid) {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}
