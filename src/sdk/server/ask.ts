/** Runs a callback of the host: if it throws, the request goes on without its answer. */

/** @returns undefined where it throws */
export function askHost<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch {
    // Silence is right: the hash decides in place of a callback that fails, and facts that cannot be read are missing.
    return undefined;
  }
}
