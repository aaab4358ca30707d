/** The three events, as the tag sends them and as a collector receives them. */

/** What every event carries. */
export interface EventBase {
  /** Random and made once: retries repeat it, readers dedupe on it. */
  readonly id: string;
  /** When it happened, `Date.now()` of the browser. Corrected by readers with `received - sentAt`. */
  readonly at: number;
  /** The visitor's id or the host's user id. */
  readonly subject: string;
  /** The visitor's id, where the host gave the subject. */
  readonly visitor?: string | undefined;
  /** The manifest's revision. */
  readonly revision: string;
  /** The path of the page, never with query or hash. */
  readonly path: string;
}

/** A subject was given a variant, and could see it. */
export interface Exposure extends EventBase {
  readonly type: 'exposure';
  readonly experiment: string;
  readonly variant: string;
  readonly phase?: string | undefined;
  /** `assigned`, `sticky`, or `divert`, which read-outs leave out. */
  readonly reason: string;
}

/** Something the site counts. */
export interface Conversion extends EventBase {
  readonly type: 'conversion';
  readonly name: string;
  /** Default 1. */
  readonly value: number;
  /** An order number or the like: counted once per subject and 7 days. */
  readonly key?: string | undefined;
}

/** `error`: it threw. `timeout`: an element never came. `conflict`: the page kept undoing a change. */
export type FailureCode = 'error' | 'timeout' | 'conflict';

/** A recipe did not do what it should. */
export interface Failure extends EventBase {
  readonly type: 'failure';
  readonly experiment: string;
  readonly variant: string;
  readonly code: FailureCode;
  readonly selector?: string | undefined;
  readonly message: string;
  readonly stack: string;
}

/** Any event. */
export type FxEvent = Exposure | Conversion | Failure;

/** The body of one POST. */
export interface Batch {
  readonly v: 1;
  /** `Date.now()` of the browser when it was sent. */
  readonly sentAt: number;
  /** How many events the browser had to give up since the last batch that arrived. */
  readonly dropped: number;
  /** At most 200, 48 KiB together. */
  readonly events: readonly FxEvent[];
}
