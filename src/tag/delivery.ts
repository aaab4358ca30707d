/** Delivers events: each is told to listeners, kept until a collector has confirmed it, and sent. */

import { BATCH_BYTES, EVENT_BYTES, type FxEvent } from '../core/index.js';
import { get, listen } from './dom.js';
import type { Emitter } from './events.js';
import { attempt, warn } from './guard.js';
import type { Options } from './options.js';
import { isPrerendered, whenHidden } from './paint.js';
import { DROPPED, isRecent, listItems, OUTBOX, readItem, toKey, writeItem } from './storage.js';

export interface Delivery {
  /** @param isUrgent puts it in storage at once: what comes next may leave the page */
  _record(event: FxEvent, isUrgent?: boolean): void;
  /** Lets events go out; where the page is hidden now, too. `isMuted`: those of this page are dropped. */
  _open(isMuted: boolean): void;
  /** Sends what is kept at once, for a page that is left for another site: nobody would send it from there. */
  _flush(): void;
  /** Forgets what this page has not sent, for good. */
  _clear(): void;
  /** Runs now, or when a prerendered page is looked at. */
  _whenShown(run: () => void): void;
}

type Entry = readonly [key: string, text: string];

/** What a batch has besides its events, in bytes: `v`, `sentAt`, `dropped` and the brackets. */
const ENVELOPE_BYTES = 152;
/** All events that are kept: how many, and in bytes. */
const MOST_EVENTS = 100;
const LONGEST_OUTBOX = 65536;
/** How long events are gathered, milliseconds. */
const GATHER_MS = 300;
const FIRST_BACKOFF_MS = 1000;
const LAST_BACKOFF_MS = 300e3;

/** What goes first when the outbox is full. */
const RANK = { failure: 0, conversion: 1, exposure: 2 };

export const createDelivery = (
  { collect: url, delivery: isBlind }: Pick<Options, 'collect' | 'delivery'>,
  emitter: Emitter,
): Delivery => {
  /** Events of this page: the texts, '' for what is in storage, where other pages may send it or give it up. */
  const own = new Map<string, string>();
  /** Stops what waits for a prerendered page to be looked at. */
  const held: (() => void)[] = [];
  let isMuted = !url;
  let isOpen = false;
  /** Whether a batch is due or on its way. */
  let isDue = false;
  let backoffMs = 0;
  /** Events to a batch, halved while the collector refuses it as a whole; 0 for as many as fit. */
  let most = 0;
  /** Whether the last answer was a refusal, and when the last request went, in milliseconds since the page began. */
  let isRefused = false;
  let askedAt = 0;
  let isNamed = false;
  /** What the browser took last while the page was hidden. */
  let left: unknown;
  /** What the outbox still takes, as far as known from the last look into all of it. */
  let places = 0;
  let room = 0;

  /** How many events were given up and not yet reported. */
  const dropped = (): number => Math.max(0, Number(readItem(DROPPED)) | 0);
  const remove = (entries: Iterable<Entry>, change: number): void => {
    for (const [key] of entries) {
      own.delete(key);
      writeItem(key, '');
    }
    if (change) writeItem(DROPPED, `${dropped() + change}`);
  };
  /**
   * Writes what is in memory, gives up what does not fit; returns the rest, other pages' too, what is kept longest
   * first.
   */
  const settle = (): Entry[] => {
    if (!isBlind) for (const [key, text] of own) if (text && writeItem(key, text)) own.set(key, '');
    const all = [...own, ...listItems(OUTBOX).map((key): Entry => [key, readItem(key) as string])]
      .filter(([, text]) => text)
      .sort()
      .reverse();
    const kept = take(
      all.filter(([key]) => isRecent(key)),
      LONGEST_OUTBOX,
    );
    const rest = all.filter((entry) => !kept.includes(entry));
    remove(rest, rest.length);
    // What storage did not take is tried again with the next event.
    places = kept.some(([key]) => own.get(key)) ? 0 : MOST_EVENTS - kept.length;
    room = kept.reduce((left, [, text]) => left - size(text), LONGEST_OUTBOX);
    return kept;
  };
  /**
   * Writes one event; looks into all of the outbox only where that may be full, and leaves other tabs' to the next
   * batch.
   */
  const keep = (key: string, text: string): void => {
    places--;
    room -= size(text);
    if (places < 0 || room < 0 || isBlind) settle();
    else if (writeItem(key, text)) own.set(key, '');
    else places = 0;
  };
  /** Sends a batch, and tells whether there may be another; with `isLeaving` that goes from the next page. */
  const send = async (isLeaving?: boolean): Promise<boolean | undefined> => {
    const now = performance.now();
    if (isRefused && now - askedAt < FIRST_BACKOFF_MS) return true;
    const batch = take(settle(), BATCH_BYTES - ENVELOPE_BYTES, most || undefined);
    if (!batch[0]) return;
    askedAt = now;
    // A beacon on leaving goes again from the next page, with the count: told here as well, it would count twice.
    const lost = isLeaving && !isBlind ? 0 : dropped();
    const events = batch.map(([, text]) => text).join();
    const body = `{"v":1,"sentAt":${Date.now()},"dropped":${lost},"events":[${events}]}`;
    if (isBlind || isLeaving) {
      // A page that is left is hidden twice, and has sent all by the first of both.
      if (isLeaving && events === left) return;
      const isTaken = attempt(() => navigator.sendBeacon(url as string, body));
      left = isTaken && events;
      if (isTaken && isBlind) remove(batch, -lost);
      return isTaken;
    }
    try {
      const { ok, status } = await fetch(url as string, { method: 'POST', body, credentials: 'omit', keepalive: true });
      if (!/^(2..|40[034]|413)$/.test(`${status}`)) throw status;
      // 403 and 404 are about the address: no smaller batch would be taken.
      const isWrong = /40[34]/.test(`${status}`);
      if (isWrong && !isNamed) warn(`events are dropped: ${url} answers ${status}`);
      isNamed ||= isWrong;
      if (ok || isWrong || !batch[1]) remove(batch, ok ? -lost : batch.length);
      // What was halved stays so until all have gone.
      most = ok ? (batch.length < most ? 0 : most) : isWrong ? 0 : batch.length >> 1;
      isRefused = !ok;
      backoffMs = ok ? 0 : FIRST_BACKOFF_MS;
    } catch {
      // The collector is away or busy: the events stay where they are.
      backoffMs = Math.min(backoffMs * 2 || FIRST_BACKOFF_MS, LAST_BACKOFF_MS);
    }
    return true;
  };
  const wake = (ms = GATHER_MS): void => {
    if (isDue) return;
    isDue = true;
    setTimeout(async () => {
      const isMore = await send();
      isDue = false;
      if (isMore) wake(backoffMs * (1 - Math.random() / 2));
    }, ms);
  };
  const whenShown: Delivery['_whenShown'] = (run) => {
    if (isPrerendered()) held.push(listen(document, 'prerenderingchange', run));
    else run();
  };
  const clear = (): void => {
    remove(own, 0);
    for (const stop of held) stop();
  };

  return {
    _whenShown: whenShown,
    _record(event, isUrgent) {
      whenShown(() => {
        const { id, type, at } = event;
        const text = JSON.stringify(event);
        // No character is more than three bytes.
        if (text.length * 3 > EVENT_BYTES && size(text) > EVENT_BYTES) return warn(`${type} over 4 KiB dropped`);
        if (!isMuted) {
          const key = toKey(OUTBOX, RANK[type], at, id);
          own.set(key, text);
          if (isUrgent || isOpen) keep(key, text);
          if (isOpen) wake();
        }
        emitter._emit(type, event);
      });
    },
    _open(muted) {
      if (!url) return;
      isMuted = muted;
      if (muted) clear();
      if (!isOpen) {
        whenHidden(() => send(true));
        // A batch that goes twice for it is read once.
        listen(window, 'online', () => send());
      }
      isOpen = true;
      // A page that is left before its load event hears nothing of that.
      settle();
      wake();
      if (get(document, 'hidden')) send(true);
    },
    _flush() {
      if (!isMuted) send(true);
    },
    _clear: clear,
  };
};

/** Bytes as UTF-8. */
const size = (text: string): number => new TextEncoder().encode(text).length;

/** As many of the first as are allowed, one at least. */
const take = (entries: readonly Entry[], bytes: number, most = MOST_EVENTS): Entry[] => {
  let left = bytes;
  return entries.filter(([, text], index) => {
    left -= size(text) + 1;
    return index < most && (left > 0 || !index);
  });
};
