/** Says the rule of an audience as a sentence, where rows of a form could say it. */

import { conditionsOf, OPERATORS } from './conditions.js';

/** `device.language begins with en, and user.plan is pro`; null where the rule says more than that. */
export function sentenceOfRule(rule: unknown): string | null {
  const rows = conditionsOf(rule);
  if (!rows?.length) return null;
  return rows.map(({ fact, operator, value }) => `${fact} ${wordsFor(operator)} ${value}`).join(', and ');
}

const wordsFor = (operator: string): string =>
  (OPERATORS.find(([known]) => known === operator)?.[1] ?? operator).replace(/ \(.*\)$/, '');
