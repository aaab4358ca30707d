/** Draws the picture of work that goes on, in a thread of its own. */

import { writeSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { ENDED, FREE, TAKEN, type Watched } from './progress.js';

const PATIENCE_MS = 1000;
const FRAME_MS = 100;
const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'] as const;

const { fd, label, isStill, shared } = workerData as Watched;
const state = new Int32Array(shared);
let text = label;
parentPort?.on('message', (next: string) => {
  // A shorter one leaves nothing of the one before.
  text = `${next}\u001b[K`;
});

/** Draws one picture after the other, until the work has ended: then the line belongs to whoever ended it. */
function draw(frame: number): void {
  const before = Atomics.compareExchange(state, 0, FREE, TAKEN);
  if (before === ENDED) return;
  // Something else is being written: its turn comes first.
  if (before === TAKEN) return void setTimeout(draw, FRAME_MS, frame);
  try {
    writeSync(fd, isStill ? `${text} …\n` : `\r${FRAMES[frame % FRAMES.length]} ${text} `);
    Atomics.add(state, 1, 1);
  } catch {
    // A terminal that takes nothing now is drawn on with the next frame.
  }
  Atomics.store(state, 0, FREE);
  Atomics.notify(state, 0);
  if (!isStill) setTimeout(draw, FRAME_MS, frame + 1);
}

setTimeout(draw, PATIENCE_MS, 0);
