/** Finds the source that components ask: the tag of the page or an engine, as soon as there is one. */

import type { Experiment } from '../../core/index.js';

/** What a tag and an engine have in common. */
export interface FxSource {
  variant(id: string): string | undefined;
  payload(id: string): unknown;
  expose(id: string): boolean;
  track(name: string, value?: number, options?: { readonly key?: string | number }): void;
  fail(id: string, error: unknown): void;
  on(type: 'change', listener: () => void): () => void;
  readonly experiments: readonly Experiment[];
  /** A tag has it: it exposes by itself whatever is not `manualExposure`. */
  activate?(id: string): unknown;
}

/** `window.fx` before the tag is there. */
interface Queue {
  push(...commands: readonly unknown[]): unknown;
}

/** A source that may come later. */
export interface Outlet {
  /** Undefined while the tag is not there. */
  readonly source: FxSource | undefined;
  /** Tells of every change, and of the tag when it comes. */
  subscribe(listener: () => void): () => void;
  /** The ids that something was said of. */
  readonly said: Set<string>;
  /** Does something as soon as there is a source; for ever later where none comes. */
  use(call: (source: FxSource) => void): void;
}

/** @param given Default: `window.fx` */
export function createOutlet(given: FxSource | undefined): Outlet {
  const current = (): FxSource | Queue | undefined => given ?? (globalThis as { fx?: FxSource | Queue }).fx;
  const source = (): FxSource | undefined => {
    const found = current();
    return found && 'variant' in found ? found : undefined;
  };
  const use = (call: (found: FxSource) => void): void => {
    const found = source();
    if (found) call(found);
    // The queue gives the client itself to functions.
    else (current() as Queue | undefined)?.push(call);
  };
  return {
    get source() {
      return source();
    },
    use,
    said: new Set(),
    subscribe(listener) {
      let stop: (() => void) | undefined;
      let isOver = false;
      const isLate = !source();
      use((found) => {
        if (isOver) return;
        stop = found.on('change', listener);
        if (isLate) listener();
      });
      return () => {
        isOver = true;
        stop?.();
      };
    },
  };
}
