/** Makes exposures, conversions and failures, and tells everybody who wants to know. */

import type { FailureCode, FxEvent } from '../core/index.js';
import { attempt } from './guard.js';
import { randomHex } from './visitor.js';

type Listener = (detail: never) => void;

/** What happens on a page, to those who listen to it. */
export interface Emitter {
  /** Tells listeners and the window, and keeps it for later listeners. */
  _emit(type: string, detail: unknown): void;
  _on(type: string, listener: Listener): () => void;
}

/** @param onThrow told when a listener throws; never about a listener of failures */
export const createEmitter = (onThrow: (error: unknown, detail: unknown) => void): Emitter => {
  const history: [type: string, detail: unknown][] = [];
  const listeners: [type: string, listener: Listener][] = [];
  const tell = (type: string, listener: Listener, detail: unknown): void => {
    attempt(
      () => listener(detail as never),
      (error) => type !== 'failure' && onThrow(error, detail),
    );
  };
  return {
    _emit(type, detail) {
      history.push([type, detail]);
      for (const [wanted, listener] of [...listeners]) if (wanted === type) tell(type, listener, detail);
      window.dispatchEvent(new CustomEvent(`fx:${type}`, { detail }));
    },
    _on(type, listener) {
      const entry: [string, Listener] = [type, listener];
      listeners.push(entry);
      for (const [past, detail] of [...history]) if (past === type) tell(type, listener, detail);
      return () => {
        const at = listeners.indexOf(entry);
        if (at >= 0) listeners.splice(at, 1);
      };
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
  ({ id: randomHex(32), type, at: Date.now(), ...origin, ...detail }) as unknown as FxEvent;

/** What an event says about something that was thrown, or did not happen. */
export const describe = (
  code: FailureCode,
  error: unknown,
  selector?: string,
): Pick<Detail<'failure'>, 'code' | 'message' | 'stack'> & { selector?: string } => ({
  code,
  ...(selector !== undefined && { selector: cut(selector) }),
  message: cut(error === undefined ? code : (attempt(() => `${error}`) ?? code)),
  stack: cut(attempt(() => `${(error as Error).stack ?? ''}`) ?? ''),
});

/** A text without what stands behind `?` or `#` in its addresses, 1,000 characters at the most. */
export const cut = (text: string): string =>
  text
    .slice(0, 4000)
    .replace(/(\/[^\s?#"'()]*)[?#][^\s"'()]*/g, '$1')
    .slice(0, 1000);
