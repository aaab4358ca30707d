/** The life of every experiment on this page: wait for its trigger, decide, store, expose, apply, undo. */

import type { Experiment } from '../core/index.js';
import { attempt, freeze, hasOwn } from './guard.js';
import type { Trouble } from './ops.js';
import { isOnPage } from './page.js';
import { isPrerendered } from './paint.js';
import { startRecipe } from './recipe.js';
import { fail, record } from './report.js';
import { judge } from './session.js';
import { isSound } from './shape.js';
import { isFirst, type Page, type Run, type Session, type Verdict } from './state.js';
import { createHostTrigger, createTrigger } from './triggers.js';

/** The reasons that another view, or other facts, may change. */
const OPEN = /^(rule|context|schedule)$/;

/** Whether the recipe of a run holds now. */
export const holds = (run: Run | undefined): run is Run => !!run?._isActive && !run._isBroken && !!run._verdict?.recipe;

/** Begins a view, at load and whenever the address has changed. One experiment that is malformed touches none beside it. */
export const view = (page: Page): void => {
  for (const experiment of page._manifest?.experiments ?? []) attempt(() => visit(page, experiment));
};

/** Decides again what is out by rule or context. */
export const reconsider = (page: Page): void => {
  for (const run of [...page._runs.values()]) if (OPEN.test(run._verdict?.reason ?? '')) settle(page, run);
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
export const expose = (page: Page, run: Run): boolean => {
  const { id, phase, sharedJs, variants } = run._experiment;
  const { variant, reason } = run._verdict ?? {};
  if (!variant || reason === 'preview' || !isFirst(page, page._session?._subject, id, variant)) return false;
  // code may leave the page at once
  const hasCode = variants.some(({ js = sharedJs }) => js !== undefined);
  record(page, 'exposure', { experiment: id, variant, ...(phase && { phase }), reason: `${reason}` }, hasCode);
  return true;
};

/** Of an experiment that is not on this page nothing runs but the test of its address. */
const visit = (page: Page, experiment: Experiment): void => {
  const { endAt, id, trigger } = experiment;
  const { triggers = {} } = page._options;
  let run = page._runs.get(id);
  if (!run) {
    if (trigger?.kind === 'urlMatch' && !hasOwn(triggers, id) && !isOnPage(trigger)) return;
    if (!isSound(experiment, page._functions)) return;
    run = arm(page, experiment);
    page._runs.set(id, run);
  } else if (run._experiment !== experiment) return;
  run._part._start(isPrerendered());
  if (run._isActive && endAt && Date.parse(endAt) <= Date.now()) {
    deactivate(run);
    run._verdict = undefined;
  }
  run._recipe?._restart();
  settle(page, run);
};

const arm = (page: Page, experiment: Experiment): Run => {
  const { id, name, metadata, trigger = { kind: 'auto' } } = experiment;
  const { triggers = {} } = page._options;
  const { _capability: capability, _watch } = page;
  const signals = {
    _watch,
    _onChange: () => settle(page, run),
    _onError: (error: unknown, selector?: string) => fail(page, id, '', 'error', error, selector),
    _run: (js: string | number, activate: () => void) =>
      capability._compile(
        js,
        'activate,experiment',
        `${id}/trigger`,
      )(activate, { id, name, metadata: freeze(metadata) }),
  };
  const host = hasOwn(triggers, id) ? triggers[id] : undefined;
  const run: Run = {
    _experiment: experiment,
    _part: host ? createHostTrigger(host, signals) : createTrigger(trigger, signals),
  };
  return run;
};

const settle = (page: Page, run: Run): void => {
  const isOn = run._part._isOn();
  if (isOn && !run._isActive) activate(page, run);
  else if (!isOn && run._isActive) deactivate(run);
};

const activate = (page: Page, run: Run): void => {
  const { _experiment: experiment } = run;
  const { _session: session } = page;
  if (!session || !(page._isTrusted || page._capability._isHarmless(experiment))) return;
  if (!run._verdict || OPEN.test(run._verdict.reason)) {
    run._verdict = judge(page, session, experiment);
    assign(page, session, experiment, run._verdict);
  }
  const { exposure, recipe, variant } = run._verdict;
  if (variant === null) return;
  run._isActive = true;
  if (!recipe || run._isBroken) return;
  // before the recipe, which may fail or lead elsewhere
  if (exposure) expose(page, run);
  apply(page, run, variant);
};

const assign = (page: Page, session: Session, experiment: Experiment, { reason, variant }: Verdict): void => {
  if (variant === null || session._preview) return;
  if (reason !== 'divert' && experiment.sticky !== false) session._sticky._set(experiment, variant);
  const detail = { experiment: experiment.id, variant, subject: session._subject, reason };
  page._delivery._whenShown(() => page._emitter._emit('assignment', detail));
};

const apply = (page: Page, run: Run, key: string): void => {
  const { _experiment: experiment } = run;
  const { id, name, variants } = experiment;
  const metadata = freeze(experiment.metadata);
  const variant = variants.find((one) => one.key === key);
  const shared = page._shared.get(id) ?? { _scope: { id, name, metadata } };
  page._shared.set(id, shared);
  const tell: Trouble = (...what) => fail(page, id, key, ...what);
  if (!variant) return;
  run._recipe = startRecipe(experiment, variant, shared, page, tell, () => {
    run._isBroken = true;
  });
};

const deactivate = (run: Run): void => {
  run._isActive = false;
  run._recipe?._undo();
  run._recipe = undefined;
};
