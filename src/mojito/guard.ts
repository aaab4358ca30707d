/** Keeps one callback that throws from stopping another. */

/** Runs what may throw; then the answer is that of `onError`, which tells the console unless it is given. */
export const guarded = <T, E = void>(
  run: () => T,
  onError: (error: unknown) => E = console.error as unknown as () => E,
): T | E => {
  try {
    return run();
  } catch (error) {
    return onError(error);
  }
};
