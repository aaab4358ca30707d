/** Decides in a given state of an engine. */

import {
  type Assignments,
  assignmentOf,
  type Context,
  DENIED,
  type Experiment,
  type ExperimentNames,
  hasSoundHoldouts,
  holdoutsFor,
  isSound,
  type KnownDecision,
  type Manifest,
  prepareKnown,
} from '../../core/index.js';

/** All that decisions depend on. It is replaced, never changed, so that an old one can be asked again. */
export interface EngineState {
  readonly manifest: Manifest | undefined;
  /** `namesOf` its experiments. */
  readonly _known: () => ExperimentNames;
  /** By their ids. */
  readonly _experiments: ReadonlyMap<string, Experiment>;
  /** '' while the storage has not answered. */
  readonly subject: string;
  readonly context: Context;
  readonly forced: Readonly<Record<string, string>>;
  readonly _assignments: Assignments;
  /** The experiments whose variant was taken back, with the phase that it was taken back in. */
  readonly _taken: Readonly<Record<string, string>>;
}

/** A decision, for which there are reasons besides the core's: `invalid rollback consent`. */
export type EngineVerdict = Omit<KnownDecision, 'reason'> & { readonly reason: string };

/** Undefined for an unknown id. */
export type Decider = (state: EngineState, id: string, now: number) => EngineVerdict | undefined;

/** @param recall asked where nothing is stored */
export function createDecider(recall: (experiment: Experiment, subject: string) => string | null | undefined): Decider {
  /** Each experiment made ready once; undefined for one that is malformed. */
  const asks = new WeakMap<Experiment, ReturnType<typeof prepareKnown> | undefined>();
  const askOf = (experiment: Experiment) => {
    if (!asks.has(experiment)) asks.set(experiment, isSound(experiment) ? prepareKnown(experiment) : undefined);
    return asks.get(experiment);
  };
  return ({ manifest, subject, context, forced, _assignments, _experiments, _taken }, id, now) => {
    const experiment = _experiments.get(id);
    if (!manifest || !experiment) return undefined;
    // An id such as `constructor` is nothing of an object's own.
    const [, force] = Object.entries(forced).find(([name]) => name === id) ?? [];
    const ask = askOf(experiment);
    if (!ask || !hasSoundHoldouts(manifest)) return out('invalid');
    if (force === undefined && subject === DENIED) return out('consent');
    if (force === undefined && _taken[id] === chanceOf(experiment)) return out('rollback');
    return ask({
      subject,
      context,
      now,
      enabled: manifest.enabled,
      holdouts: holdoutsFor(manifest, experiment, now),
      forced: force ?? null,
      sticky: assignmentOf(_assignments, experiment) ?? recall(experiment, subject) ?? null,
    });
  };
}

/** What a variant is taken back from: a change of what decides gives it another chance. */
export const chanceOf = ({ phase, salt, id }: Experiment): string => phase ?? salt ?? id;

const out = (reason: string): EngineVerdict => ({ variant: null, recipe: false, exposure: false, reason });
