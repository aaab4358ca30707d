/** Shows a draft on the page, through what visitors' pages use, and the page as it was while somebody compares. */

import type { Op } from '../core/index.js';
import { createRehearsal } from '../tag/rehearsal.js';
import { matchesOf } from './selector.js';
import { createSpelling } from './spelling.js';

/** What an op met with, in words for the list. */
export type Complaint = { readonly selector: string | undefined; readonly words: string };

/** The page, as far as the editor changes it. */
export interface Stage {
  show(ops: readonly Op[]): void;
  /** The page without any change while it is held. */
  compare(isHeld: boolean): void;
  /** Runs something while nothing is changed: what is read then is the page's own. */
  bare<T>(run: () => T): T;
  leave(): void;
}

/** An hour: as long as somebody edits, elements that come late get their change. */
const PATIENCE_MS = 3_600_000;

/** Makes the stage. */
export function createStage(onComplaints: (complaints: readonly Complaint[]) => void): Stage {
  const spelling = createSpelling();
  const rehearse = createRehearsal(spelling.remember);
  let shown: readonly Op[] = [];
  let takeBack = (): void => undefined;
  let complaints: Complaint[] = [];

  const undo = (): void => {
    // Before: what is as it was needs no change, which would move an attribute behind the others.
    spelling.restore();
    takeBack();
  };
  const put = (ops: readonly Op[]): void => {
    undo();
    complaints = waiting(ops);
    takeBack = rehearse(ops.map(patient), (code, error, selector) => {
      complaints = [...complaints, { selector, words: WORDS[code] ?? `it failed: ${String(error)}` }];
      onComplaints(complaints);
    });
    spelling.settle();
    onComplaints(complaints);
    if (complaints.length) late.observe(document, { childList: true, subtree: true });
    else late.disconnect();
  };
  // What was waited for has come: it is told no longer.
  const late = new MutationObserver(() => {
    const left = complaints.filter(({ selector, words }) => words !== WAITED || !matchesOf(selector ?? '').length);
    if (left.length === complaints.length) return;
    complaints = left;
    onComplaints(complaints);
  });
  return {
    show(ops) {
      shown = ops;
      put(ops);
    },
    compare: (isHeld) => put(isHeld ? [] : shown),
    bare(run) {
      undo();
      try {
        return run();
      } finally {
        put(shown);
      }
    },
    leave() {
      undo();
      late.disconnect();
      takeBack = () => undefined;
    },
  };
}

const WAITED = 'nothing on this page matches yet: it is waited for';

/** The ops that find nothing now. */
const waiting = (ops: readonly Op[]): Complaint[] =>
  ops.flatMap((op) =>
    'selector' in op && !matchesOf(op.selector).length ? [{ selector: op.selector, words: WAITED }] : [],
  );

const patient = (op: Op): Op => ('selector' in op ? { ...op, waitForMs: PATIENCE_MS } : op);

const WORDS: Readonly<Record<string, string>> = {
  timeout: 'nothing on this page matches',
  changed: 'something else than was stands there',
  conflict: 'the page keeps undoing it',
  yielded: 'the page shows a value of its own',
};
