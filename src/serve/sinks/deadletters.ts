/** Keeps the events that a sink refuses for good, each with the reason, so that one event stops no other. */

import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { cannotWrite, makeDirectory } from '../../files/index.js';

/** A file of refused events. */
export interface DeadLetters {
  readonly file: string;
  /** On disk when it returns. @throws Refusal where it cannot be written: then the batch is tried again */
  add(letters: readonly { readonly line: string; readonly reason: string }[]): void;
  /** Since the start. */
  count(): number;
}

/** Of one sink. */
export function createDeadLetters(file: string, now: () => number): DeadLetters {
  let count = 0;
  return {
    file,
    count: () => count,
    add(letters) {
      const at = new Date(now()).toISOString();
      const text = letters.map(({ line, reason }) => `${JSON.stringify({ at, reason, event: line })}\n`).join('');
      makeDirectory(dirname(file));
      try {
        const handle = openSync(file, 'a', 0o600);
        try {
          writeSync(handle, text);
          fsyncSync(handle);
        } finally {
          closeSync(handle);
        }
      } catch (error) {
        throw cannotWrite(file, error);
      }
      count += letters.length;
    },
  };
}
