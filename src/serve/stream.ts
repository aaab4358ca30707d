/** Sends what happens to one listener, as server-sent events. */

import type { Broadcast } from './live.js';

/** Proxies close connections on which nothing is said. */
const BEAT_MS = 20_000;
/** So many messages wait for a listener that does not read. */
const MOST_WAITING = 1000;

/**
 * An answer that lasts until the listener goes.
 *
 * @param hangUp ends the connection: of a stream that fails in its place the server prints a stack
 */
export function eventStream(live: Broadcast, signal: AbortSignal, hangUp: () => void): Response {
  const encoder = new TextEncoder();
  let end = (): void => undefined;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const send = (text: string): void => {
        controller.enqueue(encoder.encode(text));
        if ((controller.desiredSize ?? 0) > -MOST_WAITING) return;
        // Whoever stopped reading is let go: a browser connects again, and its page asks for all anew.
        end();
        hangUp();
      };
      send('retry: 2000\n\n');
      const beat = setInterval(() => send(': \n\n'), BEAT_MS);
      beat.unref();
      const leave = live.listen((event) => send(`data: ${JSON.stringify(event)}\n\n`));
      end = () => {
        clearInterval(beat);
        leave();
      };
      signal.addEventListener('abort', () => {
        end();
        // Its other end is gone: there is nobody to be told.
        try {
          controller.close();
        } catch {
          // It was closed by the cancel below.
        }
      });
    },
    cancel: () => end(),
  });
  return new Response(body, {
    headers: { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' },
  });
}
