/** Runs the code of a recipe: shared code once on a page, a variant's own each time, and what takes it back. */

import type { Experiment, Variant } from '../core/index.js';
import type { Trouble } from './ops.js';
import type { When } from './scope.js';
import type { Workshop } from './slots.js';
import { createWaiting, isUndo, type Waiting } from './when.js';

/** What recipe code gets, and what shared code may add to. */
export interface Scope {
  readonly id: string;
  readonly name: string;
  readonly metadata: unknown;
  undo?: unknown;
  /** That of the recipe which holds now; of shared code, as long as that runs. */
  when?: When;
  [more: string]: unknown;
}

/** What an experiment keeps from one run of its recipe to the next on this page. */
export interface Shared {
  readonly _scope: Scope;
  /** Whether sharedJs has run; null where it threw, which stops every variant. */
  _isShared?: boolean | null;
  _sharedUndo?: unknown;
  /** Whether the variant's js has run, and left no way to undo it: then it does not run again. */
  _isSpent?: boolean;
}

/** Runs code of one recipe. */
export interface Runner {
  /** Shared code runs once, and outlives the recipe that it ran with. */
  _runShared(code: string | number): void;
  _runOwn(code: string | number): void;
}

/**
 * @param trouble told what went wrong in the variant's own code
 * @param sharedTrouble told the same of shared code, also when the recipe is over
 * @param starts gets how to start clocks anew
 * @param undos gets how to undo what the variant's own code did
 */
export const createRunner = (
  { id }: Experiment,
  { key, name, payload }: Variant,
  shared: Shared,
  workshop: Workshop,
  trouble: Trouble,
  sharedTrouble: Trouble,
  starts: (() => void)[],
  undos: (() => void)[],
): Runner => {
  const { _scope: scope } = shared;
  const run = (code: string | number, label: string, { _restart, _when }: Waiting): unknown => {
    scope.when = _when;
    starts.push(_restart);
    return workshop._capability._compile(code, 'experiment,variant', `${id}/${label}`)(scope, { key, name, payload });
  };
  return {
    _runShared(code) {
      let isGood = true;
      const waiting = createWaiting(workshop._watch, (...what) => {
        if (what[0] === 'error') {
          isGood = false;
          shared._isShared = null;
        }
        sharedTrouble(...what);
      });
      shared._isShared = null;
      const back = run(code, 'shared', waiting);
      shared._isShared = isGood || null;
      shared._sharedUndo = () => {
        waiting._end();
        if (isUndo(back)) back();
      };
    },
    _runOwn(code) {
      const waiting = createWaiting(workshop._watch, trouble);
      let back: unknown;
      undos.push(() => {
        waiting._end();
        shared._isSpent = !back && !waiting._canRepeat();
      });
      scope.undo = undefined;
      shared._isSpent = true;
      back = [run(code, key, waiting), scope.undo].find(isUndo);
      if (isUndo(back)) undos.push(back);
    },
  };
};
