/** Leads every experiment through its life on this page: wait for its trigger, decide, store, apply, undo. */

import { type Address, type Code, type Experiment, isSound } from '../core/index.js';
import { leads } from './capability.js';
import { expose, exposeHoldouts, holds } from './exposures.js';
import { attempt, freeze, hasOwn } from './guard.js';
import { addressOfPage, isOnPage } from './page.js';
import { isPrerendered } from './paint.js';
import { startRecipe } from './recipe.js';
import { arrivedAt, holdsHere, leave, notesArrival } from './redirect.js';
import { fail } from './report.js';
import { judge, lookAround, noteFacts } from './session.js';
import type { Run, Session, Site } from './state.js';
import { createHostTrigger, createTrigger, type HostTrigger } from './triggers.js';

/** Whether another view, or other facts, may change a reason. */
export const isOpen = (reason: string): boolean => /^(rule|context|schedule)$/.test(reason);

/**
 * Begins a view, at load and whenever the address has changed. One experiment that is malformed touches none beside it.
 */
export const view = (session: Session): void => {
  const address = addressOfPage();
  const { _site: site } = session;
  const { experiments = [] } = site._manifest ?? {};
  // A change of hash alone has left no page.
  site._stay?.();
  site._stay = undefined;
  // Those that may leave come first: a page that is left shows none of the others, so nobody is counted in them.
  for (const experiment of [...experiments.filter(leads), ...experiments])
    if (!site._stay)
      attempt(
        () => visit(session, experiment, address),
        (error) => {
          // What is malformed fails here, too, and is out without a word; anything else is a fault of fx's own.
          if (isSound(experiment, site._functions)) fail(session, experiment.id, '', 'error', error);
        },
      );
};

/** Decides again what is out by rule or context. */
export const reconsider = (session: Session): void => {
  for (const run of session._runs.values()) settle(run);
};

/** Undoes and forgets what is not `kept`; with `isFinal` also what shared code did. */
export const end = (session: Session, kept?: ReadonlySet<string>, isFinal?: boolean): void => {
  const { _runs: runs, _site: site } = session;
  for (const [id, run] of [...runs].reverse()) {
    if (kept?.has(id)) continue;
    run._isOver = true;
    run._part._stop();
    deactivate(run);
    runs.delete(id);
  }
  if (!isFinal) return;
  for (const [id, { _sharedUndo: undo }] of site._shared) {
    if (typeof undo === 'function')
      attempt(
        () => undo(),
        (error) => fail(session, id, '', 'error', error),
      );
  }
  site._shared.clear();
};

/** Of an experiment that is not on this page nothing runs but the test of its address. */
const visit = (session: Session, experiment: Experiment, address: Address): void => {
  const { _runs: runs, _site: site } = session;
  // The recipe of an experiment before it may have ended the session.
  if (site._session !== session) return;
  const { id, trigger } = experiment;
  let run = runs.get(id);
  if (!run) {
    if (
      trigger?.kind === 'urlMatch' &&
      !hostTriggerOf(session, id) &&
      !isOnPage(trigger, address) &&
      !arrivedAt(experiment)
    )
      return;
    if (!isSound(experiment, site._functions)) return;
    run = arm(session, experiment);
    runs.set(id, run);
  }
  // The first of an id counts.
  if (run._experiment !== experiment) return;
  run._part._start(isPrerendered());
  if (run._variant && hasEnded(experiment)) {
    deactivate(run);
    delete run._verdict;
  }
  lookAround(run);
  settle(run, true);
};

/** The page's function in place of a trigger, where it has one. */
export const hostTriggerOf = (
  { _site: { _options: options } }: Session,
  id: string,
): HostTrigger | false | undefined => {
  const { triggers = {} } = options;
  return hasOwn(triggers, id) && triggers[id];
};

/** Whether the date is over at which an experiment ends. */
export const hasEnded = ({ endAt }: Experiment): boolean => !!endAt && Date.parse(endAt) <= Date.now();

/**
 * Whether what an experiment holds waits for the manifest to be confirmed: who can write to storage can write it there.
 */
export const isDoubtful = (site: Site, experiment: Experiment): boolean =>
  !site._isTrusted && !site._capability._isHarmless(experiment);

const arm = (session: Session, experiment: Experiment): Run => {
  const { _capability: capability, _watch: watch } = session._site;
  const { id, name, metadata, trigger = { kind: 'auto' } } = experiment;
  const signals = {
    _watch: watch,
    _onChange: () => settle(run),
    _onError(error: unknown, selector?: string) {
      if (!run._isOver) fail(session, id, '', 'error', error, selector);
    },
    _run: (js: Code, activate: () => void) =>
      capability._compile(
        js,
        'activate,experiment',
        `${id}/trigger`,
      )(activate, {
        id,
        name,
        metadata: freeze(metadata),
      }),
  };
  const host = leads(experiment)
    ? () => !isPrerendered() && (holdsHere(trigger) || !!arrivedAt(experiment))
    : hostTriggerOf(session, id);
  const run: Run = {
    _session: session,
    _experiment: experiment,
    _part: host ? createHostTrigger(host, signals) : createTrigger(trigger, signals),
  };
  return run;
};

/**
 * Does what its trigger says now. A script or a promise may say so long after the run has ended.
 *
 * @param isAnew whether a view begins: what goes on begins its waits anew, and what ends must not look at the page that
 * has come
 */
const settle = (run: Run, isAnew?: boolean): void => {
  if (run._isOver) return;
  attempt(
    () => {
      if (run._isElsewhere || !run._part._isOn()) deactivate(run);
      else if (!run._variant) activate(run);
      else if (isAnew) run._recipe?._restart();
    },
    (error) => fail(run._session, run._experiment.id, '', 'error', error),
  );
};

const activate = (run: Run): void => {
  const { _experiment: experiment, _session: session } = run;
  const { _preview: preview, _site: site, _sticky: assignments, _subject: subject } = session;
  const { id, sticky, variants } = experiment;
  if (isDoubtful(site, experiment)) return;
  const target = arrivedAt(experiment);
  // Who comes to a target by themselves is in no test.
  if (target && !(notesArrival(id) || assignments._get(experiment) || preview)) return;
  let { _verdict: verdict } = run;
  if (!verdict || isOpen(verdict.reason)) {
    verdict = judge(session, experiment);
    run._verdict = verdict;
    const { reason, variant } = verdict;
    exposeHoldouts(session, experiment, reason);
    if (variant !== null && !preview) {
      noteFacts(run);
      if (reason !== 'divert' && sticky !== false) assignments._set(experiment, variant);
      const detail = { experiment: id, variant, subject, reason };
      site._delivery._whenShown(() => site._emitter._emit('assignment', detail));
    }
  }
  // A listener of the assignment may have ended the run, or had it settled.
  if (run._isOver || run._variant) return;
  const { exposure, variant: key } = verdict;
  run._variant = variants.find((one) => one.key === key);
  if (target && target !== run._variant) delete run._variant;
  if (!holds(run) || target) return;
  // Before the recipe, which may fail or lead elsewhere.
  if (exposure) expose(run);
  apply(run);
  announce(run);
};

/** Tells what `fx.variant` says, where that is another than it was. */
const announce = (run: Run): void => {
  const variant = holds(run) ? run._variant?.key : undefined;
  if (variant === run._said) return;
  run._said = variant;
  run._session._site._emitter._emit('change', { experiment: run._experiment.id, variant });
};

const apply = (run: Run): void => {
  const { _experiment: experiment, _session: session, _variant: variant } = run;
  const { _site: site } = session;
  const { id, name } = experiment;
  if (!variant) return;
  if (variant.redirect !== undefined) {
    if (leave(run, variant)) return;
    run._isBroken = true;
    fail(session, id, variant.key, 'redirect');
    return;
  }
  const shared = site._shared.get(id) ?? { _scope: { id, name, metadata: freeze(experiment.metadata) } };
  site._shared.set(id, shared);
  const recipe = startRecipe(
    experiment,
    variant,
    shared,
    site,
    (...what) => fail(session, id, variant.key, ...what),
    () => {
      run._isBroken = true;
      announce(run);
    },
  );
  // The recipe itself may have ended the run, which did not know of it yet.
  if (run._variant === variant) run._recipe = recipe;
  else recipe._undo();
};

const deactivate = (run: Run): void => {
  delete run._variant;
  run._recipe?._undo();
  delete run._recipe;
  announce(run);
};
