/** Applies what a variant has: shared parts, css, ops and js in that order; a throw undoes it. */

import type { Experiment, Op, Variant } from '../core/index.js';
import { createRunner, type Shared } from './code.js';
import { attempt } from './guard.js';
import { createOp, type Trouble } from './ops.js';
import type { Workshop } from './slots.js';

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
  experiment: Experiment,
  variant: Variant,
  shared: Shared,
  workshop: Workshop,
  tell: Trouble,
  onFailed: () => void,
): Recipe => {
  const { id, sharedCss, sharedJs } = experiment;
  const { css, domOps = [], js } = variant;
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
  const { _runOwn: runOwn, _runShared: runShared } = createRunner(
    experiment,
    variant,
    shared,
    workshop,
    trouble,
    (...what) => (isOver ? tell : trouble)(...what),
    starts,
    undos,
  );

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
  'value' in op && op.op.endsWith('Class') ? (op.value.match(/\S+/g) ?? []).map((value) => ({ ...op, value })) : [op];
