/** Reads and writes what an engine keeps, whether its storage answers at once or later. */

import { STICKY_COOKIE, VISITOR_COOKIE } from '../../core/index.js';
import type { EngineStorage } from './types.js';

/** Under which names things are kept: the first two as the tag has them. */
export const KEPT = { visitor: VISITOR_COOKIE, sticky: STICKY_COOKIE, taken: '_fx_r' } as const;

type Kept = Readonly<Record<keyof typeof KEPT, string>>;

export interface Book {
  /** Reads everything, then tells it: at once where the storage does. What cannot be read is ''. */
  open(onOpen: (kept: Kept) => void): void;
  _write(name: keyof typeof KEPT, value: string): void;
  /** Whether something that was written did not arrive. */
  readonly _isBroken: boolean;
}

/** @param onError told what the storage throws or rejects with */
export function createBook(storage: EngineStorage, onError: (error: unknown) => void): Book {
  const names = Object.keys(KEPT) as (keyof typeof KEPT)[];
  const written = new Map<string, string>();
  let isBroken = false;
  const onBreak = (error: unknown): void => {
    isBroken = true;
    onError(error);
  };
  const read = (key: string): string | null | undefined | Promise<string | null | undefined> => {
    try {
      const value = storage.getItem(key);
      return isPromise(value) ? value.then(undefined, onBreak as () => undefined) : value;
    } catch (error) {
      onBreak(error);
      return undefined;
    }
  };
  return {
    get _isBroken() {
      return isBroken;
    },
    open(onOpen) {
      const values = names.map((name) => read(KEPT[name]));
      const tell = (texts: readonly unknown[]): void =>
        onOpen(Object.fromEntries(names.map((name, at) => [name, `${texts[at] ?? ''}`])) as Kept);
      if (values.some(isPromise)) void Promise.all(values).then(tell);
      else tell(values);
    },
    _write(name, value) {
      if (written.get(name) === value) return;
      written.set(name, value);
      try {
        const done = storage.setItem(KEPT[name], value);
        if (isPromise(done)) done.then(undefined, onBreak);
      } catch (error) {
        onBreak(error);
      }
    },
  };
}

const isPromise = <T>(value: T | Promise<T>): value is Promise<T> =>
  typeof (value as Promise<T> | null | undefined)?.then === 'function';
