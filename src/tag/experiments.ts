/** The life of every experiment on this page: wait for its trigger, decide, store, expose, apply, undo. */

import type { Code, Experiment } from '../core/index.js';
import { attempt, freeze, hasOwn } from './guard.js';
import { type Address, isOnPage, readAddress } from './page.js';
import { isPrerendered } from './paint.js';
import { startRecipe } from './recipe.js';
import { fail, record } from './report.js';
import { judge } from './session.js';
import { isSound } from './shape.js';
import { isFirst, type Page, type Run } from './state.js';
import { createHostTrigger, createTrigger } from './triggers.js';

/** The reasons that another view, or other facts, may change. */
const OPEN = /^(rule|context|schedule)$/;

/** Whether the recipe of a run holds now. */
export const holds = (run: Run | undefined): run is Run => !!run?._variant && !run._isBroken && !!run._verdict?.recipe;

/** Begins a view, at load and whenever the address has changed. One experiment that is malformed touches none beside it. */
export const view = (page: Page): void => {
  const address = readAddress();
  for (const experiment of page._manifest?.experiments ?? []) attempt(() => visit(page, experiment, address));
};

/** Decides again what is out by rule or context. */
export const reconsider = (page: Page): void => {
  for (const run of page._runs.values()) settle(page, run);
};

/** Undoes and forgets what is not `kept`; with `isFinal` also what shared code did. */
export const end = (page: Page, kept?: ReadonlySet<string>, isFinal?: boolean): void => {
  for (const [id, run] of [...page._runs].reverse()) {
    if (kept?.has(id)) continue;
    run._part._stop();
    deactivate(run);
    page._runs.delete(id);
  }
  if (!isFinal) return;
  for (const [id, { _sharedUndo: undo }] of page._shared) {
    if (typeof undo === 'function')
      attempt(
        () => undo(),
        (error) => fail(page, id, '', 'error', error),
      );
  }
  page._shared.clear();
};

/** Sends an exposure, the same in every arm. */
export const expose = (page: Page, { _experiment: experiment, _variant: variant, _verdict: verdict }: Run): boolean => {
  const { id, phase, sharedJs, variants } = experiment;
  const { reason = 'preview' } = verdict ?? {};
  if (!variant || reason === 'preview' || !isFirst(page, page._subject, id, variant.key)) return false;
  // code may leave the page at once
  const hasCode = variants.some(({ js = sharedJs }) => js !== undefined);
  record(page, 'exposure', { experiment: id, variant: variant.key, phase, reason }, hasCode);
  return true;
};

/** Of an experiment that is not on this page nothing runs but the test of its address. */
const visit = (page: Page, experiment: Experiment, address: Address): void => {
  const { endAt, id, trigger } = experiment;
  const { triggers = {} } = page._options;
  let run = page._runs.get(id);
  if (!run) {
    if (trigger?.kind === 'urlMatch' && !hasOwn(triggers, id) && !isOnPage(trigger, address)) return;
    if (!isSound(experiment, page._functions)) return;
    run = arm(page, experiment);
    page._runs.set(id, run);
  }
  // the first of an id counts
  if (run._experiment !== experiment) return;
  run._part._start(isPrerendered());
  if (run._variant && endAt && Date.parse(endAt) <= Date.now()) {
    deactivate(run);
    delete run._verdict;
  }
  run._recipe?._restart();
  settle(page, run);
};

const arm = (page: Page, experiment: Experiment): Run => {
  const { id, name, metadata, trigger = { kind: 'auto' } } = experiment;
  const { triggers = {} } = page._options;
  const signals = {
    _watch: page._watch,
    _onChange: () => settle(page, run),
    _onError: (error: unknown, selector?: string) => fail(page, id, '', 'error', error, selector),
    _run: (js: Code, activate: () => void) =>
      page._capability._compile(
        js,
        'activate,experiment',
        `${id}/trigger`,
      )(activate, { id, name, metadata: freeze(metadata) }),
  };
  const host = hasOwn(triggers, id) && triggers[id];
  const run: Run = {
    _experiment: experiment,
    _part: host ? createHostTrigger(host, signals) : createTrigger(trigger, signals),
  };
  return run;
};

const settle = (page: Page, run: Run): void => {
  if (!run._part._isOn()) deactivate(run);
  else if (!run._variant) activate(page, run);
};

const activate = (page: Page, run: Run): void => {
  const { _experiment: experiment } = run;
  const { id, sticky, variants } = experiment;
  if (!page._isTrusted && !page._capability._isHarmless(experiment)) return;
  let { _verdict: verdict } = run;
  if (!verdict || OPEN.test(verdict.reason)) {
    verdict = judge(page, experiment);
    run._verdict = verdict;
    const { reason, variant } = verdict;
    if (variant !== null && !page._preview) {
      if (reason !== 'divert' && sticky !== false) page._sticky._set(experiment, variant);
      const detail = { experiment: id, variant, subject: page._subject, reason };
      page._delivery._whenShown(() => page._emitter._emit('assignment', detail));
    }
  }
  const { exposure, variant: key } = verdict;
  run._variant = variants.find((one) => one.key === key);
  if (!holds(run)) return;
  // before the recipe, which may fail or lead elsewhere
  if (exposure) expose(page, run);
  apply(page, run);
};

const apply = (page: Page, run: Run): void => {
  const { _experiment: experiment, _variant: variant } = run;
  const { id, name } = experiment;
  if (!variant) return;
  const shared = page._shared.get(id) ?? { _scope: { id, name, metadata: freeze(experiment.metadata) } };
  page._shared.set(id, shared);
  run._recipe = startRecipe(
    experiment,
    variant,
    shared,
    page,
    (...what) => fail(page, id, variant.key, ...what),
    () => {
      run._isBroken = true;
    },
  );
};

const deactivate = (run: Run): void => {
  delete run._variant;
  run._recipe?._undo();
  delete run._recipe;
};
