/** The one try/catch around code and platform calls that may throw. */

/**
 * Runs something that may throw.
 *
 * @param onError told what was thrown; without it silence is meant: the caller treats `undefined` as "not available here"
 * @returns what `run` returned, undefined where it threw
 */
export const attempt = <T>(run: () => T, onError?: (error: unknown) => void): T | undefined => {
  try {
    return run();
  } catch (error) {
    onError?.(error);
    return undefined;
  }
};
