/** Tells everybody who wants to know what happens on a page. */

import type { FxEvents } from './api.js';
import { attempt } from './guard.js';

/** What happens on a page, to those who listen to it. */
export interface Emitter {
  /** Tells listeners and the window, and keeps it for later listeners: 200 of them, the oldest conversions go first. */
  _emit(type: keyof FxEvents, detail: unknown): void;
  _on<T extends keyof FxEvents>(type: T, listener: (detail: FxEvents[T]) => void): () => void;
}

/** How much a late listener can still hear of: a page that stays open for days may count without end. */
const MOST_PAST = 200;

/** @param onThrow told when a listener throws; never about a listener of failures */
export const createEmitter = (onThrow: (error: unknown, detail: unknown) => void): Emitter => {
  type Happening = readonly [type: string, detail: unknown];
  const past: Happening[] = [];
  const tells = new Set<(what: Happening) => void>();
  return {
    _emit(type, detail) {
      // What holds now is asked for: who listens late has missed nothing.
      if (type !== 'change') past.push([type, detail]);
      if (past.length > MOST_PAST) {
        const oldest = past.findIndex(([happened]) => happened === 'conversion');
        past.splice(oldest < 0 ? past.findIndex(([happened]) => happened !== 'ready') : oldest, 1);
      }
      for (const tell of [...tells]) tell([type, detail]);
      window.dispatchEvent(new CustomEvent(`fx:${type}`, { detail }));
    },
    _on(type, listener) {
      const tell = ([happened, detail]: Happening): void => {
        if (happened === type)
          attempt(
            () => listener(detail as never),
            (error) => type !== 'failure' && onThrow(error, detail),
          );
      };
      tells.add(tell);
      // What happens meanwhile it hears as others do.
      [...past].forEach(tell);
      return () => tells.delete(tell);
    },
  };
};
