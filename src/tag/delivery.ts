/** What becomes of an event: told to listeners and the dataLayer, kept until a collector has confirmed it, and sent. */

import type { FxEvent } from '../core/index.js';
import { listen } from './dom.js';
import type { Emitter } from './events.js';
import { attempt } from './guard.js';
import { createOutbox, size, take } from './outbox.js';
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
const BUSY = -1;

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
  let isMuted = !url;
  let isOpen = false;
  /** Of the next batch; 0 where none is due, BUSY while one is on its way. */
  let timer = 0;
  let backoffMs = 0;
  /** Events to a batch, halved while the collector refuses it as a whole; 0 for as many as fit. */
  let most = 0;

  /** With `isLeaving` what does not fit into one batch goes from the next page. */
  const send = async (isLeaving?: boolean): Promise<void> => {
    const batch = take(outbox._settle(), LONGEST_BATCH, most || undefined);
    const isBeacon = isBlind || isLeaving;
    if (!isLeaving) timer = batch[0] && !isBeacon ? BUSY : 0;
    if (!batch[0]) return;
    // what goes again, goes again with the count: once is enough
    const dropped = isLeaving && !isBlind ? 0 : outbox._dropped();
    const body = `{"v":1,"sentAt":${Date.now()},"dropped":${dropped},"events":[${batch.map(([, text]) => text)}]}`;
    if (isBeacon) {
      const isTaken = attempt(() => navigator.sendBeacon(url as string, body));
      if (!isTaken || !isBlind) return;
      outbox._remove(batch, -dropped);
      return wake();
    }
    try {
      const { ok, status } = await fetch(url as string, { method: 'POST', body, credentials: 'omit', keepalive: true });
      if (!/^(2..|40[034]|413)$/.test(`${status}`)) throw status;
      most = ok ? 0 : batch.length >> 1;
      if (!most) outbox._remove(batch, ok ? -dropped : 1);
      backoffMs = 0;
    } catch {
      // the collector is away or busy: the events stay where they are
      backoffMs = Math.min(backoffMs * 2 || FIRST_BACKOFF_MS, LAST_BACKOFF_MS);
    }
    timer = 0;
    wake(backoffMs * (1 - Math.random() / 2));
  };
  const wake = (ms = GATHER_MS): void => {
    timer ||= setTimeout(send, ms);
  };
  const hurry = (): void => {
    if (timer > 0) {
      clearTimeout(timer);
      send();
    }
  };
  const push = ({ experiment, variant }: FxEvent & { type: 'exposure' }): void => {
    const scope = window as unknown as Record<string, unknown[]>;
    // a tag manager may throw, and the name may be taken
    attempt(() => {
      const pushed = scope[layer as string] ?? [];
      scope[layer as string] = pushed;
      pushed.push({
        event: 'experience_impression',
        exp_variant_string: `FX-${experiment}-${variant}`,
        experiment_id: experiment,
        variation_id: variant,
      });
    });
  };
  const whenShown: Delivery['_whenShown'] = (run) => {
    if (isPrerendered()) held.push(listen(document, 'prerenderingchange', run));
    else run();
  };
  return {
    _whenShown: whenShown,
    _record(event, isUrgent) {
      whenShown(() => {
        const { id, type, at } = event;
        const text = JSON.stringify(event);
        if (size(text) > LONGEST_EVENT) return warn(`${type} over 4 KiB dropped`);
        if (!isMuted) {
          outbox._add(id, RANK[type], at, text);
          if (isUrgent || isOpen) outbox._settle();
          if (isOpen) wake();
        }
        emitter._emit(type, event);
        if (layer && type === 'exposure') push(event);
      });
    },
    _open(muted, isLeaving) {
      if (!url) return;
      isMuted = muted;
      if (muted) outbox._clear();
      if (!isOpen) {
        isOpen = true;
        whenHidden(() => send(true));
        listen(window, 'online', hurry);
        listen(window, 'pageshow', hurry);
      }
      wake();
      if (isLeaving) send(true);
    },
    _clear() {
      outbox._clear();
      for (const stop of held) stop();
    },
  };
};
