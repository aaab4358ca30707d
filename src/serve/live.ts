/** Tells open pages and programs that something changed: server-sent events, one line each. */

/** What happened. */
export interface LiveEvent {
  readonly type: 'pictures' | 'change' | 'publication' | 'results' | 'events';
  /** Of the experiment, where it is about one. */
  readonly experiment?: string;
  /** Who did it. */
  readonly who?: string;
  readonly what?: string;
}

/** Everybody who listens. */
export interface Broadcast {
  tell(event: LiveEvent): void;
  /** @returns what ends it */
  listen(hear: (event: LiveEvent) => void): () => void;
}

/** With nobody listening. */
export function createBroadcast(): Broadcast {
  const listeners = new Set<(event: LiveEvent) => void>();
  return {
    tell(event) {
      for (const hear of listeners) hear(event);
    },
    listen(hear) {
      listeners.add(hear);
      return () => listeners.delete(hear);
    },
  };
}
