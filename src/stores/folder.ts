/** Makes the folder of copies, which goes whatever ends this process. */

import { openTemporary, type TemporaryFolder } from '../files/index.js';

const PREFIX = 'fx-events-';
/** Longer than anybody counts. */
const OLD_MS = 24 * 3_600_000;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** One that only this user can read. Copies may be large: it goes at signals as well. */
export function openCopies(): TemporaryFolder {
  const folder = openTemporary(PREFIX, OLD_MS);
  const letGo = (): void => {
    for (const signal of SIGNALS) process.off(signal, onSignal);
    folder.letGo();
  };
  const onSignal = (signal: NodeJS.Signals): void => {
    letGo();
    // Whoever listens as well has heard it; where nobody does, it ends this process as it would have.
    if (!process.listenerCount(signal)) process.kill(process.pid, signal);
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return { path: folder.path, letGo };
}
