/** Makes batches of events, and goes by what a collector answers to them. */

import { BATCH_BYTES, BATCH_EVENTS } from './event.js';

/** What a batch has besides its events, in bytes: `v`, `sentAt`, `dropped` and the brackets. */
export const ENVELOPE_BYTES = 152;

/** The bytes of a text of JSON as UTF-8: not every runtime that sends has a TextEncoder. */
export const byteLength = (json: string): number => encodeURIComponent(json).replace(/%../g, '_').length;

/** How many of the first events, each as JSON, fit into a batch; one at least, where there is one. */
export const countFitting = (events: readonly string[]): number => {
  let left = BATCH_BYTES - ENVELOPE_BYTES;
  const end = events.findIndex((event, index) => {
    left -= byteLength(event) + 1;
    return index && (left < 0 || index >= BATCH_EVENTS);
  });
  return end < 0 ? events.length : end;
};

/** Sends batches. */
export interface Courier {
  /** How many events were given up since the last batch that arrived. */
  dropped(): number;
  /** Posts a body; the status of the answer, 0 where there is none. */
  post(body: string): Promise<number>;
  /**
   * Hears of each part that is dealt with.
   *
   * @param told how many dropped events the collector has heard of with it
   * @param status not of the 200s where they were refused: nobody would ever take them
   */
  settle(events: readonly string[], told: number, status: number): void;
}

/**
 * Posts events, each as JSON, that `countFitting` let through: in halves where the collector refuses them as a whole.
 *
 * @returns false where the rest has to go again later
 */
export const postEvents = async (events: readonly string[], courier: Courier): Promise<boolean> => {
  const told = courier.dropped();
  const status = await courier.post(`{"v":1,"sentAt":${Date.now()},"dropped":${told},"events":[${events}]}`);
  const isTaken = status >= 200 && status < 300;
  const half = events.length >> 1;
  // 403 and 404 are about the address: no smaller batch would be taken.
  if (half && (status === 400 || status === 413))
    return (await postEvents(events.slice(0, half), courier)) && postEvents(events.slice(half), courier);
  if (!isTaken && ![400, 403, 404, 413].includes(status)) return false;
  courier.settle(events, isTaken ? told : 0, status);
  return true;
};
