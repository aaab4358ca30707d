/** Provides hooks that read a variant, count it once it is on the screen, and follow when it changes. */

import { useCallback, useContext, useEffect, useSyncExternalStore } from 'react';
import type { ExperimentId, PayloadOf, VariantOf } from '../../tag/typed.js';
import { type Decisions, FxContext, type FxScope } from './context.js';
import { warnOfExposure } from './development.js';
import type { FxSource } from './source.js';

export interface UseOptions {
  /** Whether showing it counts. Default true. */
  readonly expose?: boolean;
}

/** Counts a conversion, also before the tag is there. */
export type Track = FxSource['track'];

/** Only on a server and while its page hydrates: nobody has decided yet. */
export const PENDING = '';

/**
 * The key of an experiment's variant, undefined for visitors who are out, and for all while nobody has decided.
 *
 * @example
 * const variant = useVariant('homepage-cta');
 * return <button>{variant === 'treatment' ? 'Buy now' : 'Add to cart'}</button>;
 */
export const useVariant = <Id extends ExperimentId>(id: Id, options: UseOptions = {}): VariantOf<Id> | undefined =>
  (useShown(id, options) || undefined) as VariantOf<Id> | undefined;

/** As `useVariant`, and PENDING where nobody has decided yet. */
export function useShown(id: string, { expose = true }: UseOptions): string | null {
  const { outlet, decisions } = useContext(FxContext);
  const decided = decidedOn(decisions, id);
  const read = (): string | null => (decided ? decided.variant : (outlet.source?.variant(id) ?? null));
  const shown = useSyncExternalStore(
    decided ? subscribeToNothing : outlet.subscribe,
    read,
    decided ? read : () => PENDING,
  );
  useEffect(() => {
    if (!expose || shown === PENDING) return undefined;
    const count = (): void => {
      const { source } = outlet;
      // What is shown counts only where it is what this visitor has.
      if (source && (source.variant(id) ?? null) === shown) source.expose(id);
      if (source) warnOfExposure(source, id, outlet.said);
    };
    count();
    return outlet.subscribe(count);
  }, [outlet, id, shown, expose]);
  return shown;
}

/**
 * The payload of the variant that this visitor has, else the fallback.
 *
 * @example
 * const { columns } = usePayload('product-grid', { columns: 3 });
 */
export function usePayload<Id extends ExperimentId, Fallback = undefined>(
  id: Id,
  fallback?: Fallback,
  options: UseOptions = {},
): Exclude<PayloadOf<Id>, undefined> | Fallback {
  const { outlet, decisions } = useContext(FxContext);
  const shown = useShown(id, options);
  const payload = shown ? payloadOf({ outlet, decisions }, id) : undefined;
  return (payload ?? fallback) as Exclude<PayloadOf<Id>, undefined> | Fallback;
}

const payloadOf = ({ outlet, decisions }: FxScope, id: string): unknown =>
  (decidedOn(decisions, id) ?? { payload: outlet.source?.payload(id) }).payload;

/** Of an id such as `constructor`, which every object has, nothing may be decided. */
const decidedOn = (decisions: Decisions, id: string): Decisions[string] | undefined =>
  Object.keys(decisions).includes(id) ? decisions[id] : undefined;

/** A function that counts conversions; the same one at every render. */
export function useTrack(): Track {
  const { outlet } = useContext(FxContext);
  return useCallback((...args) => outlet.use((source) => source.track(...args)), [outlet]);
}

/** All of an experiment. */
export function useExperiment<Id extends ExperimentId>(
  id: Id,
  options: UseOptions = {},
): {
  readonly variant: VariantOf<Id> | undefined;
  readonly payload: Exclude<PayloadOf<Id>, undefined> | undefined;
  readonly track: Track;
} {
  return { variant: useVariant(id, options), payload: usePayload(id, undefined, { expose: false }), track: useTrack() };
}

const subscribeToNothing = (): (() => void) => doNothing;

const doNothing = (): void => undefined;
