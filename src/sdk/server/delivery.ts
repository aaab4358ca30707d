/** Posts events in batches, again and again until a collector has confirmed them. */

import { EVENT_BYTES, type FxEvent } from '../../core/index.js';
import type { Outbox, ServerOptions } from './api.js';
import { byteLength, createMemoryOutbox } from './outbox.js';

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

type Taken = NonNullable<ReturnType<Outbox['take']>>;

export function createServerDelivery(
  { collect, fetch: send = fetch, outbox = createMemoryOutbox() }: ServerOptions,
  tell: (code: 'refused' | 'dropped' | 'event', detail: string) => void,
): ServerDelivery {
  let dropped = 0;
  let backoffMs = 0;
  let timer: unknown;
  /** Until when a request may be under way, milliseconds since the epoch. */
  let busyUntil = 0;

  const lose = (count: number): void => {
    dropped += count;
    if (count) tell('dropped', `${count}`);
  };
  /** Whether a batch is dealt with: confirmed, or dropped because nobody would ever take it. */
  const post = async (texts: readonly string[]): Promise<boolean> => {
    const lost = dropped;
    const body = `{"v":1,"sentAt":${Date.now()},"dropped":${lost},"events":[${texts}]}`;
    busyUntil = Date.now() + LONGEST_REQUEST_MS + LOOK_MS;
    const status = await answerOf(send, collect as string, body);
    if (status >= 200 && status < 300) {
      dropped -= lost;
      return true;
    }
    if (status === 403 || status === 404) {
      tell('refused', `${collect} answers ${status}`);
      lose(texts.length);
      return true;
    }
    if (status !== 400 && status !== 413) return false;
    const half = texts.length >> 1;
    if (half) return (await post(texts.slice(0, half))) && post(texts.slice(half));
    lose(1);
    return true;
  };
  const sendAll = async (): Promise<void> => {
    for (let batch: Taken | undefined = outbox.take(); batch; batch = outbox.take()) {
      if (!(await post(batch.texts))) {
        backoffMs = Math.min(backoffMs * 2 || FIRST_BACKOFF_MS, LAST_BACKOFF_MS);
        wake(backoffMs * (1 - Math.random() / 2));
        break;
      }
      batch.done();
      backoffMs = 0;
    }
  };
  const flush = async (): Promise<number> => {
    clearTimeout(timer as number);
    timer = undefined;
    // Not by its promise: a worker that waits for what another request has begun waits for ever, once that request is
    // over.
    while (busyUntil > Date.now()) await pause(LOOK_MS);
    try {
      await sendAll();
    } finally {
      busyUntil = 0;
    }
    return outbox.size();
  };
  const wake = (ms: number): void => {
    if (timer !== undefined) return;
    timer = setTimeout(() => void flush(), ms);
    // In Node a timer would keep a finished program alive.
    (timer as { unref?: () => void }).unref?.();
  };

  if (collect && outbox.size()) wake(GATHER_MS);
  return {
    record(event) {
      if (!collect) return;
      const text = JSON.stringify(event);
      if (byteLength(text) > EVENT_BYTES) return tell('event', `${event.type} is over ${EVENT_BYTES} bytes`);
      lose(outbox.add(text));
      wake(GATHER_MS);
    },
    flush: async () => (collect ? flush() : 0),
  };
}

/** Lets others go on. */
export function pause(ms = 0): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** The status of an answer, 0 where there is none. */
async function answerOf(send: typeof fetch, url: string, body: string): Promise<number> {
  try {
    const response = await send(url, {
      method: 'POST',
      body,
      headers: { 'content-type': 'text/plain' },
      signal: AbortSignal.timeout(LONGEST_REQUEST_MS),
    });
    // An answer that is not read holds its connection.
    await response.arrayBuffer();
    return response.status;
  } catch {
    // Silence is right: the events stay where they are, and go again later.
    return 0;
  }
}
