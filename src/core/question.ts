/** Declares a question to an experiment, and the decision that answers it. */

import type { Context, Holdout } from './types.js';

/**
 * Why a subject has a variant, or none: the gate that decided. In: `assigned`, `sticky`; in, not counted: `divert`,
 * `preview`. All others are out. `docs/tag.md` says what each means for a page.
 */
export type Reason =
  | 'preview'
  | 'disabled'
  | 'draft'
  | 'paused'
  | 'schedule'
  | 'holdout'
  | 'divert'
  | 'sample'
  | 'sticky'
  | 'removed'
  | 'layer'
  | 'rule'
  | 'assigned';

/**
 * One question to an experiment: what does this subject get, with these facts, at this time?
 *
 * @example
 * const question: Question = { subject: 'user-1', context: { user: { tier: 'pro' } }, sticky: null };
 */
export interface Question {
  /** The visitor's id or the host's user id. */
  readonly subject: string;
  /** Default `{}`. */
  readonly context?: Context;
  /** The key of a stored assignment, or null. */
  readonly sticky?: string | null;
  /** The manifest's `enabled`. Default true. */
  readonly enabled?: boolean | undefined;
  /** The holdouts that concern the experiment now (`holdoutsFor`). Default: none. */
  readonly holdouts?: readonly Pick<Holdout, 'id' | 'share'>[] | undefined;
  /** The key that a preview forces, or null. */
  readonly forced?: string | null;
  /** Milliseconds since the epoch. Default `Date.now()`. */
  readonly now?: number;
}

/**
 * What was decided. A subject may have a variant and yet neither see nor count for it: `recipeSampleRate` keeps the
 * recipe back, `manualExposure` leaves the exposure to the page, a preview and `divertTo` are never counted.
 */
export interface Decision {
  /** The key of the variant, null when the subject is out. */
  readonly variant: string | null;
  /** Whether the recipe (and the payload) applies. */
  readonly recipe: boolean;
  /** Whether activation sends an exposure. */
  readonly exposure: boolean;
  readonly reason: Reason;
}
