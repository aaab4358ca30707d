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
export function sayRenamed<One extends Fate>(plans: readonly One[], before: Side, after: Side): One[] {
  const added = plans.flatMap(({ id, action }) => (action === 'add' && after.get(id)) || []);
  const renames = plans
    .filter(({ action, after: status }) => action === 'remove' && status === null)
    .flatMap(({ id }): Rename[] => {
      const was = before.get(id);
      const is = was && nearestOf(was, added);
      return is ? [{ was: was.experiment, is }] : [];
    });
  return plans.map((one) => {
    const found = renames.find(({ was, is }) => (one.action === 'remove' ? was : is).id === one.id);
    if (!found) return one;
    return withReason(one, (reason) =>
      one.action === 'remove' ? goneSentence(found) : `${reason} ${newSentence(found)}`,
    );
  });
}

interface Rename {
  readonly was: Experiment;
  readonly is: Experiment;
}

const goneSentence = ({ was, is }: Rename): string =>
  `${was.id} is gone and ${is.id} is new, with the same variants: visitors of ${was.id} are ${isSplitAlike({ was, is }) ? 'counted anew' : 'assigned anew'}. To rename it for people alone, keep id: ${was.id} and change its name.`;

const newSentence = ({ was, is }: Rename): string =>
  `It has the variants of ${was.id}, which is gone: visitors of ${was.id} are ${isSplitAlike({ was, is }) ? 'counted anew' : 'assigned anew, and counted from the beginning'}.`;

const isSplitAlike = ({ was, is }: Rename): boolean => saltOf(was) === saltOf(is);

const saltOf = ({ id, salt = id }: Experiment): string => salt;

const withReason = <One extends Fate>(one: One, reason: (before: string) => string): One => ({
  ...one,
  changes: one.changes.map((change) => ({ ...change, reason: reason(change.reason) })),
});

/** Of those with the same variants, the one that differs in the fewest fields. Nobody is in a draft. */
function nearestOf(was: Published, added: readonly Published[]): Experiment | undefined {
  if (statusOf(was.experiment) === 'draft') return undefined;
  const alike = added
    .filter(({ experiment }) => statusOf(experiment) !== 'draft' && isAlike(was.experiment, experiment))
    .map((one) => ({ experiment: one.experiment, count: diff(was, one).length }));
  return alike.sort((a, b) => a.count - b.count)[0]?.experiment;
}

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
