/** Leaves out of a feature's experiment everybody whom an earlier rule of the feature takes. */

import { isLoose, type Loose, looseList, sayOf, type TranslationNotes, Untranslatable } from '../translation.js';
import { certainties } from './certain.js';
import { toRule } from './condition.js';
import { isGiven } from './ranges.js';

/**
 * What has to hold for those whom none of the rules takes.
 *
 * @param before the rules of the feature that come before the experiment's, in their order
 */
export function othersThan(before: readonly unknown[], notes: TranslationNotes): unknown[] {
  return before.flatMap((rule, at) =>
    isLoose(rule)
      ? sayOf([rule], () => otherThan(rule, `rule ${at + 1} of its feature, which comes before it,`, notes))
      : [],
  );
}

function otherThan(rule: Loose, name: string, notes: TranslationNotes): unknown[] {
  if (looseList(rule.parentConditions).some(({ gate }) => gate))
    throw new Untranslatable(`${name} lets nobody by for whom another feature is off, which no rule can ask for`);
  // GrowthBook passes over what gives no value.
  if (rule.force === undefined && !isGiven(rule.variations) && !isGiven(rule.contextualVariations)) return [];
  const taken = takenBy(rule, name, notes);
  if (taken === undefined)
    throw new Untranslatable(`${name} takes all or a share of everybody: who is left for this, no rule can tell`);
  if (isPartial(rule))
    notes.needs.push([`${name} takes a share of those whom its condition lets in: here none of them is in`, rule]);
  return [{ not: taken }, ...certain(taken, name)];
}

function takenBy(rule: Loose, name: string, notes: TranslationNotes): unknown {
  const { condition } = rule;
  return said(name, () =>
    condition === undefined || condition === null
      ? undefined
      : sayOf([rule, 'condition'], () => toRule(condition, notes)),
  );
}

const certain = (taken: unknown, name: string): unknown[] => said(name, () => certainties(taken));

/** What `say` returns; what it cannot say is told of the rule. */
function said<T>(name: string, say: () => T): T {
  try {
    return say();
  } catch (error) {
    if (!(error instanceof Untranslatable)) throw error;
    throw new Untranslatable(`${name} cannot be said: ${error.message}`, error.place, { cause: error });
  }
}

/** Whether a rule leaves some of those whom its condition lets in to the rules behind it. */
function isPartial({ coverage = 1, filters, meta, namespace, parentConditions, range, ranges }: Loose): boolean {
  return (
    coverage !== 1 ||
    [filters, namespace, parentConditions, range, ranges].some(isGiven) ||
    looseList(meta).some(({ passthrough }) => passthrough)
  );
}
