/** Makes a temporary folder that nobody else can read, and that goes whatever ends this process. */

import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const TEMPORARY = 'fx-events-';
/** Longer than anybody counts. */
const OLD_MS = 24 * 3_600_000;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** A folder. */
export interface PrivateFolder {
  readonly path: string;
  /** Deletes it and all that is in it. */
  letGo(): void;
}

/** One that only this user can read. */
export function openPrivateFolder(): PrivateFolder {
  sweep();
  // Of mode 0700, which is what it makes.
  const path = mkdtempSync(join(tmpdir(), TEMPORARY));
  const drop = (): void => rmSync(path, { recursive: true, force: true });
  const letGo = (): void => {
    process.off('exit', drop);
    for (const signal of SIGNALS) process.off(signal, onSignal);
    drop();
  };
  const onSignal = (signal: NodeJS.Signals): void => {
    letGo();
    // Whoever listens as well has heard it; where nobody does, it ends this process as it would have.
    if (!process.listenerCount(signal)) process.kill(process.pid, signal);
  };
  process.once('exit', drop);
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return { path, letGo };
}

/** Folders that a killed process left. */
function sweep(): void {
  for (const name of readdirSync(tmpdir()).filter((one) => one.startsWith(TEMPORARY))) {
    const path = join(tmpdir(), name);
    try {
      if (Date.now() - statSync(path).mtimeMs > OLD_MS) rmSync(path, { recursive: true, force: true });
    } catch {
      // Somebody else's: whoever made it may delete it.
    }
  }
}
