/** Makes temporary folders that nobody else can read, and deletes those that killed processes left. */

import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder. */
export interface TemporaryFolder {
  readonly path: string;
  /** Deletes it and all that is in it. */
  letGo(): void;
}

/**
 * One for this process alone, which goes with it at the latest.
 *
 * @param prefix what its name begins with
 * @param oldMs milliseconds after which nobody needs such a folder any more: older ones are deleted
 * @throws what the system says where none can be made
 */
export function openTemporary(prefix: string, oldMs: number): TemporaryFolder {
  sweep(prefix, oldMs);
  // Of mode 0700, which is what it makes.
  const path = mkdtempSync(join(tmpdir(), prefix));
  const drop = (): void => tryToDelete(path);
  process.once('exit', drop);
  return {
    path,
    letGo() {
      process.off('exit', drop);
      drop();
    },
  };
}

function sweep(prefix: string, oldMs: number): void {
  for (const name of readdirSync(tmpdir()).filter((one) => one.startsWith(prefix))) {
    const path = join(tmpdir(), name);
    if (ageOf(path) > oldMs) tryToDelete(path);
  }
}

/** Milliseconds; none of what is gone meanwhile, or can only be looked at by somebody else. */
function ageOf(path: string): number {
  try {
    return Date.now() - statSync(path).mtimeMs;
  } catch {
    return 0;
  }
}

/** Somebody else's, or one into which a process that ends still writes, is left: the next one deletes it. */
function tryToDelete(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true, maxRetries: 5 });
  } catch {
    // It is left.
  }
}
