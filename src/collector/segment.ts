/** Names a file of events by its day. */

/** A file of events. */
export interface Segment {
  readonly path: string;
  /** `2026-11-28`; null for the one that is appended to. */
  readonly day: string | null;
  readonly isPacked: boolean;
}
