/** Ends a server when its process is asked to. */

/**
 * To be called before a server says that it is up: whoever waits for that may end it at once.
 *
 * @param end called once for each of SIGINT and SIGTERM; the process ends by itself when nothing is left to do
 */
export function endOnSignal(end: () => unknown): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void end());
}
