/** Keeps the last events of an engine, each with how things stood after it. */

import type { Decider, EngineState } from './decider.js';
import type { EngineEvent, Moment } from './types.js';

export interface EngineHistory {
  add(event: EngineEvent, state: EngineState): void;
  list(): readonly EngineEvent[];
  at(index: number): Moment | undefined;
}

/** @param most how many events; the oldest go first */
export function createHistory(most: number, decide: Decider): EngineHistory {
  const entries: { readonly event: EngineEvent; readonly state: EngineState }[] = [];
  return {
    add(event, state) {
      entries.push({ event, state });
      if (entries.length > most) entries.shift();
    },
    list: () => entries.map(({ event }) => event),
    at(index) {
      const entry = entries[index < 0 ? entries.length + index : index];
      if (!entry) return undefined;
      const { event, state } = entry;
      const verdictOf = (id: string) => decide(state, id, event.at);
      return {
        event,
        context: state.context,
        subject: state.subject,
        forced: state.forced,
        variant: (id) => shownBy(verdictOf(id)),
        reason: (id) => verdictOf(id)?.reason,
      };
    },
  };
}

/** The key that a verdict shows. */
export const shownBy = (verdict: ReturnType<Decider>): string | undefined =>
  (verdict?.recipe && verdict.variant) || undefined;
