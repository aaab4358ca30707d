/** Tells what publishing would do to visitors and to the analysis: every change with its class and its reason. */

import { type Status, statusOf } from '../core/index.js';
import { describeEligible, describeTrigger } from './describe.js';
import { diff, type FieldChange, type Published } from './diff.js';
import { type HoldoutSides, planHoldout } from './holdoutplan.js';
import { sayRenamed } from './renamed.js';
import {
  type ChangeClass,
  type ChangeVerdict,
  judgeChange,
  judgeEnd,
  judgeStart,
  type PlannedChange,
  type Surroundings,
  safe,
} from './verdict.js';

/** What happens to one experiment. */
export interface ExperimentPlan {
  readonly id: string;
  /** Left out for an experiment. */
  readonly kind?: 'holdout';
  readonly action: 'add' | 'change' | 'remove';
  readonly before: Status | null;
  readonly after: Status | 'archived' | null;
  /** Of whom the shares of its changes are shares: `visitors on phones`. */
  readonly audience: string;
  /** When and where it starts: `on every page`; null of a holdout. */
  readonly starts: string | null;
  readonly changes: readonly PlannedChange[];
}

/** Everything that publishing would change. */
export interface Plan {
  /** By id, holdouts after experiments. What stays as it is does not appear. */
  readonly experiments: readonly ExperimentPlan[];
  readonly counts: { readonly [Class in ChangeClass]: number };
}

/** The two sides, and what the published one remembers. */
export interface PlanInput extends Surroundings {
  /** To be published, by id: running, paused and draft experiments. */
  readonly after: ReadonlyMap<string, Published>;
  /** Ids whose file says `archived`. */
  readonly archived: ReadonlySet<string>;
  /** Default: none on either side. */
  readonly holdouts?: HoldoutSides;
}

/** Compares what is published with what would be. */
export function plan(input: PlanInput): Plan {
  const { before, after } = input;
  const ids = [...new Set([...before.keys(), ...after.keys()])].sort();
  const changed = ids.flatMap((id) => {
    const one = planOne(id, before.get(id), after.get(id), input);
    return one.changes.length ? [one] : [];
  });
  const experiments = [...sayRenamed(changed, input), ...planHoldouts(input)];
  const all = experiments.flatMap(({ changes }) => changes);
  const count = (name: ChangeClass): number => all.filter((one) => one.class === name).length;
  return { experiments, counts: { safe: count('safe'), moves: count('moves'), breaks: count('breaks') } };
}

function planHoldouts({ before, now, holdouts = { before: [], after: [] } }: PlanInput): ExperimentPlan[] {
  const published = [...before.values()].map(({ experiment }) => experiment);
  const ids = [...new Set([...holdouts.before, ...holdouts.after].map(({ id }) => id))].sort();
  return ids.flatMap((id) => {
    const [was, is] = [holdouts.before, holdouts.after].map((side) => side.find((one) => one.id === id));
    const changes = planHoldout(was, is, { published, now });
    const action = !was ? 'add' : !is ? 'remove' : 'change';
    const words = { audience: 'visitors', starts: null };
    return changes.length ? [{ id, kind: 'holdout', action, before: null, after: null, ...words, changes }] : [];
  });
}

function planOne(id: string, was: Published | undefined, is: Published | undefined, input: PlanInput): ExperimentPlan {
  const isArchived = input.archived.has(id);
  const experiment = (is ?? was)?.experiment;
  return {
    id,
    action: !was ? 'add' : !is ? 'remove' : 'change',
    before: was ? statusOf(was.experiment) : null,
    after: is ? statusOf(is.experiment) : isArchived ? 'archived' : null,
    audience: experiment ? describeEligible(experiment) : 'visitors',
    starts: experiment ? describeTrigger(experiment.trigger) : null,
    changes: changesOf(was, is, isArchived, input),
  };
}

function changesOf(
  was: Published | undefined,
  is: Published | undefined,
  isArchived: boolean,
  input: PlanInput,
): PlannedChange[] {
  if (was && is) return compare(was, is, input);
  if (is) {
    const verdict = judgeStart(is.experiment, input);
    return [{ path: 'status', before: undefined, after: statusOf(is.experiment), ...verdict }];
  }
  if (!was) return [];
  const verdict = judgeEnd(was.experiment, isArchived);
  return [{ path: 'status', before: statusOf(was.experiment), after: isArchived ? 'archived' : undefined, ...verdict }];
}

function compare(was: Published, is: Published, input: PlanInput): PlannedChange[] {
  const comparison = { was: was.experiment, is: is.experiment, shares: new Map<string, number>(), surroundings: input };
  const judgeField = (change: FieldChange): ChangeVerdict => {
    if (statusOf(was.experiment) !== 'draft') return judgeChange(change, comparison);
    return change.field === 'experiment.status'
      ? judgeStart(is.experiment, input)
      : safe('Until now only previews showed this experiment.');
  };
  return diff(was, is).map((change) => {
    const { path, before, after } = change;
    return { path, before, after, ...judgeField(change) };
  });
}
