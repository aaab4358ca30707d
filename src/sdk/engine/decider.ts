/** Decides in a given state of an engine. */

import {
  type Assignments,
  assignmentOf,
  type Context,
  DENIED,
  type Decision,
  type Experiment,
  hasSoundHoldouts,
  holdoutsFor,
  isSound,
  type Manifest,
  namespaces,
  prepare,
  type Question,
  readsPage,
} from '../../core/index.js';

/** All that decisions depend on. It is replaced, never changed, so that an old one can be asked again. */
export interface EngineState {
  readonly manifest: Manifest | undefined;
  /** '' while the storage has not answered. */
  readonly subject: string;
  readonly context: Context;
  readonly forced: Readonly<Record<string, string>>;
  readonly assignments: Assignments;
  /** The experiments whose variant was taken back, with the phase that it was taken back in. */
  readonly taken: Readonly<Record<string, string>>;
}

/** A decision, for which there are reasons besides the core's: `invalid context rollback consent`. */
export type EngineVerdict = Omit<Decision, 'reason'> & { readonly reason: string };

/** Undefined for an unknown id. */
export type Decider = (state: EngineState, id: string, now: number) => EngineVerdict | undefined;

/** @param recall asked where nothing is stored */
export function createDecider(recall: (experiment: Experiment, subject: string) => string | null | undefined): Decider {
  const ways = new WeakMap<Experiment, Way>();
  const wayOf = (experiment: Experiment): Way => {
    const known = ways.get(experiment) ?? prepareWay(experiment);
    ways.set(experiment, known);
    return known;
  };
  return ({ manifest, subject, context, forced, assignments, taken }, id, now) => {
    const experiment = manifest?.experiments.find((one) => one.id === id);
    if (!manifest || !experiment) return undefined;
    const { isSafe, needs, ask, askBlind } = wayOf(experiment);
    // An id such as `constructor` is nothing of an object's own.
    const [, force] = Object.entries(forced).find(([name]) => name === id) ?? [];
    if (!isSafe || !hasSoundHoldouts(manifest)) return out('invalid');
    if (force === undefined && subject === DENIED) return out('consent');
    if (force === undefined && taken[id] === chanceOf(experiment)) return out('rollback');
    const isBlind = !needs.every((name) => name in context);
    const verdict = (isBlind ? askBlind : ask)({
      subject,
      context,
      now,
      enabled: manifest.enabled,
      holdouts: holdoutsFor(manifest, experiment, now),
      forced: force ?? null,
      sticky: assignmentOf(assignments, experiment) ?? recall(experiment, subject) ?? null,
    });
    return isBlind && verdict.reason === 'rule' ? out('context') : verdict;
  };
}

/** What a variant is taken back from: a change of what decides gives it another chance. */
export const chanceOf = ({ phase, salt, id }: Experiment): string => phase ?? salt ?? id;

/** How an experiment is asked, worked out once. */
interface Way {
  readonly isSafe: boolean;
  /** What its rule has to know. */
  readonly needs: readonly string[];
  readonly ask: (question: Question) => Decision;
  /** Where a fact is missing: for everyone but those with an assignment the rule is then false. */
  readonly askBlind: (question: Question) => Decision;
}

function prepareWay(experiment: Experiment): Way {
  const isSafe = isSound(experiment);
  if (!isSafe) return { isSafe, needs: [], ask: shut, askBlind: shut };
  const { audience = {} } = experiment;
  const rule = readsPage(audience.rule) ? { and: [false, { var: 'page' }] } : false;
  return {
    isSafe,
    needs: namespaces(audience.rule ?? true),
    ask: prepare(experiment),
    askBlind: prepare({ ...experiment, audience: { ...audience, rule } }),
  };
}

const shut = (): Decision => ({ variant: null, recipe: false, exposure: false, reason: 'rule' });

const out = (reason: string): EngineVerdict => ({ variant: null, recipe: false, exposure: false, reason });
