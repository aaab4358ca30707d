/** What a variant applies: shared parts, css, ops and js in that order; a throw undoes it. */

import type { Experiment, Op, Variant } from '../core/index.js';
import { attempt } from './guard.js';
import { createOp, type Trouble } from './ops.js';
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

export interface Recipe {
  _undo(): void;
  /** Undoes it for good, and tells of an error that the page met while it showed the variant. */
  _fail(error: unknown): void;
  /** Starts the clocks of ops that have found nothing yet anew. */
  _restart(): void;
}

/**
 * Applies a variant.
 *
 * @param tell told what went wrong
 * @param onFailed told, once, when something threw: now or later; the recipe is undone by then
 */
export const startRecipe = (
  { id, sharedCss, sharedJs }: Experiment,
  { css, domOps = [], js, key, name, payload }: Variant,
  shared: Shared,
  workshop: Workshop,
  tell: Trouble,
  onFailed: () => void,
): Recipe => {
  const { _scope: scope } = shared;
  const undos: (() => void)[] = [];
  const starts: (() => void)[] = [];
  let isOver = false;

  const undo = (): void => {
    isOver = true;
    for (const step of undos.splice(0).reverse()) attempt(step, (error) => tell('error', error));
  };
  const trouble: Trouble = (code, error, selector) => {
    if (code === 'error') {
      if (isOver) return;
      undo();
      onFailed();
    }
    tell(code, error, selector);
  };
  const apply = (op: Op, index: number): void => {
    if (isOver) return;
    // changes lie in the order of ids, then of ops
    const start = createOp(op, `${id} ${1e3 + starts.length}`, `${id}/${index}`, workshop, trouble, undos);
    starts.push(start);
    start();
  };
  const applyCss = (value: string | undefined): void => {
    if (value) apply({ op: 'injectCSS', value }, 0);
  };
  const run = (code: string | number, label: string, { _restart, _when }: Waiting): unknown => {
    scope.when = _when;
    starts.push(_restart);
    return workshop._capability._compile(code, 'experiment,variant', `${id}/${label}`)(scope, { key, name, payload });
  };
  /** Shared code runs once, and outlives the recipe that it ran with. */
  const runShared = (code: string | number): void => {
    let isGood = true;
    const waiting = createWaiting(workshop._watch, (...what) => {
      if (what[0] === 'error') {
        isGood = false;
        shared._isShared = null;
      }
      (isOver ? tell : trouble)(...what);
    });
    shared._isShared = null;
    const back = run(code, 'shared', waiting);
    shared._isShared = isGood || null;
    shared._sharedUndo = () => {
      waiting._end();
      if (isUndo(back)) back();
    };
  };
  const runOwn = (code: string | number): void => {
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
  };

  attempt(
    () => {
      if (shared._isShared === null) return onFailed();
      applyCss(sharedCss);
      if (sharedJs !== undefined && !shared._isShared) runShared(sharedJs);
      applyCss(css);
      domOps.forEach((op, index) => {
        for (const one of eachClass(op)) apply(one, index);
      });
      if (!isOver && js !== undefined && !shared._isSpent) runOwn(js);
    },
    (error) => trouble('error', error),
  );
  return { _undo: undo, _fail: (error) => trouble('error', error), _restart: () => starts.forEach((start) => start()) };
};

/** An op on several classes as ops on one each. */
const eachClass = (op: Op): Op[] =>
  'value' in op && /Class$/.test(op.op) ? (op.value.match(/\S+/g) ?? []).map((value) => ({ ...op, value })) : [op];
