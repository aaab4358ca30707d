/** Shows a draft on the page, through what visitors' pages use, and the page as it was while somebody compares. */

import type { Op } from '../core/index.js';
import { createRehearsal } from '../tag/rehearsal.js';

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

/** Makes the stage. */
export function createStage(onComplaints: (complaints: readonly Complaint[]) => void): Stage {
  const rehearse = createRehearsal();
  let shown: readonly Op[] = [];
  let undo = (): void => undefined;
  let complaints: Complaint[] = [];

  const put = (ops: readonly Op[]): void => {
    undo();
    complaints = [];
    undo = rehearse(ops, (code, error, selector) => {
      complaints.push({ selector, words: WORDS[code] ?? `it failed: ${String(error)}` });
      onComplaints(complaints);
    });
    onComplaints(complaints);
  };
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
      undo = () => undefined;
    },
  };
}

const WORDS: Readonly<Record<string, string>> = {
  timeout: 'nothing on this page matches',
  changed: 'something else than was stands there',
  conflict: 'the page keeps undoing it',
  yielded: 'the page shows a value of its own',
};
