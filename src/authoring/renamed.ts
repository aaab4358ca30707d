/** Recognises an experiment that went and came back under another id, and says what that does to its visitors. */

import { type Experiment, statusOf } from '../core/index.js';
import { diff, type Published } from './diff.js';
import { isSame } from './table.js';
import type { PlannedChange } from './verdict.js';

type Side = ReadonlyMap<string, Published>;

/** What is looked at of an experiment's plan. */
interface Fate {
  readonly id: string;
  readonly action: 'add' | 'change' | 'remove';
  readonly after: string | null;
  readonly changes: readonly PlannedChange[];
}

/**
 * The same plans, with a sentence more where one that is gone and one that is new have the same variants. What a change
 * is stays what it was: visitors are assigned by the id.
 */
export function sayRenamed<One extends Fate>(
  plans: readonly One[],
  { before, after, now }: { readonly before: Side; readonly after: Side; readonly now: number },
): One[] {
  const gone = plans.flatMap(({ id, action, after: status }) =>
    action === 'remove' && status === null ? (before.get(id) ?? []) : [],
  );
  const added = plans.flatMap(({ id, action }) => (action === 'add' ? (after.get(id) ?? []) : []));
  const renames = pair(
    gone.filter(({ experiment }) => hadVisitors(experiment, now)),
    added.filter(({ experiment }) => hasVisitors(experiment, now)),
  );
  return plans.map((one) => {
    const isGone = one.action === 'remove';
    const found = renames.find(({ was, is }) => (isGone ? was : is).id === one.id);
    return found ? withSentence(one, isGone ? goneSentence(found) : newSentence(found)) : one;
  });
}

interface Rename {
  readonly was: Experiment;
  readonly is: Experiment;
}

/** Paused counts, too: its visitors were counted before. */
const hadVisitors = (experiment: Experiment, now: number): boolean =>
  statusOf(experiment) !== 'draft' && hasBegun(experiment, now);

const hasVisitors = (experiment: Experiment, now: number): boolean =>
  statusOf(experiment) === 'running' &&
  hasBegun(experiment, now) &&
  (experiment.endAt === undefined || Date.parse(experiment.endAt) > now);

const hasBegun = ({ startAt }: Experiment, now: number): boolean => startAt === undefined || Date.parse(startAt) <= now;

/** Each is of one pair at most; those that differ in the fewest fields come first. */
function pair(gone: readonly Published[], added: readonly Published[]): Rename[] {
  const alike = gone.flatMap((was) =>
    added
      .filter(({ experiment }) => isAlike(was.experiment, experiment))
      .map((is) => ({ was: was.experiment, is: is.experiment, count: diff(was, is).length })),
  );
  const taken = new Set<Experiment>();
  return alike
    .sort((a, b) => a.count - b.count)
    .filter(({ was, is }) => {
      if (taken.has(was) || taken.has(is)) return false;
      taken.add(was).add(is);
      return true;
    });
}

const goneSentence = ({ was, is }: Rename): string =>
  `The new ${is.id} has the same variants: visitors of ${was.id} are ${isSplitAlike({ was, is }) ? 'counted anew' : 'assigned anew'}. To rename it for people alone, keep id: ${was.id} and change its name.`;

const newSentence = ({ was, is }: Rename): string =>
  `It has the variants of ${was.id}, which is gone: visitors of ${was.id} are ${isSplitAlike({ was, is }) ? 'counted anew' : 'assigned anew, and counted from the beginning'}.`;

const isSplitAlike = ({ was, is }: Rename): boolean => saltOf(was) === saltOf(is);

const saltOf = ({ id, salt = id }: Experiment): string => salt;

const withSentence = <One extends Fate>(one: One, sentence: string): One => ({
  ...one,
  changes: one.changes.map((change) => ({ ...change, reason: `${change.reason} ${sentence}` })),
});

/** Variants that hold nothing are alike everywhere: then the name has to be the same, too. */
const isAlike = (was: Experiment, is: Experiment): boolean =>
  isSame(contentOf(was), contentOf(is)) && (was.name === is.name || holdsAnything(was));

const contentOf = ({ sharedJs, sharedCss, variants }: Experiment): unknown => [
  sharedJs,
  sharedCss,
  variants.map(({ name: _, weight: _share, recipeSampleRate: _rate, ...rest }) => rest),
];

const holdsAnything = ({ sharedJs, sharedCss, variants }: Experiment): boolean =>
  sharedJs !== undefined ||
  sharedCss !== undefined ||
  variants.some(({ key: _key, name: _name, weight: _weight, recipeSampleRate: _rate, ...rest }) =>
    Object.values(rest).some((value) => value !== undefined),
  );
