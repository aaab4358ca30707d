/** What a variant applies: shared parts, css, ops and js in that order; a throw undoes it. */

import type { Experiment, Variant } from '../core/index.js';
import { attempt } from './guard.js';
import { applyOp, orderOf, type Work, type Workshop } from './ops.js';

/** What recipe code gets, and what shared code may add to. */
export interface Scope {
  readonly id: string;
  readonly name: string;
  readonly metadata: unknown;
  undo?: unknown;
  [more: string]: unknown;
}

/** What an experiment keeps from one run of its recipe to the next on this page. */
export interface Shared {
  readonly _scope: Scope;
  /** Whether sharedJs has run. */
  _isShared: boolean;
  _sharedUndo: unknown;
  /** Whether the variant's js has run, and left no way to undo it: then it does not run again. */
  _isSpent: boolean;
}

export interface Failures {
  _onError(error: unknown, selector?: string): void;
  _onTimeout(selector: string): void;
  _onConflict(selector: string): void;
}

export interface Recipe {
  _undo(): void;
  /** Starts the clocks of ops that have found nothing yet anew. */
  _restart(): void;
}

const names = 'experiment,variant';

/**
 * Applies a variant.
 *
 * @param onFailed told, once, when something threw: now or later; the recipe is undone by then
 */
export const startRecipe = (
  experiment: Experiment,
  variant: Variant,
  shared: Shared,
  workshop: Workshop,
  failures: Failures,
  onFailed: (isShared: boolean) => void,
): Recipe => {
  const { id, sharedCss, sharedJs } = experiment;
  const { css, domOps = [], js, key, name, payload } = variant;
  const { _capability: capability, _styles: styles } = workshop;
  const { _scope: scope } = shared;
  const undos: (() => void)[] = [];
  const works: Work[] = [];
  let isOver = false;
  let isInShared = false;

  const undo = (): void => {
    isOver = true;
    for (const step of undos.splice(0).reverse()) attempt(step, failures._onError);
  };
  const fail = (error: unknown, selector?: string): void => {
    if (isOver) return;
    undo();
    failures._onError(error, selector);
    onFailed(isInShared);
  };
  const trouble = { ...failures, _onError: fail };
  const face = { key, name, payload };
  const runShared = (): void => {
    if (sharedCss) undos.push(styles._add(sharedCss, orderOf(id, -2)));
    if (sharedJs === undefined || shared._isShared) return;
    shared._isShared = true;
    isInShared = true;
    shared._sharedUndo = capability._compile(sharedJs, names, `${id}/shared`)(scope, face);
    isInShared = false;
  };
  const runOwn = (): void => {
    if (css) undos.push(styles._add(css, orderOf(id, -1)));
    for (const [index, op] of domOps.entries()) {
      const work = applyOp(op, orderOf(id, index), workshop, trouble);
      works.push(work);
      undos.push(work._undo);
    }
    if (js === undefined || shared._isSpent) return;
    scope.undo = undefined;
    const run = capability._compile(js, names, `${id}/${key}`);
    shared._isSpent = true;
    const given = run(scope, face);
    const back = typeof given === 'function' ? given : scope.undo;
    if (typeof back !== 'function') return;
    shared._isSpent = false;
    undos.push(() => back());
  };

  attempt(() => {
    runShared();
    runOwn();
  }, fail);
  return { _undo: undo, _restart: () => works.forEach((work) => work._restart()) };
};
