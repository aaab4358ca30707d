/** Reads the body of an answer, all that came of it, also where the connection breaks then. */

import type { IncomingMessage } from 'node:http';
import { finished } from 'node:stream';

/** So many bytes may have come that nobody has read yet. */
const MOST_WAITING = 1 << 20;

/**
 * A stream that is asked for its pieces forgets those that wait in it as it fails: over a line that breaks again and
 * again one would get no further. So pieces are taken as they come, from the moment the answer began.
 *
 * @param message an answer that began this very moment
 * @returns its pieces; it throws what broke the connection once all that came was read
 */
export function piecesOf(message: IncomingMessage): AsyncIterable<Buffer> {
  const waiting: Buffer[] = [];
  let bytes = 0;
  let end: { readonly error: unknown } | null = null;
  let wake = (): void => undefined;
  message.on('data', (chunk: Buffer) => {
    waiting.push(chunk);
    bytes += chunk.length;
    if (bytes > MOST_WAITING) message.pause();
    wake();
  });
  finished(message, { writable: false }, (error) => {
    end = { error };
    wake();
  });
  const ended = (): typeof end => end;
  return (async function* () {
    try {
      for (;;) {
        const chunk = waiting.shift();
        const last = ended();
        if (chunk) {
          yield chunk;
          bytes -= chunk.length;
          if (bytes <= MOST_WAITING) message.resume();
        } else if (last?.error) throw last.error;
        else if (last) return;
        else
          await new Promise<void>((settle) => {
            wake = settle;
          });
      }
    } finally {
      message.destroy();
    }
  })();
}
