/** Remembers which variant a subject was given before: a compact cookie, with a copy in localStorage. */

import {
  type Assignments,
  addAssignment,
  assignmentOf,
  type Experiment,
  formatAssignments,
  mergeAssignments,
  parseAssignments,
} from '../core/index.js';
import { readCookies, readItem, STICKY, writeCookie, writeItem } from './storage.js';
import type { Visitor } from './visitor.js';

export interface Sticky {
  /** The key that was stored, '' for one that the experiment no longer has, null for none. */
  _get(experiment: Experiment): string | null;
  _set(experiment: Experiment, key: string): void;
  /** Writes cookie and copy again, which renews the cookie's 400 days. */
  _renew(): void;
}

/** Whose assignments they are. */
export interface Owner {
  /** Tells the domain of the cookies. */
  readonly _visitor: Visitor;
  /** Otherwise assignments stay in memory for now. */
  readonly _canStore: boolean;
  /** Whether a server writes the cookies of visitor and assignments: then scripts leave them alone. */
  readonly _isServed: boolean;
}

/**
 * The assignments of one subject; another subject's are replaced at the first write.
 *
 * @param known the experiments of the manifest: when the cookie is full, others go first
 */
export const createSticky = (
  subject: string,
  owner: Owner,
  known: () => readonly Experiment[],
  cookies = readCookies(STICKY),
): Sticky => {
  const merge = (own: Assignments, texts: readonly string[]): Assignments =>
    texts.reduce((all, text) => mergeAssignments(all, parseAssignments(text, subject)), own);
  let assignments = merge([], [...cookies, (owner._visitor._isBare && readItem(STICKY)) || '']);
  let isDue = false;
  let written = '';
  const save = (isRenewed?: boolean): void => {
    isDue = false;
    if (!owner._canStore || !assignments[0]) return;
    // A server, or another tab, may have given something since.
    assignments = merge(assignments, readCookies(STICKY));
    const renewed = formatAssignments(assignments, subject);
    // To the browser a cookie is a call of another process.
    if (renewed !== written && !owner._isServed) writeCookie(STICKY, renewed, owner._visitor.domain);
    written = renewed;
    if (isRenewed || owner._visitor._isBare) writeItem(STICKY, renewed);
  };
  return {
    _get: (experiment) => assignmentOf(assignments, experiment),
    _set(experiment, key) {
      const added = addAssignment(assignments, experiment, key, known);
      if (added === assignments) return;
      assignments = added;
      // One write for all experiments that activate together.
      if (!isDue) queueMicrotask(save);
      isDue = true;
    },
    _renew: () => save(true),
  };
};
