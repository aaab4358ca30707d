/** The life of every experiment on this page: wait for its trigger, decide, expose, apply, undo. */

import { type Experiment, type FailureCode, namespaces } from '../core/index.js';
import { attempt } from './guard.js';
import type { Workshop } from './ops.js';
import { isOnPage } from './page.js';
import { type Recipe, type Shared, startRecipe } from './recipe.js';
import { isSound } from './shape.js';
import { createHostTrigger, createTrigger, type HostTrigger, type Part, type Signals } from './triggers.js';

/** What was decided for one experiment on this page: the core's verdict, or the page's. */
export interface Verdict {
  readonly variant: string | null;
  readonly recipe: boolean;
  readonly exposure: boolean;
  readonly reason: string;
}

/** What experiments need of the page that they are on. */
export interface World {
  readonly _workshop: Workshop;
  _experiments(): readonly Experiment[];
  _hostTrigger(id: string): HostTrigger | undefined;
  _hasFunction(index: number): boolean;
  /** Whether only early triggers may run, since nobody looks at the page yet. */
  _isLimited(): boolean;
  _decide(experiment: Experiment): Verdict;
  /** Whether an experiment of this manifest may run yet. */
  _isTrusted(experiment: Experiment): boolean;
  /** Stores an assignment and tells of it. */
  _assign(experiment: Experiment, verdict: Verdict): void;
  _expose(experiment: Experiment, verdict: Verdict): void;
  _fail(id: string, variant: string, code: FailureCode, error: unknown, selector?: string): void;
}

interface Run {
  readonly _experiment: Experiment;
  readonly _part: Part;
  _verdict?: Verdict | undefined;
  _recipe?: Recipe | undefined;
  /** Whether its trigger is on and the subject is in. */
  _isActive: boolean;
  /** Whether its recipe threw on this page. */
  _isBroken: boolean;
  _isExposed: boolean;
}

export interface Experiments {
  /** Begins a view: at load, and whenever the address has changed. */
  _view(): void;
  /** Decides again what is out by rule or context. */
  _reconsider(): void;
  /** Undoes and forgets what is not among these, or everything. With `isFinal` also what sharedJs did. */
  _end(kept?: ReadonlySet<string>, isFinal?: boolean): void;
  _find(id: string): Run | undefined;
  /** Whether the recipe of a run holds now. */
  _holds(run: Run | undefined): run is Run & { _verdict: Verdict };
  /** Fires a manual trigger; false where there is none. */
  _activate(id: string): boolean;
  /** Sends the exposure of a manualExposure experiment; false where there is none to send. */
  _expose(id: string): boolean;
}

/** The reasons that another view, or other facts, may change. */
const OPEN = /^(rule|context|schedule)$/;

export const createExperiments = (world: World): Experiments => {
  const runs = new Map<string, Run>();
  /** Outlives the runs of one subject: shared code runs once per page load. */
  const shareds = new Map<string, Shared>();

  const holds = (run: Run | undefined): run is Run & { _verdict: Verdict } =>
    !!run && run._isActive && !run._isBroken && !!run._verdict?.recipe;

  const apply = (run: Run, key: string): void => {
    const { _experiment: experiment } = run;
    const { id, name, metadata } = experiment;
    const variant = experiment.variants.find((one) => one.key === key);
    if (!variant) return;
    const shared = shareds.get(id) ?? {
      _scope: { id, name, metadata },
      _isShared: false,
      _sharedUndo: undefined,
      _isSpent: false,
    };
    shareds.set(id, shared);
    const tell =
      (code: FailureCode) =>
      (error: unknown, selector?: string): void =>
        world._fail(id, key, code, error, selector);
    const failures = {
      _onError: tell('error'),
      _onTimeout: (selector: string) => tell('timeout')(undefined, selector),
      _onConflict: (selector: string) => tell('conflict')(undefined, selector),
    };
    run._recipe = startRecipe(experiment, variant, shared, world._workshop, failures, () => {
      run._isBroken = true;
    });
  };

  const activate = (run: Run): void => {
    const { _experiment: experiment } = run;
    if (!world._isTrusted(experiment)) return;
    if (!run._verdict || OPEN.test(run._verdict.reason)) run._verdict = world._decide(experiment);
    const verdict = run._verdict;
    if (verdict.variant === null) return;
    run._isActive = true;
    world._assign(experiment, verdict);
    if (!verdict.recipe || run._isBroken) return;
    // before the recipe, which may fail or lead elsewhere: the exposure has to be the same in every arm
    if (verdict.exposure && !run._isExposed) {
      run._isExposed = true;
      world._expose(experiment, verdict);
    }
    apply(run, verdict.variant);
  };

  const deactivate = (run: Run): void => {
    run._isActive = false;
    run._recipe?._undo();
    run._recipe = undefined;
  };

  const settle = (run: Run): void => {
    const isOn = run._part._isOn();
    if (isOn !== run._isActive) (isOn ? activate : deactivate)(run);
  };

  const arm = (experiment: Experiment): Run => {
    const { id, name, metadata, trigger = { kind: 'auto' } } = experiment;
    const signals: Signals = {
      _watch: world._workshop._watch,
      _onChange: () => settle(run),
      _onError: (error, selector) => world._fail(id, '', 'error', error, selector),
      _run: (js, fire) =>
        world._workshop._capability._compile(js, 'activate,experiment', `${id}/trigger`)(fire, { id, name, metadata }),
    };
    const host = world._hostTrigger(id);
    const run: Run = {
      _experiment: experiment,
      _part: host ? createHostTrigger(host, signals) : createTrigger(trigger, signals),
      _isActive: false,
      _isBroken: false,
      _isExposed: false,
    };
    return run;
  };

  /** Of an experiment that is not on this page nothing runs but the test of its address. */
  const visit = (experiment: Experiment): void => {
    const { id, trigger } = experiment;
    let run = runs.get(id);
    if (!run) {
      if (trigger?.kind === 'urlMatch' && !world._hostTrigger(id) && !isOnPage(trigger)) return;
      if (!isSound(experiment, world._hasFunction)) return;
      run = arm(experiment);
      runs.set(id, run);
    } else if (run._experiment !== experiment) return;
    run._part._start(world._isLimited());
    if (run._isActive && !isInTime(experiment)) {
      deactivate(run);
      run._verdict = undefined;
    }
    run._recipe?._restart();
    settle(run);
  };

  return {
    _find: (id) => runs.get(id),
    _holds: holds,
    _view() {
      // one that is malformed throws here, and touches none beside it
      for (const experiment of world._experiments()) attempt(() => visit(experiment));
    },
    _reconsider() {
      for (const run of [...runs.values()]) if (run._verdict && OPEN.test(run._verdict.reason)) settle(run);
    },
    _end(kept, isFinal) {
      for (const [id, run] of [...runs].reverse()) {
        if (kept?.has(id)) continue;
        run._part._stop();
        deactivate(run);
        runs.delete(id);
        const shared = shareds.get(id);
        if (!isFinal || !shared) continue;
        const undo = shared._sharedUndo;
        shareds.delete(id);
        if (typeof undo === 'function')
          attempt(
            () => undo(),
            (error) => world._fail(id, '', 'error', error),
          );
      }
    },
    _activate: (id) => !!runs.get(id)?._part._activate(),
    _expose(id) {
      const run = runs.get(id);
      if (!holds(run) || run._isExposed || !run._experiment.manualExposure || run._verdict.reason === 'preview') {
        return false;
      }
      run._isExposed = true;
      world._expose(run._experiment, run._verdict);
      return true;
    },
  };
};

/** Whether the rule reads a namespace that nobody has given yet. */
export const isWaiting = ({ audience }: Experiment, context: object): boolean =>
  audience?.rule !== undefined && namespaces(audience.rule).some((name) => !Object.hasOwn(context, name));

const isInTime = ({ endAt }: Experiment): boolean => !endAt || Date.parse(endAt) > Date.now();
