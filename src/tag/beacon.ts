/** The one sender: takes events out of the outbox, and leaves in it what the collector has not confirmed. */

import { get, listen } from './dom.js';
import { attempt } from './guard.js';
import type { Entry, Outbox } from './outbox.js';

export interface Beacon {
  /** Sends what is there within a moment. */
  _wake(): void;
  /** Sends what is there while the page goes away; it stays in the outbox. */
  _flush(): void;
}

/** One batch: at most so many events, and so many characters of JSON (48 KiB at the most where every one is a byte). */
const MOST_EVENTS = 200;
const MOST_BYTES = 47e3;
/** How long events are gathered, milliseconds. */
const GATHER_MS = 300;
const FIRST_BACKOFF_MS = 1000;
const LAST_BACKOFF_MS = 300e3;

/**
 * @param url of the collector
 * @param isBlind for a collector that cannot answer with CORS: everything goes once, by sendBeacon
 */
export const createBeacon = (url: string, isBlind: boolean, outbox: Outbox): Beacon => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isBusy = false;
  let backoffMs = 0;
  /** Halved while the collector refuses a batch as a whole. */
  let most = MOST_EVENTS;

  const take = (from: readonly Entry[], count: number): Entry[] => {
    let bytes = 0;
    const end = from.findIndex(
      ({ _bytes }, index) => index === count || (index > 0 && bytes + _bytes > MOST_BYTES) || !(bytes += _bytes),
    );
    return from.slice(0, end < 0 ? from.length : end);
  };
  const body = (entries: readonly Entry[]): string =>
    `{"v":1,"sentAt":${Date.now()},"dropped":${outbox._dropped()},"events":[${entries.map(({ _text }) => _text).join()}]}`;

  const flush = (): void => {
    let rest = outbox._entries();
    while (rest[0]) {
      const batch = take(rest, MOST_EVENTS);
      const isTaken = attempt(() => navigator.sendBeacon(url, body(batch)));
      if (isBlind && isTaken) outbox._remove(batch);
      // the browser takes 64 KiB at a time: what is left goes from the next page
      if (!isTaken) return;
      rest = rest.slice(batch.length);
    }
  };
  const send = (): void => {
    timer = undefined;
    if (isBlind) return flush();
    const batch = take(outbox._entries(), most);
    if (isBusy || !batch[0]) return;
    isBusy = true;
    const dropped = outbox._dropped();
    const request = { method: 'POST', body: body(batch), keepalive: true, credentials: 'omit' } as const;
    (attempt(() => fetch(url, request)) ?? Promise.reject())
      .then(
        ({ ok, status }) => {
          if (ok) {
            outbox._remove(batch, dropped);
            most = MOST_EVENTS;
          } else if (/^4(00|03|04|13)$/.test(`${status}`)) {
            most = batch.length >> 1;
            if (!most) {
              outbox._drop(batch);
              most = MOST_EVENTS;
            }
          } else return false;
          return true;
        },
        () => false,
      )
      .then((isSettled) => {
        isBusy = false;
        backoffMs = isSettled ? 0 : Math.min(backoffMs * 2 || FIRST_BACKOFF_MS, LAST_BACKOFF_MS);
        if (outbox._entries()[0]) wake(isSettled ? 0 : backoffMs * (0.5 + Math.random() / 2));
      });
  };
  const wake = (ms: number): void => {
    timer ??= setTimeout(send, ms);
  };
  listen(window, 'online', () => {
    clearTimeout(timer);
    send();
  });
  listen(window, 'pageshow', () => wake(GATHER_MS));
  listen(document, 'visibilitychange', () => get(document, 'visibilityState') === 'hidden' && flush());
  listen(window, 'pagehide', flush);
  return { _wake: () => wake(GATHER_MS), _flush: flush };
};
