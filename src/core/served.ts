/** Carries what a server has decided for a page, as it travels to that page. */

import type { JsonObject } from './types.js';

/** What a server shows of one experiment. */
export interface ServedDecision {
  /** The key of the variant that is shown, null where its visitor is out. */
  readonly variant: string | null;
  readonly payload?: JsonObject | undefined;
  readonly reason: string;
}

/** By the id of the experiment; plain JSON. */
export type ServedDecisions = Readonly<Record<string, ServedDecision>>;

/** What `<html data-rendered>` says: `<id>:<key>` each, with no key for those who are out. */
export const formatRendered = (decisions: ServedDecisions): string =>
  Object.entries(decisions)
    .map(([id, { variant }]) => `${id}:${variant ?? ''}`)
    .join();
