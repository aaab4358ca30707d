/** Decides where facts may still be missing, and where the host may have the last word. */

import { decide, prepare, readsPage } from './decide.js';
import type { Decision, Question, Reason } from './question.js';
import { namespaces } from './rule.js';
import type { Context, Experiment } from './types.js';

/** `context`: the rule reads facts that nobody has given. */
export interface KnownDecision extends Omit<Decision, 'reason'> {
  readonly reason: Reason | 'context';
}

/** Has the last word: the key of a variant, null for out, anything else to leave the verdict as it is. */
export type Overrule = (verdict: KnownDecision) => unknown;

/** False, and asked of sticky subjects, as it reads the page. */
const NEVER_HERE = { and: [false, { var: 'page' }] };

/**
 * `prepare` for a runtime that may not know every fact: a rule that reads a namespace which the context has not counts
 * as false, and the reason is `context`. Sticky subjects pass it all the same, unless it reads the page, too.
 */
export const prepareKnown = (
  experiment: Experiment,
): ((question: Question & { readonly context: Context }, overrule?: Overrule) => KnownDecision) => {
  const { audience } = experiment;
  const needed = namespaces(audience?.rule ?? 0);
  const decided = prepare(experiment);
  const blind = prepare({ ...experiment, audience: { ...audience, rule: readsPage(audience?.rule) && NEVER_HERE } });
  return (question, overrule) => {
    const isBlind = !needed.every((name) => name in question.context);
    const verdict = (isBlind ? blind : decided)(question);
    if (isBlind && verdict.reason === 'rule') return { ...verdict, reason: 'context' };
    if (overrule && /^(sample|sticky|assigned)$/.test(verdict.reason)) {
      const key = overrule(verdict);
      // Decided as for one who has that variant already: only the gate of its recipe is left.
      if (typeof key === 'string')
        return decide({ ...experiment, audience: {}, sticky: true }, { ...question, sticky: key });
      if (key === null) return { variant: null, recipe: false, exposure: false, reason: 'sample' };
    }
    return verdict;
  };
};
