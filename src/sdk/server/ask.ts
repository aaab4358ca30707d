/** Runs what the host has given: its faults are no reason to lose a request. */

/** @returns undefined where it throws */
export function askHost<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch {
    // Silence is right: without the host's answer the hash decides, a fact is none, and an event goes without.
    return undefined;
  }
}
