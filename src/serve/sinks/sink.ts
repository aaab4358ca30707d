/** Describes a sink, a place outside of the server that events are shipped to. */

/** What came of a batch. */
export type SinkDelivery =
  | { readonly is: 'stored' }
  /** Something in it is refused for good: its halves are tried. */
  | { readonly is: 'refused'; readonly reason: string }
  /** Not now: the same batch is tried again. */
  | { readonly is: 'unavailable'; readonly reason: string; readonly afterMs?: number | undefined };

/** Somewhere that takes events. A batch may come twice: each event has an id. */
export interface Sink {
  /** As its configuration and Studio call it: without any secret. */
  readonly name: string;
  /** Lines of JSON, one event each. Never throws. */
  deliver(lines: readonly string[], signal: AbortSignal): Promise<SinkDelivery>;
  close(): Promise<void>;
}

/** How a sink is doing. */
export interface SinkHealth {
  readonly name: string;
  /** Since the start. */
  readonly shipped: number;
  readonly deadLetters: number;
  /** Why nothing is taken now; null while it is well. */
  readonly problem: string | null;
}
