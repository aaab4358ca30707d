/** Keeps the state of an engine, and tells listeners when it changes. */

import { type Context, namesOf } from '../../core/index.js';
import { createDecider, type EngineState, type EngineVerdict } from './decider.js';
import { createHistory, type EngineHistory, shownBy } from './history.js';
import type { ChangeSource, EngineEvent, EngineOptions, Happening } from './types.js';

export interface Ledger {
  readonly state: EngineState;
  readonly history: EngineHistory;
  readonly now: () => number;
  /** Whether the storage has answered. */
  readonly isReady: boolean;
  readonly _isOver: boolean;
  /** Whether something is forced: then nothing is counted or stored. */
  readonly _isPreview: boolean;
  _update(patch: Partial<EngineState>): void;
  _verdict(id: string, context?: Context): EngineVerdict | undefined;
  /** @param said what was decided, where that is known */
  variant(id: string, said?: EngineVerdict): string | undefined;
  /** Tells, after a change, of which experiments the variant is another one. */
  _settle(source: ChangeSource, reason: string): void;
  _emit(happening: Happening): void;
  fail(error: unknown, reason: string): void;
  /** Calls what the host gave; what it throws becomes an event. */
  _attempt<T>(call: () => T): T | undefined;
  subscribe(listener: (event: EngineEvent) => void): () => void;
  open(): void;
  close(): void;
}

export function createLedger(options: EngineOptions): Ledger {
  const { now = Date.now } = options;
  const listeners = new Set<(event: EngineEvent) => void>();
  /** What `variant` said last, of everything that was asked for. */
  const shown = new Map<string, string | undefined>();
  let isReady = false;
  let isOver = false;
  let state: EngineState = {
    manifest: undefined,
    _known: namesOf([]),
    _experiments: new Map(),
    subject: '',
    context: { ...options.context },
    forced: {},
    _assignments: [],
    _taken: {},
  };
  const fail = (error: unknown, reason: string): void => emit({ type: 'error', error, reason });
  const attempt = <T>(call: () => T, onThrow = (error: unknown) => fail(error, 'callback')): T | undefined => {
    try {
      return call();
    } catch (error) {
      onThrow(error);
      return undefined;
    }
  };
  const decide = createDecider((experiment, subject) => attempt(() => options.recall?.(experiment, subject)));
  const history = createHistory(options.history ?? 500, decide);
  const emit = (happening: Happening): void => {
    const event: EngineEvent = { at: now(), ...happening };
    history.add(event, state);
    for (const listener of [...listeners])
      attempt(
        () => listener(event),
        (error) => {
          // A listener of errors that throws would be told of itself without end.
          if (event.type !== 'error') fail(error, 'listener');
        },
      );
  };
  const verdict = (id: string, context?: Context): EngineVerdict | undefined =>
    isReady && !isOver
      ? decide(context ? { ...state, context: { ...state.context, ...context } } : state, id, now())
      : undefined;
  return {
    now,
    history,
    fail,
    _verdict: verdict,
    _attempt: attempt,
    _emit: emit,
    get state() {
      return state;
    },
    get isReady() {
      return isReady;
    },
    get _isOver() {
      return isOver;
    },
    get _isPreview() {
      return Object.keys(state.forced).length > 0;
    },
    _update(patch) {
      state = { ...state, ...patch };
    },
    variant(id, said = verdict(id)) {
      const key = shownBy(said);
      if (!shown.has(id)) shown.set(id, key);
      return key;
    },
    _settle(source, reason) {
      for (const [id, before] of shown) {
        const key = shownBy(verdict(id));
        shown.set(id, key);
        if (key !== before) emit({ type: 'variantChanged', experiment: id, variant: key, source, reason });
      }
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    open() {
      isReady = true;
    },
    close() {
      isOver = true;
      listeners.clear();
    },
  };
}
