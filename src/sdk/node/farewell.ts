/** Sends what a process has counted before it goes. */

import type { FxServer } from '../server/index.js';

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/**
 * Flushes when the process is asked to end, for so long at the most; then the process ends as it would have without.
 * Where the host handles the signal itself, ending stays the host's.
 *
 * @returns stops listening
 */
export function flushOnExit(fx: Pick<FxServer, 'flush'>, graceMs = 3000): () => void {
  const leave = (signal: NodeJS.Signals): void => {
    const isAlone = process.listenerCount(signal) === 1;
    const late = new Promise((resolve) => setTimeout(resolve, graceMs));
    Promise.race([fx.flush(), late]).finally(() => {
      stop();
      if (isAlone) process.kill(process.pid, signal);
    });
  };
  const stop = (): void => {
    for (const signal of SIGNALS) process.off(signal, leave);
  };
  for (const signal of SIGNALS) process.on(signal, leave);
  return stop;
}
