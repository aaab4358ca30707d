/** Makes of a clock that somebody may set back one that never goes back, to measure how long something is ago. */

/**
 * A clock that was set back goes on from where it was: what is to end in ten minutes ends in ten minutes of it, and not
 * in ten minutes and the hours that it was set back.
 *
 * @param elapsed milliseconds since any time, by a clock that nobody sets. Default: the process's own beside that of
 * the machine, and none beside another one
 */
export function createSteadyClock(
  now: () => number,
  elapsed: () => number = now === Date.now ? () => performance.now() : () => 0,
): () => number {
  let last = now();
  let wasSetBack = 0;
  const begun = last - elapsed();
  return () => {
    const time = now();
    wasSetBack += Math.max(0, last - time);
    last = time;
    return Math.max(time + wasSetBack, begun + elapsed());
  };
}
