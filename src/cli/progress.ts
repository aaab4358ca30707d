/** Shows on a terminal that work goes on, also where the work leaves its own thread no time to show anything. */

import { Worker } from 'node:worker_threads';

/** What the thread that draws is told. */
export interface Watched {
  /** The terminal. */
  readonly fd: number;
  /** What is done, painted. */
  readonly label: string;
  /** Whether it is drawn once: the terminal cannot take a line back. */
  readonly isStill: boolean;
  /** Who may write to the terminal, and how often it was drawn on. */
  readonly shared: SharedArrayBuffer;
}

/** Nobody writes. */
export const FREE = 0;
/** Somebody writes. */
export const TAKEN = 1;
/** The work has ended: nothing is drawn any more. */
export const ENDED = 2;

/** No longer is waited for a frame that is being written. */
const FRAME_LIMIT_MS = 1000;

/** A picture on a terminal. */
export interface DrawnProgress {
  /** Says something else from now on. */
  readonly relabel: (label: string) => void;
  /** Takes the picture away for what is written meanwhile; the next one is drawn below it. */
  readonly aside: (write: () => void) => void;
  /** Ends it, and takes the picture away. */
  readonly stop: () => void;
}

/** Begins to draw once a second has passed. `clear` takes the line away. */
export function startProgress(line: Omit<Watched, 'shared'>, clear: () => void): DrawnProgress {
  const shared = new SharedArrayBuffer(8);
  const state = new Int32Array(shared);
  const workerData: Watched = { ...line, shared };
  const worker = new Worker(new URL('./spinner.js', import.meta.url), { workerData });
  // Without a thread there is no picture, and the work is done all the same.
  worker.on('error', () => undefined).unref();

  /** Takes the terminal from the thread once it has written what it writes now. */
  const takeOver = (next: number): void => {
    if (Atomics.compareExchange(state, 0, FREE, next) === TAKEN) {
      Atomics.wait(state, 0, TAKEN, FRAME_LIMIT_MS);
      Atomics.store(state, 0, next);
    }
    if (!line.isStill && Atomics.load(state, 1) > 0) clear();
  };
  return {
    relabel: (label) => worker.postMessage(label),
    aside(write) {
      takeOver(TAKEN);
      write();
      Atomics.store(state, 0, FREE);
    },
    stop() {
      takeOver(ENDED);
      void worker.terminate();
    },
  };
}
