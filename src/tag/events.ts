/** Makes exposures, conversions and failures, and tells everybody who wants to know. */

import type { FailureCode, FxEvent } from '../core/index.js';
import { listen } from './dom.js';
import { attempt } from './guard.js';
import { randomId } from './visitor.js';

type Listener = (detail: never) => void;

/** What happens on a page, to those who listen to it. */
export interface Emitter {
  /** Tells listeners and the window, and keeps it for later listeners. */
  _emit(type: string, detail: unknown): void;
  _on(type: string, listener: Listener): () => void;
}

/** @param onThrow told when a listener throws; never about a listener of failures */
export const createEmitter = (onThrow: (error: unknown, detail: unknown) => void): Emitter => {
  const past: Event[] = [];
  return {
    _emit(type, detail) {
      const event = new CustomEvent(`fx:${type}`, { detail });
      past.push(event);
      window.dispatchEvent(event);
    },
    _on(type, listener) {
      const tell = (event: Event): void => {
        const { detail } = event as CustomEvent<never>;
        // others are those of another client, or made up by the page
        if (!past.includes(event)) return;
        attempt(
          () => listener(detail),
          (error) => type !== 'failure' && onThrow(error, detail),
        );
      };
      const before = past.filter((event) => event.type === `fx:${type}`);
      const stop = listen(window, `fx:${type}`, tell);
      before.forEach(tell);
      return stop;
    },
  };
};

/** What every event of a page carries. */
export interface Origin {
  readonly subject: string;
  readonly visitor?: string | undefined;
  readonly revision: string;
  readonly path: string;
}

/** What only an event of that type says. */
export type Detail<T extends FxEvent['type']> = Omit<
  Extract<FxEvent, { type: T }>,
  'id' | 'at' | 'type' | keyof Origin
>;

/** An event, with its id. */
export const createEvent = <T extends FxEvent['type']>(type: T, origin: Origin, detail: Detail<T>): FxEvent =>
  ({ id: randomId(), type, at: Date.now(), ...origin, ...detail }) as unknown as FxEvent;

/** What an event says about something that was thrown, or did not happen. */
export const describe = (
  code: FailureCode,
  error: unknown,
  selector?: string,
): Omit<Detail<'failure'>, 'experiment' | 'variant'> => ({
  code,
  message: quote(() => error ?? code),
  stack: quote(() => (error as Error).stack),
  ...(selector !== undefined && { selector: cut(selector) }),
});

const quote = (read: () => unknown): string => attempt(() => cut(`${read() ?? ''}`)) ?? '';

/** A text without what stands behind `?` or `#` in its addresses, 1,000 characters at the most. */
export const cut = (text: string): string => text.slice(0, 1000).replace(/(\/[^\s/?#"]*)[?#]\S*/g, '$1');
