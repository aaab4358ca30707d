/** What becomes of an event: told to listeners and the dataLayer, put in the outbox, sent after first paint. */

import type { FxEvent } from '../core/index.js';
import { type Beacon, createBeacon } from './beacon.js';
import { listen } from './dom.js';
import type { Emitter } from './events.js';
import { createOutbox, type Outbox } from './outbox.js';
import { isPrerendered } from './session.js';

export interface Delivery {
  /** @param isUrgent puts it in storage at once: what comes next may leave the page */
  _record(event: FxEvent, isUrgent?: boolean): void;
  /** Lets events go out. `isMuted`: those of this page are dropped; `isLeaving`: there is no later. */
  _open(isMuted: boolean, isLeaving: boolean): void;
  /** Forgets what is not sent, for good. */
  _clear(): void;
  /** Runs now, or when a prerendered page is looked at. */
  _whenShown(run: () => void): void;
}

/** An event that is longer, as bytes of JSON, is not sent. */
const LONGEST_EVENT = 4096;

/** What goes first when the outbox is full. */
const RANK = { failure: 0, conversion: 1, exposure: 2 };

/** @param url of the collector; without one nothing is kept */
export const createDelivery = (
  url: string | undefined,
  isBlind: boolean,
  layer: string | undefined,
  emitter: Emitter,
  warn: (text: string) => void,
): Delivery => {
  const outbox: Outbox | undefined = url === undefined ? undefined : createOutbox(!isBlind);
  let beacon: Beacon | undefined;
  let isMuted = false;
  const waiting: (() => void)[] = [];
  const whenShown = (run: () => void): void => {
    if (!isPrerendered()) return run();
    if (!waiting[0]) {
      const stop = listen(document, 'prerenderingchange', () => {
        stop();
        for (const one of waiting.splice(0)) one();
      });
    }
    waiting.push(run);
  };
  const push = (event: FxEvent): void => {
    if (layer === undefined || event.type !== 'exposure') return;
    const { experiment, variant } = event;
    const scope = window as unknown as Record<string, unknown[] | undefined>;
    scope[layer] ??= [];
    scope[layer]?.push({
      event: 'experience_impression',
      exp_variant_string: `FX-${experiment}-${variant}`,
      experiment_id: experiment,
      variation_id: variant,
    });
  };
  return {
    _whenShown: whenShown,
    _record(event, isUrgent) {
      whenShown(() => {
        const text = JSON.stringify(event);
        if (new Blob([text]).size > LONGEST_EVENT)
          return warn(`event over ${LONGEST_EVENT} bytes dropped: ${event.type}`);
        if (!isMuted) {
          outbox?._add(event.id, RANK[event.type], event.at, text);
          if (isUrgent) outbox?._save();
          beacon?._wake();
        }
        emitter._emit(event.type, event);
        push(event);
      });
    },
    _open(muted, isLeaving) {
      isMuted = muted;
      if (!outbox || url === undefined) return;
      if (muted) outbox._remove(outbox._entries());
      outbox._open();
      beacon ??= createBeacon(url, isBlind, outbox);
      if (isLeaving) beacon._flush();
      else beacon._wake();
    },
    _clear() {
      outbox?._remove(outbox._entries());
      waiting.length = 0;
    },
  };
};
