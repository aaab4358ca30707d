/** Posts events in batches, again and again until a collector has confirmed them. */

import { byteLength, type Courier, EVENT_BYTES, type FxEvent, postEvents } from '../../core/index.js';
import type { ServerOptions } from './api.js';
import { createMemoryOutbox } from './outbox.js';

/** What becomes of the events of a server. */
export interface ServerDelivery {
  record(event: FxEvent): void;
  /** Sends what waits; resolves with how many events are left. */
  flush(): Promise<number>;
}

/** How long events are gathered, and a request may take, milliseconds. */
const GATHER_MS = 300;
const LONGEST_REQUEST_MS = 10_000;
/** How often it is looked whether a request is over. */
const LOOK_MS = 20;
const FIRST_BACKOFF_MS = 1000;
const LAST_BACKOFF_MS = 300_000;

export function createServerDelivery(
  { collect, fetch: send = fetch, outbox = createMemoryOutbox() }: ServerOptions,
  tell: (code: 'refused' | 'dropped' | 'event', detail: string) => void,
): ServerDelivery {
  let dropped = 0;
  let backoffMs = 0;
  let timer: unknown;
  /** Until when a batch may be under way, milliseconds since the epoch. */
  let busyUntil = 0;

  const lose = (count: number): void => {
    dropped += count;
    if (count) tell('dropped', `${count}`);
  };
  const courier: Courier = {
    dropped: () => dropped,
    async post(body) {
      busyUntil = Date.now() + LONGEST_REQUEST_MS + LOOK_MS;
      try {
        const answer = await send(collect as string, {
          method: 'POST',
          body,
          headers: { 'content-type': 'text/plain' },
          signal: AbortSignal.timeout(LONGEST_REQUEST_MS),
        });
        // An answer that is not read holds its connection.
        await answer.arrayBuffer();
        return answer.status;
      } catch {
        // Silence is right: the events stay where they are, and go again later.
        return 0;
      }
    },
    settle({ length }, told, status) {
      dropped -= told;
      if (status < 300) return;
      if (status === 403 || status === 404) tell('refused', `${collect} answers ${status}`);
      lose(length);
    },
  };
  const flush = async (): Promise<number> => {
    clearTimeout(timer as number);
    timer = undefined;
    // Not by its promise: a worker that waits for what another request has begun waits for ever, once that request is
    // over.
    while (busyUntil > Date.now()) await pause(LOOK_MS);
    for (let batch = outbox.take(); batch; batch = outbox.take()) {
      const isDone = await postEvents(batch.texts, courier);
      if (!isDone) {
        backoffMs = Math.min(backoffMs * 2 || FIRST_BACKOFF_MS, LAST_BACKOFF_MS);
        wake(backoffMs * (1 - Math.random() / 2));
        break;
      }
      batch.done();
      backoffMs = 0;
    }
    // Not with the answer: whoever flushes right after it would send the same batch once more.
    busyUntil = 0;
    return outbox.size();
  };
  const wake = (ms = GATHER_MS): void => {
    if (timer !== undefined) return;
    timer = setTimeout(flush, ms);
    // In Node a timer would keep a finished program alive.
    (timer as { unref?: () => void }).unref?.();
  };

  if (collect && outbox.size()) wake();
  return {
    record(event) {
      if (!collect) return;
      const text = JSON.stringify(event);
      if (byteLength(text) > EVENT_BYTES) return tell('event', `${event.type} is over ${EVENT_BYTES} bytes`);
      lose(outbox.add(text));
      wake();
    },
    flush: async () => (collect ? flush() : 0),
  };
}

/** Lets others go on. */
export function pause(ms = 0): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
