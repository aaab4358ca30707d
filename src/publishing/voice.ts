/**
 * Declares what publishing tells while it works: passed in by whoever has a terminal, a log or a page to show it on.
 */

import type { Obstacle } from './attempt.js';

/** Something that whoever publishes should know, besides the outcome. */
export type Notice =
  /** The lock of a process that is gone was taken over. */
  | { readonly code: 'taken-over'; readonly path: string }
  /** A publication that was interrupted was finished. */
  | { readonly code: 'finished'; readonly directory: string }
  /** The target is off although its records could not be kept in order: the obstacle says what is wrong with them. */
  | { readonly code: 'off-anyway'; readonly obstacle: Obstacle }
  /** The target was never published to, and the configuration does not name it. */
  | { readonly code: 'new'; readonly directory: string }
  /** The target is off, and stays so. */
  | { readonly code: 'off'; readonly directory: string }
  /** A publication was interrupted; the next one finishes it. */
  | { readonly code: 'unfinished'; readonly directory: string }
  /** The target has files, but nothing that remembers what they were. */
  | { readonly code: 'adopted'; readonly directory: string }
  /** Files under fixed names are not those that fx wrote. */
  | { readonly code: 'drift'; readonly names: readonly string[] }
  /** Lasting copies are not those that fx wrote. */
  | { readonly code: 'repair'; readonly names: readonly string[] }
  /** Revisions that cannot be gone back to, since a file of theirs is lost. */
  | { readonly code: 'lost'; readonly revisions: readonly string[] }
  /** Drafts have no preview files, since no configuration has a token for their names. */
  | { readonly code: 'no-token' };

/** What is worked on, where it may take a while. */
export type Step = { readonly code: 'read' | 'compare'; readonly count: number };

/** Somebody who listens. */
export interface Voice {
  /** Hears what should be known. */
  say(notice: Notice): void;
  /** Runs something, and may show what it is where it takes over a second. */
  busy<T>(step: Step, work: () => Promise<T>): Promise<T>;
}
