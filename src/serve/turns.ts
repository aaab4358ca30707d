/** Lets one piece of work run at a time, in the order in which they were asked for. */

/** Runs work after all that was given before it. */
export type Turns = <T>(work: () => Promise<T>) => Promise<T>;

/** A queue of its own. */
export function createTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    // What went wrong with the one before is told to whoever asked for that.
    const turn = last.then(
      () => work(),
      () => work(),
    );
    last = turn.catch(() => undefined);
    return turn;
  };
}
