/** Says the rule of an audience as a sentence, where rows of a form could say it. */

import { FACT_WORDS } from './audiencefields.js';
import { type Condition, conditionsOf, OPERATORS } from './conditions.js';

/** `the kind of device is mobile, and “user.plan” is pro`; null where the rule says more than that. */
export function sentenceOfRule(rule: unknown): string | null {
  const rows = conditionsOf(rule);
  return rows?.length ? rows.map(rowText).join(', and ') : null;
}

const NEW = 'visitor.isNew';

function rowText({ fact, operator, value }: Condition): string {
  const isEqual = operator === '==' || operator === '!=';
  if (fact === NEW && isEqual && (value === 'true' || value === 'false'))
    return (value === 'true') === (operator === '==') ? 'the visitor is new' : 'the visitor came before';
  return `${factName(fact)} ${wordsFor(operator)} ${value}`;
}

/** `the kind of device`; a fact of the site is called as the site calls it, in quotes. */
export function factName(fact: string): string {
  const label = factLabel(fact);
  if (label === fact) return `“${fact}”`;
  // What follows a comma is an example.
  const words = label.split(',')[0] ?? '';
  if (words.startsWith('“')) return words;
  return `${fact === NEW ? '' : 'the '}${words.slice(0, 1).toLowerCase()}${words.slice(1)}`;
}

/** `Kind of device`, above a field. */
export function factLabel(fact: string): string {
  const known = [FACT_WORDS, BESIDES].find((words) => Object.hasOwn(words, fact))?.[fact];
  if (known !== undefined) return known;
  const [, whose, part] = /^(page|visit)\.query\.([^.]+)$/.exec(fact) ?? [];
  if (part === undefined) return fact;
  return `“${part}” in the query of the ${whose === 'page' ? 'address' : 'first page of the visit'}`;
}

/** Those that the form does not offer. */
const BESIDES: Readonly<Record<string, string>> = {
  'page.url': 'Whole address of the page',
  'page.search': 'Query of the address',
  'page.hash': 'Hash of the address',
  'page.referrer': 'Page that the visitor comes from',
  'page.title': 'Title of the page',
};

const wordsFor = (operator: string): string =>
  (OPERATORS.find(([known]) => known === operator)?.[1] ?? operator).replace(/ \(.*\)$/, '');
