/** What becomes of an event: told to listeners and the dataLayer, kept until a collector has confirmed it, and sent. */

import type { FxEvent } from '../core/index.js';
import { listen } from './dom.js';
import type { Emitter } from './events.js';
import { attempt } from './guard.js';
import { createOutbox, type Entry, size, take } from './outbox.js';
import { isPrerendered, whenHidden } from './paint.js';

export interface Delivery {
  /** @param isUrgent puts it in storage at once: what comes next may leave the page */
  _record(event: FxEvent, isUrgent?: boolean): void;
  /** Lets events go out. `isMuted`: those of this page are dropped; `isLeaving`: now or from the next page. */
  _open(isMuted: boolean, isLeaving: boolean): void;
  /** Forgets what this page has not sent, for good. */
  _clear(): void;
  /** Runs now, or when a prerendered page is looked at. */
  _whenShown(run: () => void): void;
}

/** An event that is longer, as bytes of JSON, is not sent. */
const LONGEST_EVENT = 4096;
/** The events of one batch, in bytes: 48 KiB with its envelope. */
const LONGEST_BATCH = 49e3;
/** How long events are gathered, milliseconds. */
const GATHER_MS = 300;
const FIRST_BACKOFF_MS = 1000;
const LAST_BACKOFF_MS = 300e3;

/** What goes first when the outbox is full. */
const RANK = { failure: 0, conversion: 1, exposure: 2 };

/**
 * @param url of the collector; without one nothing is kept
 * @param isBlind for a collector that cannot answer with CORS: everything goes once, by sendBeacon
 */
export const createDelivery = (
  url: string | undefined,
  isBlind: boolean,
  layer: string | undefined,
  emitter: Emitter,
  warn: (text: string) => void,
): Delivery => {
  const outbox = createOutbox(isBlind);
  /** Stops what waits for a prerendered page to be looked at. */
  const held: (() => void)[] = [];
  let isMuted = false;
  let isOpen = false;
  let isBusy = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let backoffMs = 0;
  /** Events to a batch, halved while the collector refuses it as a whole; 0 for as many as fit. */
  let most = 0;

  const body = (batch: readonly Entry[], dropped: number): string =>
    `{"v":1,"sentAt":${Date.now()},"dropped":${dropped},"events":[${batch.map(([, text]) => text)}]}`;

  /** What the browser does not take, some 64 KiB at a time, goes from the next page. */
  const flush = (rest = outbox._settle()): void => {
    const batch = take(rest, LONGEST_BATCH);
    const dropped = outbox._dropped();
    if (!batch[0] || !attempt(() => navigator.sendBeacon(url as string, body(batch, dropped)))) return;
    if (isBlind) outbox._remove(batch, -dropped);
    flush(rest.slice(batch.length));
  };
  const send = async (): Promise<void> => {
    timer = undefined;
    if (isBlind) return flush();
    const batch = take(outbox._settle(), LONGEST_BATCH, most || undefined);
    if (isBusy || !batch[0]) return;
    isBusy = true;
    const dropped = outbox._dropped();
    try {
      const { ok, status } = await fetch(url as string, {
        method: 'POST',
        body: body(batch, dropped),
        credentials: 'omit',
        keepalive: true,
      });
      if (!ok && !/^4(0[034]|13)$/.test(`${status}`)) throw status;
      most = ok ? 0 : batch.length >> 1;
      if (!most) outbox._remove(batch, ok ? -dropped : 1);
      backoffMs = 0;
    } catch {
      // the collector is away or busy: the events stay where they are
      backoffMs = Math.min(backoffMs * 2 || FIRST_BACKOFF_MS, LAST_BACKOFF_MS);
    }
    isBusy = false;
    wake(backoffMs * (1 - Math.random() / 2));
  };
  const wake = (ms = GATHER_MS): void => {
    timer ??= setTimeout(send, ms);
  };
  const hurry = (): void => {
    clearTimeout(timer);
    send();
  };
  const push = ({ experiment, variant }: FxEvent & { type: 'exposure' }): void => {
    const scope = window as unknown as Record<string, unknown[]>;
    // a tag manager may throw, and the name may be taken
    attempt(() => {
      scope[layer as string] ??= [];
      scope[layer as string]?.push({
        event: 'experience_impression',
        exp_variant_string: `FX-${experiment}-${variant}`,
        experiment_id: experiment,
        variation_id: variant,
      });
    });
  };
  const record: Delivery['_record'] = (event, isUrgent) => {
    const { id, type, at } = event;
    const text = JSON.stringify(event);
    if (size(text) > LONGEST_EVENT) return warn(`${type} over 4 KiB dropped`);
    if (url && !isMuted) {
      outbox._add(id, RANK[type], at, text);
      if (isUrgent || isOpen) outbox._settle();
      if (isOpen) wake();
    }
    emitter._emit(type, event);
    if (layer && type === 'exposure') push(event);
  };
  const whenShown: Delivery['_whenShown'] = (run) => {
    if (isPrerendered()) held.push(listen(document, 'prerenderingchange', run));
    else run();
  };
  return {
    _whenShown: whenShown,
    _record: (event, isUrgent) => whenShown(() => record(event, isUrgent)),
    _open(muted, isLeaving) {
      if (!url) return;
      isMuted = muted;
      if (muted) outbox._clear();
      if (!isOpen) {
        isOpen = true;
        whenHidden(() => flush());
        listen(window, 'online', hurry);
        listen(window, 'pageshow', hurry);
      }
      wake();
      if (isLeaving) flush();
    },
    _clear() {
      outbox._clear();
      for (const stop of held) stop();
    },
  };
};
