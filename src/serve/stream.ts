/** Sends what happens to one listener, as server-sent events. */

import type { Caller } from './house.js';
import type { Broadcast, LiveEvent } from './live.js';

/** Proxies close connections on which nothing is said; so often, at least, it is asked whether somebody may listen. */
const BEAT_MS = 20_000;
/** So many messages wait for a listener that does not read. */
const MOST_WAITING = 1000;

/** Somebody who listens. */
export interface Listener {
  /** Asks anew who this is: a token that was ended, or a person who was removed, hears nothing more. */
  readonly again: Caller['again'];
  /** Aborted once they have gone. */
  readonly signal: AbortSignal;
  /** Ends the connection: of a stream that fails in its place the server prints a stack. */
  readonly hangUp: () => void;
}

/** An answer that lasts until the listener goes, or may listen no more. */
export function eventStream(live: Broadcast, { again, signal, hangUp }: Listener): Response {
  const encoder = new TextEncoder();
  let end = (): void => undefined;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const send = (text: string): void => {
        controller.enqueue(encoder.encode(text));
        if ((controller.desiredSize ?? 0) <= -MOST_WAITING) letGo();
      };
      // Whoever stopped reading is let go: a browser connects again, and its page asks for all anew.
      const letGo = (): void => {
        end();
        hangUp();
      };
      const over = (): void => {
        end();
        // Its other end may be gone: there is nobody to be told then.
        try {
          controller.close();
        } catch {
          // It was closed by the cancel below.
        }
      };
      const told = createTold(again, { send, over, letGo });
      send('retry: 2000\n\n');
      const beat = setInterval(() => told(': \n\n'), BEAT_MS);
      beat.unref();
      const leave = live.listen((event: LiveEvent) => told(`data: ${JSON.stringify(event)}\n\n`));
      end = () => {
        clearInterval(beat);
        leave();
        told.end();
      };
      signal.addEventListener('abort', over);
    },
    cancel: () => end(),
  });
  return new Response(body, {
    headers: { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' },
  });
}

interface Ways {
  send(text: string): void;
  over(): void;
  letGo(): void;
}

/** Sends in order what comes, once it is known that they may still hear it. */
function createTold(
  again: Caller['again'],
  { send, over, letGo }: Ways,
): ((text: string) => void) & { readonly end: () => void } {
  let waiting: string[] = [];
  let [isAsking, isOver] = [false, false];
  const ask = async (): Promise<void> => {
    isAsking = true;
    while (waiting.length && !isOver) {
      const texts = waiting;
      waiting = [];
      // Where it cannot be known who may listen, nobody may.
      const known = await Promise.resolve(again?.() ?? null).catch(() => null);
      if (isOver) break;
      if (known === null) over();
      else for (const text of texts) if (!isOver) send(text);
    }
    isAsking = false;
  };
  const tell = (text: string): void => {
    if (isOver) return;
    waiting.push(text);
    if (waiting.length > MOST_WAITING) letGo();
    else if (!isAsking) void ask();
  };
  return Object.assign(tell, {
    end: () => {
      isOver = true;
      waiting = [];
    },
  });
}
